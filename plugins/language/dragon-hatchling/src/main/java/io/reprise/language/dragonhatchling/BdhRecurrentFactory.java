package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Dimensions;
import io.reprise.language.NextToken;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import org.osgi.service.component.annotations.Component;

/** Makes Dragon Hatchlings in their recurrent form. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = "bdh-recurrent",
        summary = "The Dragon Hatchling in its recurrent form, for streams: constant memory and time a token")
public final class BdhRecurrentFactory implements ModelFactory<BdhSettings> {
    @Override
    public Class<BdhSettings> settings() {
        return BdhSettings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return BdhRecurrent.class;
    }

    @Override
    public Signature signature(BdhSettings settings) {
        return NextToken.signature("V");
    }

    @Override
    public Model create(BdhSettings settings, Dimensions dimensions, RunContext run) {
        return new BdhRecurrent(new Bdh(settings, dimensions.get("V"), run));
    }
}
