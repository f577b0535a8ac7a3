package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import io.reprise.molecules.MoleculeTexts;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Translates SMILES to SELFIES. */
@Component
@Plugin(kind = Kind.MODEL, name = "selfies-encoder", summary = "Translates molecules from SMILES to SELFIES")
public final class SelfiesEncoder implements ModelFactory<SelfiesEncoder.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "default",
                    description = "how many bonds each atom can have: default, octet-rule, or hypervalent")
            BondConstraints.Preset constraints,

            @Setting(
                    value = "true",
                    description =
                            "whether molecules that break the constraints are refused; else they change when decoded")
            boolean strict,

            @Setting(
                    value = "false",
                    description = "whether to tell from which character of the SMILES each atom's symbol comes")
            boolean attribution) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return Encoder.class;
    }

    @Override
    public Signature signature(Settings settings) {
        Schema outputs = Schema.of(Selfies.SELFIES_FIELD, Selfies.PROBLEM_FIELD);
        if (settings.attribution()) {
            outputs = outputs.and(Schema.of(Field.parse(
                    Selfies.ATTRIBUTION + ": text[B]",
                    "SYMBOL:CHARACTER for each atom: the number of its symbol, and its place in the SMILES, from 0")));
        }
        return new Signature(Schema.of(Selfies.SMILES_FIELD), Schema.EMPTY, outputs);
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        return new Encoder(settings);
    }

    private static final class Encoder implements Model {
        private final Settings settings;
        private final SelfiesCodec codec;

        Encoder(Settings settings) {
            this.settings = settings;
            codec = new SelfiesCodec(settings.constraints().constraints());
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            List<String> selfies = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            List<String> attributions = new ArrayList<>();
            for (String smiles : input.text(MoleculeTexts.SMILES)) {
                Encoding.Written written = new Encoding.Written("", "");
                String problem = "";
                try {
                    written = Encoding.write(settings.strict() ? codec.readValid(smiles) : codec.readKekulised(smiles));
                } catch (MalformedMoleculeException e) {
                    problem = e.getMessage();
                }
                selfies.add(written.selfies());
                attributions.add(written.attribution());
                problems.add(problem);
            }
            Batch output = Batch.ofText(Selfies.SELFIES, selfies).withText(Selfies.PROBLEM, problems);
            return settings.attribution() ? output.withText(Selfies.ATTRIBUTION, attributions) : output;
        }
    }
}
