package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.Mac.Context;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Online;
import io.reprise.model.Signature;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** One mac for patterns. */
@Component
@Plugin(kind = Kind.MODEL, name = "sparsey-mac", summary = "One mac that stores binary patterns in one trial each")
public final class SparseyMac implements ModelFactory<SparseyMac.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "25", min = 1, max = 10_000, description = "Q: competitive modules")
            int modules,

            @Setting(value = "9", min = 2, max = 10_000, description = "K: units in a module")
            int units,

            @Setting(
                    value = "additive",
                    description = "how winners are weighted: additive (the paper's), or repository")
            CodeSelection.Form selection,

            @Setting(value = "20", min = 0, max = 1e4, description = "lambda: steepness of the sigmoid")
            double lambda,

            @Setting(value = "14", min = -1e4, max = 1e4, description = "phi: offset of the sigmoid")
            double phi,

            @Setting(value = "10", min = 0, max = 1e6, description = "chi: height of the sigmoid")
            double chi,

            @Setting(value = "2", min = 0, max = 100, description = "gamma: exponent of the familiarity")
            double gamma,

            @Setting(value = "0.1", min = 0, max = 1, description = "G-: familiarity up to which an input is new")
            double gMin,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 1,
                    description = "share of set weights above which the mac learns no more")
            double freezeAt,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 1,
                    description = "share of its set weights above which a unit learns no more")
            double freezeUnitAt,

            @Setting(
                    value = "0",
                    min = 0,
                    max = 1e9,
                    description = "P: steps until a weight that is not used again is gone; 0 for never")
            int permanence,

            @Setting(value = "0.5", min = 0, max = 1e9, description = "c: convexity of the fading of weights")
            double convexity) {
        MacSettings mac() {
            return new MacSettings(
                    modules,
                    units,
                    new CodeSelection(selection, lambda, phi, chi, gamma, gMin),
                    MacSettings.Weighting.EQUAL,
                    freezeAt,
                    freezeUnitAt,
                    Synapses.Permanence.of(permanence, convexity));
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return Memory.class;
    }

    @Override
    public Signature signature(Settings settings) {
        return new Signature(
                Patterns.schema("N"),
                Schema.EMPTY,
                Schema.of(
                        Field.parse(
                                Patterns.CODE + ": int[B," + settings.modules() + "] < " + settings.units(),
                                "the winner of each module"),
                        Patterns.FAMILIARITY_FIELD),
                List.of("N"));
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        return new Memory(settings, dimensions.get("N"), run);
    }

    /** The model. */
    static final class Memory implements Online {
        private final Settings settings;
        private final int inputs;
        private final Mac mac;
        private final Map<String, Tensor> state = new LinkedHashMap<>();

        Memory(Settings settings, int inputs, RunContext run) {
            this.settings = settings;
            this.inputs = inputs;
            mac = empty(run.tensors());
            mac.putState(state);
        }

        int inputs() {
            return inputs;
        }

        /** A mac like this one's with nothing stored. */
        Mac empty(TensorScope scope) {
            return new Mac("mac", inputs, settings.mac(), scope);
        }

        @Override
        public Map<String, Tensor> state() {
            return state;
        }

        @Override
        public void restore(Map<String, Tensor> saved) {
            Online.super.restore(saved);
            mac.restored();
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            return Codes.batch(
                    f,
                    Patterns.bits(input).stream()
                            .map(active -> mac.recall(active, Context.NONE))
                            .toList());
        }

        @Override
        public Map<String, Double> learn(Ops f, Batch examples, RandomSource random) {
            double familiarity = 0;
            List<long[]> patterns = Patterns.bits(examples);
            for (int i = 0; i < patterns.size(); i++) {
                Code code = mac.choose(patterns.get(i), Context.NONE, random.split(i));
                mac.learn(patterns.get(i), Context.NONE, code);
                familiarity += code.familiarity() / patterns.size();
            }
            return Map.of("familiarity", familiarity, "saturation", mac.saturation());
        }
    }
}
