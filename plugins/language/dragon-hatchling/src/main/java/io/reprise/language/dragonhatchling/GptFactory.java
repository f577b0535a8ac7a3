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

/** Makes Transformers to compare with. */
@Component
@Plugin(kind = Kind.MODEL, name = "gpt", summary = "A GPT-2 style Transformer, the baseline")
public final class GptFactory implements ModelFactory<GptSettings> {
    @Override
    public Class<GptSettings> settings() {
        return GptSettings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return Gpt.class;
    }

    @Override
    public Signature signature(GptSettings settings) {
        return NextToken.signature("V", "T");
    }

    @Override
    public Model create(GptSettings settings, Dimensions dimensions, RunContext run) {
        return new Gpt(settings, dimensions.get("V"), dimensions.get("T"), run);
    }
}
