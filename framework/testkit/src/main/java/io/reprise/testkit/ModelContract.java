package io.reprise.testkit;

import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.data.Dim;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.ClosedForm;
import io.reprise.model.Differentiable;
import io.reprise.model.Generative;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Online;
import io.reprise.model.Parametric;
import io.reprise.model.Probed;
import io.reprise.model.Sequential;
import io.reprise.model.Signature;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The contract of models. A subclass is a few lines:
 *
 * <pre>{@code
 * class BdhContract extends ModelContract<BdhSettings> {
 *     BdhContract() {
 *         super(new BdhFactory(), "layers: 2, width: 8, heads: 2, expansion: 4");
 *     }
 * }
 * }</pre>
 *
 * Inputs are made up from the signature: normal numbers, and codes below their limit. Where a model needs more order in them
 * (sorted graphs, texts), override {@link #example}. Capabilities are checked where the model has them.
 *
 * @param <S> the record of settings
 */
public abstract non-sealed class ModelContract<S extends Record> extends PluginContract<S> {
    private static final String RANDOM_ADVICE =
            "Take all random numbers from run.random() when it is made and from the stream that is passed later, and depend"
                    + " on no clock, no hash order and no static state.";

    private final ModelFactory<S> factory;

    /**
     * The contract of a factory's models.
     *
     * @param settings texts of settings to check it with, as between the braces of a pipeline; none for the defaults
     */
    protected ModelContract(ModelFactory<S> factory, String... settings) {
        super(factory, factory.settings(), settings);
        this.factory = factory;
    }

    /** Sizes of the signature's symbols that matter, for instance {@code V} 256; the others are small. */
    protected Map<String, Integer> sizes() {
        return Map.of();
    }

    /**
     * The columns that the signature names as inputs and targets.
     *
     * @param sizes what the symbols stand for
     * @param random decides the values
     */
    protected Batch example(Ops f, S settings, Map<String, Integer> sizes, RandomSource random) {
        Signature signature = factory.signature(settings);
        return ExampleBatch.of(signature.inputs().and(signature.targets()), sizes, f.scope(), random);
    }

    /** Whether the tape's gradients are the slopes of the loss; not so for surrogate or straight-through gradients. */
    protected boolean hasExactGradients() {
        return true;
    }

    /** By how much, times 1 plus their size, the outputs of steps may differ from those of the whole sequence. */
    protected double sequentialTolerance() {
        return 1e-4;
    }

    /** The signature depends on the settings alone, and its symbols can be known. */
    @Test
    void hasAPureSignature() throws Exception {
        each((run, settings, who) -> {
            Signature signature = factory.signature(settings);
            if (!signature.equals(factory.signature(settings))) {
                throw Broken.contract(
                        who,
                        "the signature depends on the settings alone",
                        "two calls gave " + signature + " and " + factory.signature(settings),
                        "Make it from the settings only.");
            }
            Set<String> symbols = symbols(signature.inputs().and(signature.targets()));
            for (String fixed : signature.fixes()) {
                if (!symbols.contains(fixed)) {
                    throw Broken.contract(
                            who,
                            "composing can find out the sizes that the signature fixes",
                            "it fixes " + fixed + ", but its inputs and targets speak of " + symbols,
                            "Name the symbol in a column of inputs or targets, or take the size from the settings.");
                }
            }
        });
    }

    /** The model is what the factory's type promises. */
    @Test
    void makesTheTypeItPromises() throws Exception {
        each((run, settings, who) -> {
            Model model = new Made(run, settings).model;
            if (!factory.type().isInstance(model)) {
                throw Broken.contract(
                        who,
                        "create makes models of type()",
                        "it made a " + model.getClass().getName() + ", which is no "
                                + factory.type().getName(),
                        "Let type() name the class that create makes: its interfaces are the capabilities that users see.");
            }
        });
    }

    /** The outputs have the names, types and shapes of the signature. */
    @Test
    void givesWhatItsSignaturePromises() throws Exception {
        each((run, settings, who) -> {
            Made made = new Made(run, settings);
            List<String> problems = SchemaMatch.of(made.signature.outputs(), made.apply(run.tensors()), made.sizes)
                    .problems();
            if (!problems.isEmpty()) {
                throw Broken.contract(
                        who,
                        "the outputs follow the signature",
                        String.join("; ", problems),
                        "Mend the outputs of apply or the schema in signature(...).");
            }
        });
    }

    /** Applying is a function: it gives the same again, reads only the inputs, and changes neither them nor the model. */
    @Test
    void changesNothingWhenApplied() throws Exception {
        each((run, settings, who) -> {
            Made made = new Made(run, settings);
            Snapshot example = Snapshot.of(made.example);
            Snapshot outputs = made.outputs();
            Snapshot state = Snapshot.of(made.model.state());
            String contract = "applying a model changes nothing";
            same(who, contract, "its outputs the second time", outputs, made.outputs(), RANDOM_ADVICE);
            same(
                    who,
                    contract,
                    "its state",
                    state,
                    Snapshot.of(made.model.state()),
                    "What learning needs to change belongs into Online.learn, Sequential.step or a trainer.");
            same(who, contract, "its inputs", example, Snapshot.of(made.example), "Write results into new tensors.");
            try (TensorScope scope = run.tensors().open()) {
                same(
                        who,
                        "columns beside the inputs do no harm",
                        "its outputs with targets beside the inputs",
                        outputs,
                        Snapshot.of(made.model.apply(scope.ops(), made.example)),
                        "Let apply read the columns of signature().inputs() only.");
            }
        });
    }

    /** The same seed makes the same model, another seed another where it asks for random numbers. */
    @Test
    void dependsOnItsSeedAlone() throws Exception {
        each((run, settings, who) -> {
            Made one = new Made(run, settings);
            Snapshot state = Snapshot.of(one.model.state());
            Snapshot outputs = one.outputs();
            in(SEED, again -> {
                Made two = new Made(again, settings);
                String contract = "the same seed makes the same model";
                same(who, contract, "its state", state, Snapshot.of(two.model.state()), RANDOM_ADVICE);
                same(who, contract, "its outputs", outputs, two.outputs(), RANDOM_ADVICE);
                return null;
            });
            if (one.random) {
                in(OTHER_SEED, other -> {
                    Made two = new Made(other, settings, one.exampleSeed);
                    if (state.difference(Snapshot.of(two.model.state())).isEmpty()
                            && outputs.difference(two.outputs()).isEmpty()) {
                        throw Broken.contract(
                                who,
                                "another seed makes another model",
                                "it asks for run.random() when made, but seeds " + SEED + " and " + OTHER_SEED
                                        + " gave the same model",
                                "Use what is drawn from run.random(), and seed nothing with constants.");
                    }
                    return null;
                });
            }
        });
    }

    /** What a model has learned goes through a file into a fresh one of another seed, bit by bit. */
    @Test
    void savesAndRestoresWhatItHasLearned() throws Exception {
        each((run, settings, who) -> {
            Made made = new Made(run, settings);
            made.learnABit();
            Snapshot state = Snapshot.of(made.model.state());
            Snapshot outputs = made.outputs();
            String contract = "what a model has learned can be saved and restored";
            same(
                    who,
                    contract,
                    "state() when asked again",
                    state,
                    Snapshot.of(made.model.state()),
                    "Give the same names in the same order each time: a LinkedHashMap, not a HashMap.");
            Path file = run.folder().resolve("model.safetensors");
            run.files().writeSafetensors(file, made.model.state(), Map.of());
            in(OTHER_SEED, other -> {
                Made fresh = new Made(other, settings, made.exampleSeed);
                Map<String, Tensor> saved = other.files().readSafetensors(other.tensors(), file);
                try {
                    fresh.model.restore(saved);
                } catch (IllegalArgumentException e) {
                    throw Broken.contract(
                            who,
                            contract,
                            "a fresh model refused it: " + e.getMessage(),
                            "Where shapes grow with learning, override restore.",
                            e);
                }
                String advice =
                        "state() must hold all that outputs depend on; after restore nothing may be left that was"
                                + " computed from the old values.";
                same(who, contract, "the restored state", state, Snapshot.of(fresh.model.state()), advice);
                same(who, contract, "the restored model's outputs", outputs, fresh.outputs(), advice);
                return null;
            });
        });
    }

    /** Tensors that do not fit are refused before anything has changed. */
    @Test
    void refusesToRestoreWhatDoesNotFit() throws Exception {
        each((run, settings, who) -> {
            Made made = new Made(run, settings);
            Map<String, Tensor> wrong = new LinkedHashMap<>(made.model.state());
            if (wrong.isEmpty()) {
                return;
            }
            wrong.replaceAll((name, tensor) -> run.tensors().zeros(tensor.type(), tensor.shape()));
            wrong.remove(List.copyOf(wrong.keySet()).get(wrong.size() - 1));
            wrong.put("no.such.tensor", run.tensors().zeros(1));
            Snapshot state = Snapshot.of(made.model.state());
            String advice =
                    "Compare all names and shapes first and throw IllegalArgumentException; Stateful.restore does.";
            try {
                made.model.restore(wrong);
                throw Broken.contract(
                        who,
                        "saved tensors that do not fit are refused",
                        "a missing and an unknown name were taken",
                        advice);
            } catch (IllegalArgumentException e) {
                same(
                        who,
                        "nothing changes when saved tensors are refused",
                        "its state",
                        state,
                        Snapshot.of(made.model.state()),
                        advice);
            }
        });
    }

    /** Nothing grows from call to call, and neither threads nor tensors outlast the run. */
    @Test
    void leavesNoThreadsAndNoTensors() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            String who = variant.getKey();
            S settings = settings(variant.getValue());
            leavesNothing(who, run -> {
                Made made = new Made(run, settings);
                made.learnABit();
                made.outputs();
                long before = run.tensors().bytes();
                made.outputs();
                made.outputs();
                long grown = run.tensors().bytes() - before;
                if (grown > 0) {
                    throw Broken.contract(
                            who,
                            "applying a model holds on to no memory",
                            "two calls left " + grown + " bytes in run.tensors()",
                            "Compute with the Ops that are passed; what is kept for the next call is made once.");
                }
                made.model.close();
                return null;
            });
        }
    }

    /** Long loops pass a cancellation on. */
    @Test
    void stopsWhenCancelled() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            S settings = settings(variant.getValue());
            letsCancellationPass(variant.getKey(), run -> {
                Made made = new Made(run, settings);
                made.learnABit();
                return made.outputs();
            });
        }
    }

    /** {@link Parametric}: the parameters are some of the state, and the very same tensors. */
    @Test
    void hasParametersAmongItsState() throws Exception {
        eachThatIs(Parametric.class, (run, model, made, who) -> {
            Map<String, Tensor> state = model.state();
            model.parameters().forEach((name, parameter) -> {
                if (state.get(name) == null || state.get(name).address() != parameter.address()) {
                    throw Broken.contract(
                            who,
                            "parameters are live tensors of state()",
                            "'" + name + "' is " + (state.get(name) == null ? "not in state()" : "a copy"),
                            "Put the very same tensors under the same names into both maps.");
                }
            });
            if (model.parameters().isEmpty()) {
                throw Broken.contract(
                        who,
                        "a parametric model has parameters",
                        "there are none",
                        "Do not implement Parametric then.");
            }
        });
    }

    /** {@link Differentiable}: the loss is one finite number, the same with and without a tape. */
    @Test
    void hasAFiniteLoss() throws Exception {
        eachThatIs(Differentiable.class, (run, model, made, who) -> {
            RandomSource noise = run.random().split("noise");
            try (TensorScope scope = run.tensors().open()) {
                Tensor plain = model.loss(scope.ops(), made.example, noise.split(0));
                if (plain.elements() != 1) {
                    throw Broken.contract(
                            who,
                            "the loss is one number",
                            "it has the shape " + plain.shape(),
                            "Return the mean over examples, of shape [].");
                }
                if (!Double.isFinite(plain.item())) {
                    throw Broken.contract(
                            who,
                            "the loss of a fresh model is finite",
                            "it is " + plain.item(),
                            "Look for a logarithm of 0 or a division by 0.");
                }
                Tape tape = scope.tape(model.parameters().values());
                double taped = model.loss(tape, made.example, noise.split(0)).item();
                if (Math.abs(taped - plain.item()) > 1e-5 * (1 + Math.abs(taped))) {
                    throw Broken.contract(
                            who,
                            "the loss is a function of batch and stream",
                            "it is " + plain.item() + " without a tape and " + taped + " with one",
                            RANDOM_ADVICE);
                }
            }
        });
    }

    /** {@link Differentiable}: the tape's gradients are the slopes of the loss. */
    @Test
    void hasTheGradientsOfItsLoss() throws Exception {
        if (!hasExactGradients()) {
            return;
        }
        eachThatIs(Differentiable.class, (run, model, made, who) -> {
            RandomSource random = run.random().split("gradient");
            Optional<String> problem = new LossGradient(
                            model, made.example, run.tensors(), random.split("noise"), random.split("choice"))
                    .problem();
            if (problem.isPresent()) {
                throw Broken.contract(
                        who,
                        "the gradients are those of the loss",
                        problem.get(),
                        "Compute the loss with the Ops that are passed, on the live parameters; check own operations with"
                                + " GradientCheck. For surrogate gradients override hasExactGradients().");
            }
        });
    }

    /** {@link Online}: learning is a function of state, examples and stream, and what it records are numbers. */
    @Test
    void learnsTheSameFromTheSame() throws Exception {
        eachThatIs(Online.class, (run, model, made, who) -> {
            Map<String, Double> recorded = made.learn(model);
            recorded.forEach((name, value) -> {
                if (value.isNaN()) {
                    throw Broken.contract(
                            who, "what learning records are numbers", "'" + name + "' is NaN", "Leave it out then.");
                }
            });
            Snapshot state = Snapshot.of(model.state());
            in(SEED, again -> {
                Made other = new Made(again, made.settings);
                Map<String, Double> twice = other.learn((Online) other.model);
                if (!twice.equals(recorded)) {
                    throw Broken.contract(
                            who,
                            "learning the same again gives the same",
                            "it recorded " + recorded + " and " + twice,
                            RANDOM_ADVICE);
                }
                same(
                        who,
                        "learning the same again gives the same",
                        "its state",
                        state,
                        Snapshot.of(other.model.state()),
                        RANDOM_ADVICE);
                return null;
            });
        });
    }

    /** {@link ClosedForm}: the fit is a function of the examples. */
    @Test
    void fitsTheSameToTheSame() throws Exception {
        eachThatIs(ClosedForm.class, (run, model, made, who) -> {
            made.learnABit();
            Snapshot state = Snapshot.of(model.state());
            in(SEED, again -> {
                Made other = new Made(again, made.settings);
                other.learnABit();
                same(
                        who,
                        "fitting the same again gives the same",
                        "its state",
                        state,
                        Snapshot.of(other.model.state()),
                        RANDOM_ADVICE);
                return null;
            });
        });
    }

    /** {@link Sequential}: going step by step along the axis {@code T} gives what the whole sequence gives. */
    @Test
    void givesStepByStepWhatItGivesAtOnce() throws Exception {
        eachThatIs(Sequential.class, (run, model, made, who) -> {
            Integer length = made.sizes.get("T");
            if (length == null || !symbols(made.signature.inputs()).contains("T")) {
                return;
            }
            try (TensorScope scope = run.tensors().open()) {
                Ops f = scope.ops();
                Batch whole = model.apply(f, made.inputs());
                Map<String, Tensor> state = model.start(scope, made.sizes.getOrDefault("B", 1));
                for (int t = 0; t < length; t++) {
                    Batch step = model.step(f, at(f, made.signature.inputs(), made.inputs(), t), state);
                    Optional<String> difference = Snapshot.of(at(f, made.signature.outputs(), whole, t))
                            .difference(Snapshot.of(at(f, made.signature.outputs(), step, 0)), sequentialTolerance());
                    if (difference.isPresent()) {
                        throw Broken.contract(
                                who,
                                "steps give what the whole sequence gives",
                                "at step " + t + " " + difference.get(),
                                "start() must give the state before the first element, and step() carry all that later"
                                        + " elements depend on.");
                    }
                }
            }
        });
    }

    /** {@link Generative}: the same stream generates the same. */
    @Test
    void generatesTheSameFromTheSameStream() throws Exception {
        eachThatIs(Generative.class, (run, model, made, who) -> {
            RandomSource random = run.random().split("generate");
            Snapshot state = Snapshot.of(model.state());
            try (TensorScope scope = run.tensors().open()) {
                Snapshot once = Snapshot.of(model.generate(scope.ops(), made.inputs(), 4, random.split(0)));
                Snapshot twice = Snapshot.of(model.generate(scope.ops(), made.inputs(), 4, random.split(0)));
                same(who, "the same stream generates the same", "what it generated", once, twice, RANDOM_ADVICE);
                if (once.isEmpty()) {
                    throw Broken.contract(
                            who, "a generative model generates", "the batch is empty", "Return the new examples.");
                }
            }
            same(
                    who,
                    "generating changes nothing",
                    "its state",
                    state,
                    Snapshot.of(model.state()),
                    "Work on copies in the scope of the Ops that are passed.");
        });
    }

    /** {@link Probed}: every named place can be read, one row an example. */
    @Test
    void canBeReadAtEveryPlaceItNames() throws Exception {
        eachThatIs(Probed.class, (run, model, made, who) -> {
            Set<String> places = new HashSet<>(model.probes());
            if (places.isEmpty() || places.size() != model.probes().size()) {
                throw Broken.contract(
                        who, "places to read have names", "they are " + model.probes(), "Name each one once.");
            }
            try (TensorScope scope = run.tensors().open()) {
                Map<String, Tensor> read = model.activations(scope.ops(), made.inputs(), places);
                if (!read.keySet().equals(places)) {
                    throw Broken.contract(
                            who,
                            "every named place can be read",
                            "of " + new TreeMap<>(Map.copyOf(read)).keySet() + " asked for were " + places,
                            "Give exactly the places that are asked for.");
                }
                Integer examples = made.sizes.get("B");
                read.forEach((name, tensor) -> {
                    if (examples != null
                            && symbols(made.signature.inputs()).contains("B")
                            && (tensor.shape().rank() == 0 || tensor.shape().size(0) != examples)) {
                        throw Broken.contract(
                                who,
                                "the first axis of an activation is the example",
                                "'" + name + "' has the shape " + tensor.shape() + " for " + examples + " examples",
                                "Permute it so that the example comes first.");
                    }
                });
            }
        });
    }

    // --- what the checks are made of ---

    private interface CapabilityCheck<C, M> {
        void check(TestRun run, C model, M made, String who) throws Exception;
    }

    private <C> void eachThatIs(Class<C> capability, CapabilityCheck<C, Made> check) throws Exception {
        if (!capability.isAssignableFrom(factory.type())) {
            return;
        }
        each((run, settings, who) -> {
            Made made = new Made(run, settings);
            check.check(run, capability.cast(made.model), made, who);
        });
    }

    private static void same(String who, String contract, String what, Snapshot one, Snapshot two, String advice) {
        Optional<String> difference = one.difference(two);
        if (difference.isPresent()) {
            throw Broken.contract(who, contract, what + ": " + difference.get(), advice);
        }
    }

    private static Set<String> symbols(Schema schema) {
        Set<String> symbols = new java.util.TreeSet<>();
        for (Field field : schema.fields()) {
            field.shape().stream().filter(Dim.Symbol.class::isInstance).forEach(dim -> symbols.add(dim.toString()));
            field.limit().filter(Dim.Symbol.class::isInstance).ifPresent(dim -> symbols.add(dim.toString()));
        }
        return symbols;
    }

    /** A batch with one element of the axis T. */
    private static Batch at(Ops f, Schema schema, Batch batch, int t) {
        Batch part = batch;
        for (Field field : schema.fields()) {
            int axis = field.shape().indexOf(new Dim.Symbol("T"));
            if (axis >= 0 && batch.tensorNames().contains(field.name())) {
                part = part.with(field.name(), f.slice(batch.tensor(field.name()), axis, t, t + 1));
            }
        }
        return part;
    }

    /** A model with an example for it. */
    private final class Made {
        final S settings;
        final Signature signature;
        final Model model;
        final Batch example;
        final Map<String, Integer> sizes;
        final boolean random;
        final long exampleSeed;
        private final TestRun run;

        Made(TestRun run, S settings) {
            this(run, settings, SEED);
        }

        /** Made in a run, with the example of a seed of its own. */
        Made(TestRun run, S settings, long exampleSeed) {
            this.run = run;
            this.settings = settings;
            this.exampleSeed = exampleSeed;
            signature = factory.signature(settings);
            Map<String, Integer> wanted =
                    ExampleBatch.sizes(List.of(signature.inputs(), signature.targets(), signature.outputs()), sizes());
            example = example(
                    run.tensors().ops(),
                    settings,
                    wanted,
                    run.tensorService().random(exampleSeed).split("example"));
            Map<String, Integer> fixed = new TreeMap<>(wanted);
            fixed.keySet().retainAll(signature.fixes());
            SchemaMatch match = SchemaMatch.of(signature.inputs().and(signature.targets()), example, fixed);
            if (!match.problems().isEmpty()) {
                throw new AssertionError("The example of this contract does not follow the model's signature: "
                        + String.join("; ", match.problems()) + ". Mend example(...) or sizes().");
            }
            sizes = match.sizes();
            RunContext part = run.part("model");
            boolean before = run.randomAskedFor();
            model = factory.create(settings, Dimensions.of(fixed), part);
            random = run.randomAskedFor() && !before;
        }

        /** The example's columns that the model is applied to, and no more. */
        Batch inputs() {
            Batch inputs = Batch.EMPTY;
            for (Field field : signature.inputs().fields()) {
                inputs = field.type() == Field.Type.TEXT
                        ? inputs.withText(field.name(), example.text(field.name()))
                        : inputs.with(field.name(), example.tensor(field.name()));
            }
            return inputs;
        }

        Batch apply(TensorScope scope) {
            return model.apply(scope.ops(), inputs());
        }

        Snapshot outputs() {
            try (TensorScope scope = run.tensors().open()) {
                return Snapshot.of(apply(scope));
            }
        }

        Map<String, Double> learn(Online online) {
            try (TensorScope scope = run.tensors().open()) {
                return online.learn(scope.ops(), example, run.part("trainer").random());
            }
        }

        /** Changes the model in one of the ways it allows. */
        void learnABit() {
            if (model instanceof Online online) {
                learn(online);
            }
            if (model instanceof ClosedForm closedForm) {
                try (TensorScope scope = run.tensors().open()) {
                    closedForm.fit(scope.ops(), List.of(example));
                }
            }
            if (model instanceof Parametric parametric) {
                RandomSource random = run.part("trainer").random();
                parametric.parameters().forEach((name, parameter) -> {
                    double[] values = parameter.toDoubles();
                    RandomSource stream = random.split(name);
                    for (int i = 0; i < values.length; i++) {
                        values[i] += 0.01 * stream.nextGaussian();
                    }
                    parameter.set(values);
                });
            }
        }
    }
}
