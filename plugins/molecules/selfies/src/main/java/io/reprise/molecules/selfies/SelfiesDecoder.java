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

/** Translates SELFIES to SMILES: any string of known symbols is a molecule. */
@Component
@Plugin(kind = Kind.MODEL, name = "selfies-decoder", summary = "Translates SELFIES, any string of symbols, to SMILES")
public final class SelfiesDecoder implements ModelFactory<SelfiesDecoder.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "default",
                    description = "how many bonds each atom can have: default, octet-rule, or hypervalent")
            BondConstraints.Preset constraints,

            @Setting(value = "false", description = "whether symbols of version 1 of the language are understood too")
            boolean oldSymbols,

            @Setting(value = "false", description = "whether to tell which symbols each atom comes from")
            boolean attribution) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return Decoder.class;
    }

    @Override
    public Signature signature(Settings settings) {
        Schema outputs = Schema.of(Selfies.SMILES_FIELD, Selfies.PROBLEM_FIELD);
        if (settings.attribution()) {
            outputs = outputs.and(
                    Schema.of(
                            Field.parse(
                                    Selfies.ATTRIBUTION + ": text[B]",
                                    "ELEMENT:SYMBOLS for each atom: the numbers, from 0, of its symbol and of the branches it lies in")));
        }
        return new Signature(Schema.of(Selfies.SELFIES_FIELD), Schema.EMPTY, outputs);
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        return new Decoder(settings);
    }

    private static final class Decoder implements Model {
        private final Settings settings;
        private final BondConstraints constraints;
        private final SelfiesCodec codec;

        Decoder(Settings settings) {
            this.settings = settings;
            constraints = settings.constraints().constraints();
            codec = new SelfiesCodec(constraints);
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            List<String> smiles = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            List<String> attributions = new ArrayList<>();
            for (String text : input.text(Selfies.SELFIES)) {
                String selfies = settings.oldSymbols() ? OldSymbols.renewed(text, constraints) : text;
                String decoded = "";
                String attribution = "";
                String problem = "";
                try {
                    Molecule molecule = codec.derive(selfies);
                    decoded = SmilesWriter.write(molecule);
                    attribution = settings.attribution() ? SmilesWriter.attribution(molecule) : "";
                } catch (MalformedMoleculeException e) {
                    problem = e.getMessage();
                }
                smiles.add(decoded);
                attributions.add(attribution);
                problems.add(problem);
            }
            Batch output = Batch.ofText(MoleculeTexts.SMILES, smiles).withText(Selfies.PROBLEM, problems);
            return settings.attribution() ? output.withText(Selfies.ATTRIBUTION, attributions) : output;
        }
    }
}
