package io.reprise.adapters;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Adapts;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Gives a column another name. */
@Component
@Plugin(kind = Kind.TRANSFORM, name = "rename", summary = "Gives a column another name")
@Adapts(name = "rename", from = "a: float[B,F]", to = "b: float[B,F]")
public final class Rename implements TransformFactory<Rename.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "the column to rename") String column,

            @Setting(description = "its new name") String to) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings, Schema columns) {
        Change change = new Change(settings.column(), settings.to());
        change.read(columns);
        return change.renamed(columns);
    }

    @Override
    public List<Settings> adapting(Schema columns, Field needed) {
        return Change.candidates(columns, needed).stream()
                .filter(field -> !field.name().equals(needed.name()))
                .filter(field -> field.type() == needed.type()
                        && field.shape().size() == needed.shape().size())
                .map(field -> new Settings(field.name(), needed.name()))
                .toList();
    }

    @Override
    public Transform create(Settings settings, Schema columns, RunContext run) {
        Change change = new Change(settings.column(), settings.to());
        return (f, batch, random) -> change.renamed(batch);
    }
}
