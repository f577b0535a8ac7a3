package io.reprise.adapters;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Adapts;
import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Makes the bytes of texts tokens. */
@Component
@Plugin(
        kind = Kind.TRANSFORM,
        name = "bytes",
        summary = "Makes the bytes of texts (UTF-8) tokens, padded to one length")
@Adapts(name = "bytes", from = "text: text[B]", to = "tokens: int[B,T] < 256")
public final class Bytes implements TransformFactory<Bytes.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "the column of texts") String column,

            @Setting(value = "", description = "the name of the column of tokens; empty to replace the other")
            String to,

            @Setting(value = "128", min = 1, max = 1e9, description = "T: tokens of each text", unit = "bytes")
            int length,

            @Setting(value = "0", min = 0, max = 255, description = "the token after the end of a shorter text")
            int padding,

            @Setting(value = "false", description = "whether longer texts are cut; otherwise they end the run")
            boolean cut) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings, Schema columns) {
        Change change = Change.of(settings.column(), settings.to());
        Field field = change.read(columns);
        if (field.type() != Field.Type.TEXT) {
            throw Change.unfit(field, "texts");
        }
        List<Dim> shape = List.of(field.shape().get(0), new Dim.Fixed(settings.length()));
        return change.schema(
                columns,
                new Field(change.to(), Field.Type.INT, shape, Optional.of(new Dim.Fixed(256)), field.meaning()));
    }

    @Override
    public List<Settings> adapting(Schema columns, Field needed) {
        // Tokens may become vectors after that.
        boolean tokens = needed.type() == Field.Type.INT && needed.shape().size() == 2;
        boolean vectors = needed.type() == Field.Type.FLOAT && needed.shape().size() == 3;
        if (!tokens && !vectors) {
            return List.of();
        }
        int length = needed.shape().get(1) instanceof Dim.Fixed fixed && fixed.size() > 0 ? fixed.size() : 128;
        return Change.candidates(columns, needed).stream()
                .filter(field -> field.type() == Field.Type.TEXT)
                .map(field -> new Settings(field.name(), Change.to(field, needed), length, 0, false))
                .toList();
    }

    @Override
    public Transform create(Settings settings, Schema columns, RunContext run) {
        Change change = Change.of(settings.column(), settings.to());
        int length = settings.length();
        return (f, batch, random) -> {
            List<String> texts = batch.text(change.column());
            int[] tokens = new int[Math.multiplyExact(texts.size(), length)];
            Arrays.fill(tokens, settings.padding());
            for (int text = 0; text < texts.size(); text++) {
                byte[] bytes = texts.get(text).getBytes(StandardCharsets.UTF_8);
                if (bytes.length > length && !settings.cut()) {
                    throw RepriseException.problem(
                                    "A text of the column '" + change.column() + "' has " + bytes.length + " bytes")
                            .at("length")
                            .expected("at most " + length)
                            .hint("Give a greater length, or cut: true.");
                }
                for (int i = 0; i < Math.min(bytes.length, length); i++) {
                    tokens[text * length + i] = Byte.toUnsignedInt(bytes[i]);
                }
            }
            return change.batch(batch, f.scope().of(tokens, texts.size(), length));
        };
    }
}
