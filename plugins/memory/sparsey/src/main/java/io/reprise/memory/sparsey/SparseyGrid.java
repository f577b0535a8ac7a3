package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Online;
import io.reprise.model.Signature;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Macs over images, and a naive Bayes read-out of classes from their winners. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = "sparsey-grid",
        summary = "Macs over the patches of an image, learned in one pass, with a read-out of classes")
public final class SparseyGrid implements ModelFactory<SparseyGrid.Settings> {
    static final String IMAGE = "image";
    static final String LOGITS = "logits";

    /** Where the macs of further levels lie on the unit square. */
    public enum Layout {
        /** In rows and columns. */
        RECT,
        /** In rows of which every other one is moved by half a place. */
        HEX
    }

    /** The settings. */
    public record Settings(
            @Setting(value = "8", min = 1, max = 10_000, description = "pixels along each side of a patch")
            int patch,

            @Setting(value = "4", min = 1, max = 10_000, description = "pixels from one patch to the next")
            int stride,

            @Setting(value = "0.5", min = 0, max = 1, description = "brightness from which a pixel is active")
            double threshold,

            @Setting(
                    value = "0.05",
                    min = 0,
                    max = 1,
                    description = "share of its inputs that must be active for a mac to take part")
            double leastActive,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 1,
                    description = "share of its inputs of which no more may be active for a mac to take part")
            double mostActive,

            @Setting(
                    value = "",
                    min = 1,
                    max = 1000,
                    description = "for each further level, its macs along each side; none for one level")
            List<Integer> upper,

            @Setting(
                    value = "0.3",
                    min = 0,
                    max = 2,
                    description = "how far macs of further levels see, with 1 the side of the image")
            double radius,

            @Setting(
                    value = "rect",
                    description = "where macs of further levels lie: rect, or hex (odd rows moved by half a place)")
            Layout layout,

            @Setting(value = "9", min = 1, max = 10_000, description = "Q: competitive modules in a mac")
            int modules,

            @Setting(value = "16", min = 2, max = 10_000, description = "K: units in a module")
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
                    value = "0.1",
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
            double convexity,

            @Setting(
                    value = "0.01",
                    min = 1e-9,
                    max = 1e6,
                    description = "a: what is added to each count of the read-out")
            double smoothing) {
        /** Copies the list. */
        public Settings {
            upper = List.copyOf(upper);
        }

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
        return Grid.class;
    }

    @Override
    public Signature signature(Settings settings) {
        return new Signature(
                Schema.of(Field.parse(IMAGE + ": float[B,1,H,H]", "grey levels, 0 to 1")),
                Schema.of(Field.parse(Patterns.LABEL + ": int[B] < C", "the class of the image")),
                Schema.of(Field.parse(LOGITS + ": float[B,C]", "logarithm of the evidence for each class")),
                List.of("H", "C"));
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        int side = dimensions.get("H");
        if (settings.patch() > side) {
            throw RepriseException.problem("A patch of " + settings.patch() + " pixels does not fit into " + side)
                    .at("model.patch")
                    .expected("at most " + side);
        }
        return new Grid(settings, side, dimensions.get("C"), run);
    }

    /** The model. */
    static final class Grid implements Online {
        private final Settings settings;
        private final MacGrid macs;
        private final int side;
        private final int classes;
        /** How often each unit won for each class, {@code [macs, Q, K, C]}. */
        private final Tensor counts;
        /** How many labelled images each mac took part in, by class, {@code [macs, C]}. */
        private final Tensor totals;

        private final Map<String, Tensor> state = new LinkedHashMap<>();

        Grid(Settings settings, int side, int classes, RunContext run) {
            this.settings = settings;
            this.side = side;
            this.classes = classes;
            macs = new MacGrid(side, settings, run.tensors());
            counts = run.tensors()
                    .zeros(ElementType.INT, Shape.of(macs.size(), settings.modules(), settings.units(), classes));
            totals = run.tensors().zeros(ElementType.INT, Shape.of(macs.size(), classes));
            macs.putState(state);
            state.put("readout.counts", counts);
            state.put("readout.totals", totals);
        }

        @Override
        public Map<String, Tensor> state() {
            return state;
        }

        @Override
        public void restore(Map<String, Tensor> saved) {
            Online.super.restore(saved);
            macs.restored();
        }

        /** The macs. */
        MacGrid macs() {
            return macs;
        }

        /** Which pixels of an image of a batch are on. */
        boolean[] active(float[] pixels, int image) {
            boolean[] active = new boolean[side * side];
            for (int i = 0; i < active.length; i++) {
                active[i] = pixels[image * active.length + i] >= settings.threshold();
            }
            return active;
        }

        @Override
        public Map<String, Double> learn(Ops f, Batch examples, RandomSource random) {
            float[] pixels = examples.tensor(IMAGE).toFloats();
            int count = examples.tensor(IMAGE).shape().size(0);
            for (int i = 0; i < count; i++) {
                macs.learn(active(pixels, i), random.split(i));
            }
            double[] saturation = macs.saturation();
            return Map.of("saturation", saturation[0], "frozen", saturation[1]);
        }

        /** Counts which units win for which class; the macs don't change. */
        void countLabels(Batch examples) {
            float[] pixels = examples.tensor(IMAGE).toFloats();
            int[] labels = examples.tensor(Patterns.LABEL).toInts();
            IntBuffer won = counts.memory().asIntBuffer();
            IntBuffer seen = totals.memory().asIntBuffer();
            for (int i = 0; i < labels.length; i++) {
                List<Code> codes = macs.recall(active(pixels, i));
                for (int m = 0; m < codes.size(); m++) {
                    if (codes.get(m) == null) {
                        continue;
                    }
                    seen.put(m * classes + labels[i], seen.get(m * classes + labels[i]) + 1);
                    for (int q = 0; q < settings.modules(); q++) {
                        int at = unit(m, q, codes.get(m).winners()[q]) + labels[i];
                        won.put(at, won.get(at) + 1);
                    }
                }
            }
        }

        private int unit(int mac, int module, int winner) {
            return ((mac * settings.modules() + module) * settings.units() + winner) * classes;
        }

        /**
         * Naive Bayes over the winners of all macs that take part: {@code sum of log((n(unit, class) + a) / (n(class) + K a))}.
         */
        @Override
        public Batch apply(Ops f, Batch input) {
            float[] pixels = input.tensor(IMAGE).toFloats();
            int count = input.tensor(IMAGE).shape().size(0);
            IntBuffer won = counts.memory().asIntBuffer();
            IntBuffer seen = totals.memory().asIntBuffer();
            float[] logits = new float[count * classes];
            for (int i = 0; i < count; i++) {
                List<Code> codes = macs.recall(active(pixels, i));
                for (int m = 0; m < codes.size(); m++) {
                    if (codes.get(m) == null) {
                        continue;
                    }
                    for (int q = 0; q < settings.modules(); q++) {
                        int at = unit(m, q, codes.get(m).winners()[q]);
                        for (int c = 0; c < classes; c++) {
                            double share = (won.get(at + c) + settings.smoothing())
                                    / (seen.get(m * classes + c) + settings.units() * settings.smoothing());
                            logits[i * classes + c] += (float) Math.log(share);
                        }
                    }
                }
            }
            return Batch.of(LOGITS, f.scope().of(logits, count, classes));
        }
    }
}
