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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * A mac that also has weights from its own code at the time before, and so stores sequences; above it, if wanted, a second
 * one whose input is the code of the first, and whose code goes back down to it at the next time.
 */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = "sparsey-sequence",
        summary = "A mac, or two levels of them, that stores sequences of binary patterns in one trial each")
public final class SparseySequence implements ModelFactory<SparseySequence.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "25", min = 1, max = 10_000, description = "Q: competitive modules")
            int modules,

            @Setting(value = "9", min = 2, max = 10_000, description = "K: units in a module")
            int units,

            @Setting(value = "0", min = 0, max = 10_000, description = "Q of the mac above; 0 for none")
            int upperModules,

            @Setting(value = "9", min = 2, max = 10_000, description = "K of the mac above")
            int upperUnits,

            @Setting(value = "1", min = 0, max = 100, description = "lu: exponent of what comes from the input")
            double inputWeight,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 100,
                    description = "lh: exponent of what comes from the mac's own code")
            double ownWeight,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 100,
                    description = "ld: exponent of what comes from the code of the mac above")
            double upperWeight,

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
                    description = "share of set weights above which a mac learns no more")
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
        private MacSettings mac(int itsModules, int itsUnits) {
            return new MacSettings(
                    itsModules,
                    itsUnits,
                    new CodeSelection(selection, lambda, phi, chi, gamma, gMin),
                    new MacSettings.Weighting(inputWeight, ownWeight, upperWeight),
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
        return SequenceMemory.class;
    }

    @Override
    public Signature signature(Settings settings) {
        return new Signature(
                Patterns.sequences("T", "N"),
                Schema.EMPTY,
                Schema.of(
                        Field.parse(
                                Patterns.CODE + ": int[B,T," + settings.modules() + "] < " + settings.units(),
                                "the winner of each module, step by step"),
                        Field.parse(Patterns.FAMILIARITY + ": float[B,T]", "G: how well each step is known, 0 to 1")),
                List.of("N"));
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        return new SequenceMemory(settings, dimensions.get("N"), run.tensors());
    }

    /** The model. */
    static final class SequenceMemory implements Online {
        private final Settings settings;
        private final int inputs;
        private final Mac lower;
        /** The mac above, or null. */
        private final Mac upper;

        private final Map<String, Tensor> state = new LinkedHashMap<>();

        SequenceMemory(Settings s, int inputs, TensorScope scope) {
            settings = s;
            this.inputs = inputs;
            int unitsAbove = s.upperModules() * s.upperUnits();
            lower = new Mac("mac", inputs, s.mac(s.modules(), s.units()), true, unitsAbove, scope);
            lower.putState(state);
            if (unitsAbove == 0) {
                upper = null;
            } else {
                MacSettings above = s.mac(s.upperModules(), s.upperUnits());
                upper = new Mac("upper", s.modules() * s.units(), above, true, 0, scope);
                upper.putState(state);
            }
        }

        /** A memory like this one with nothing stored. */
        SequenceMemory empty(TensorScope scope) {
            return new SequenceMemory(settings, inputs, scope);
        }

        @Override
        public Map<String, Tensor> state() {
            return state;
        }

        @Override
        public void restore(Map<String, Tensor> saved) {
            Online.super.restore(saved);
            lower.restored();
            if (upper != null) {
                upper.restored();
            }
        }

        /** The codes of both levels at one time; the upper one is null where there is no level above. */
        private record Moment(Code lower, Code upper) {
            static final Moment NONE = new Moment(null, null);
        }

        private Context belowAt(Moment before) {
            return new Context(
                    before.lower() == null ? null : before.lower().units(settings.units()),
                    before.upper() == null ? null : before.upper().units(settings.upperUnits()));
        }

        private Context aboveAt(Moment before) {
            return new Context(before.upper() == null ? null : before.upper().units(settings.upperUnits()), null);
        }

        /** What is recalled of the level above, given the code below. */
        private Moment withUpper(Code code, Moment before) {
            return new Moment(code, upper == null ? null : upper.recall(code.units(settings.units()), aboveAt(before)));
        }

        private Moment recall(long[] pattern, Moment before) {
            return withUpper(lower.recall(pattern, belowAt(before)), before);
        }

        /** The codes that come next in a stored sequence, without any pattern. */
        private Moment follow(Moment before) {
            return withUpper(lower.follow(belowAt(before)), before);
        }

        private Moment store(long[] pattern, Moment before, RandomSource random) {
            Code code = lower.choose(pattern, belowAt(before), random);
            lower.learn(pattern, belowAt(before), code);
            if (upper == null) {
                return new Moment(code, null);
            }
            long[] units = code.units(settings.units());
            Code above = upper.choose(units, aboveAt(before), random.split("upper"));
            upper.learn(units, aboveAt(before), above);
            return new Moment(code, above);
        }

        /** Stores a sequence in one trial. */
        List<Code> store(List<long[]> sequence, RandomSource random) {
            List<Code> codes = new ArrayList<>();
            Moment moment = Moment.NONE;
            for (int t = 0; t < sequence.size(); t++) {
                moment = store(sequence.get(t), moment, random.split(t));
                codes.add(moment.lower());
            }
            return codes;
        }

        /** The codes of a sequence, step by step, given all its patterns. */
        List<Code> recalled(List<long[]> sequence) {
            List<Code> codes = new ArrayList<>();
            Moment moment = Moment.NONE;
            for (long[] pattern : sequence) {
                moment = recall(pattern, moment);
                codes.add(moment.lower());
            }
            return codes;
        }

        /** The codes of a sequence from its first pattern alone: each next one from what was active at the time before. */
        List<Code> prompted(long[] first, int steps) {
            List<Code> codes = new ArrayList<>();
            Moment moment = recall(first, Moment.NONE);
            codes.add(moment.lower());
            while (codes.size() < steps) {
                moment = follow(moment);
                codes.add(moment.lower());
            }
            return codes;
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            int count = input.tensor(Patterns.PATTERN).shape().size(0);
            int steps = input.tensor(Patterns.PATTERN).shape().size(1);
            List<long[]> patterns = Patterns.bits(input);
            List<Code> codes = new ArrayList<>();
            for (int b = 0; b < count; b++) {
                codes.addAll(recalled(patterns.subList(b * steps, (b + 1) * steps)));
            }
            Batch flat = Codes.batch(f, codes);
            int q = flat.tensor(Patterns.CODE).shape().size(-1);
            return Batch.of(Patterns.CODE, f.reshape(flat.tensor(Patterns.CODE), count, steps, q))
                    .with(Patterns.FAMILIARITY, f.reshape(flat.tensor(Patterns.FAMILIARITY), count, steps));
        }

        @Override
        public Map<String, Double> learn(Ops f, Batch examples, RandomSource random) {
            int count = examples.tensor(Patterns.PATTERN).shape().size(0);
            int steps = examples.tensor(Patterns.PATTERN).shape().size(1);
            List<long[]> patterns = Patterns.bits(examples);
            double familiarity = 0;
            for (int b = 0; b < count; b++) {
                for (Code code : store(patterns.subList(b * steps, (b + 1) * steps), random.split(b))) {
                    familiarity += code.familiarity() / patterns.size();
                }
            }
            return Map.of("familiarity", familiarity, "saturation", lower.saturation());
        }
    }
}
