package io.reprise.testkit;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Dim;
import io.reprise.data.Environment;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The contract of datasets. A subclass is a few lines; files that a dataset reads are given with them:
 *
 * <pre>{@code
 * class TextBytesContract extends DatasetContract<TextBytesSettings> {
 *     TextBytesContract() {
 *         super(new TextBytesFactory(), "path: text.txt, window: 8");
 *         file("text.txt", "To be, or not to be, that is the question. ".repeat(20));
 *     }
 * }
 * }</pre>
 *
 * @param <S> the record of settings
 */
public abstract non-sealed class DatasetContract<S extends Record> extends PluginContract<S> {
    /** Sizes of batches: one, few, and one that divides nothing. */
    private static final int[] BATCHES = {1, 2, 7};

    private static final long[] STEPS = {0, 1, 12};

    /** How many examples at either end of a split are read one by one. */
    private static final int ENDS = 24;

    private static final String PURE_ADVICE =
            "Keep no position and no generator between calls: compute everything from the arguments, with"
                    + " random.split(step).";

    private final DatasetFactory<S> factory;

    /**
     * The contract of a factory's datasets.
     *
     * @param settings texts of settings to check it with, as between the braces of a pipeline; none for the defaults
     */
    protected DatasetContract(DatasetFactory<S> factory, String... settings) {
        super(factory, factory.settings(), settings);
        this.factory = factory;
    }

    /** The schema depends on the settings alone; no file is opened for it. */
    @Test
    void knowsItsSchemaBeforeItIsOpened() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            Map<String, Object> values = new LinkedHashMap<>(variant.getValue());
            Schema schema = factory.schema(settings(values));
            for (RecordComponent component : components()) {
                if (component.getType().equals(Path.class) && values.containsKey(component.getName())) {
                    values.put(component.getName(), "no/such/file");
                }
            }
            Schema again = factory.schema(settings(values));
            if (!schema.equals(again)) {
                throw Broken.contract(
                        variant.getKey(),
                        "the schema depends on the settings alone",
                        "two calls gave " + schema + " and " + again,
                        "Make it from the settings, and open files in create only.");
            }
        }
    }

    /** The dataset is what the factory's type promises; its splits have names, and others are refused by name. */
    @Test
    void namesItsSplits() throws Exception {
        eachDataset((run, data, settings, who) -> {
            if (!factory.type().isInstance(data)) {
                throw Broken.contract(
                        who,
                        "create makes datasets of type()",
                        "it made a " + data.getClass().getName() + ", which is no "
                                + factory.type().getName(),
                        "Let type() name what create makes.");
            }
            List<String> names = data.splits();
            boolean environment = data instanceof Environment;
            if (new HashSet<>(names).size() != names.size() || (names.isEmpty() && !environment)) {
                throw Broken.contract(who, "splits have names", "they are " + names, "Name each split once.");
            }
            names.forEach(data::split);
            try {
                data.split("no-such-split");
                throw Broken.contract(
                        who,
                        "a split that does not exist is refused by name",
                        "one was returned for 'no-such-split'",
                        "Throw a RepriseException that names the splits there are.");
            } catch (RepriseException e) {
                if (!names.stream().allMatch(name -> e.getMessage().contains(name))) {
                    throw Broken.contract(
                            who,
                            "a split that does not exist is refused by name",
                            "the message does not name " + names + ": " + e.getMessage(),
                            "Name the splits there are in it.",
                            e);
                }
            } catch (IllegalArgumentException | NullPointerException | IllegalStateException e) {
                throw Broken.contract(
                        who,
                        "a split that does not exist is refused by name",
                        "it ended in " + e,
                        "Throw a RepriseException that names the splits there are.",
                        e);
            }
        });
    }

    /** Every batch follows the schema: names, types, shapes, equal sizes for equal symbols, codes below their limit. */
    @Test
    void givesBatchesThatFollowItsSchema() throws Exception {
        eachSplit((run, split, name, schema, who) -> {
            for (int size : BATCHES) {
                for (long step : STEPS) {
                    try (TensorScope scope = run.tensors().open()) {
                        Batch drawn =
                                split.draw(scope.ops(), step, size, run.random().split("draw"));
                        follows(
                                who,
                                schema,
                                drawn,
                                "draw(step " + step + ", size " + size + ") of '" + name + "'",
                                size);
                    }
                }
                try (TensorScope scope = run.tensors().open()) {
                    int there = (int) Math.min(size, split.size().orElse(size));
                    Batch read = split.read(scope.ops(), 0, size);
                    follows(who, schema, read, "read(first 0, size " + size + ") of '" + name + "'", there);
                }
            }
        });
    }

    /** A drawn batch depends on step, size and stream, and on nothing before. */
    @Test
    void drawsByItsArgumentsAlone() throws Exception {
        eachSplit((run, split, name, schema, who) -> {
            RandomSource random = run.random().split("draw");
            Snapshot first = draw(run, split, 5, random);
            draw(run, split, 0, random);
            draw(run, split, 6, random);
            Optional<String> difference = first.difference(draw(run, split, 5, random));
            if (difference.isPresent()) {
                throw Broken.contract(
                        who,
                        "a batch is drawn by its arguments alone",
                        "step 5 of '" + name + "' drawn again: " + difference.get(),
                        PURE_ADVICE);
            }
        });
    }

    /** Whether what is drawn from a split of several examples depends on the stream, as {@link Split#draw} asks. */
    protected boolean drawsAtRandom() {
        return true;
    }

    /** Another stream draws other batches. */
    @Test
    void drawsOtherBatchesFromOtherStreams() throws Exception {
        if (!drawsAtRandom()) {
            return;
        }
        eachSplit((run, split, name, schema, who) -> {
            boolean differs = false;
            for (int step = 0; step < 20 && !differs; step++) {
                Snapshot one = draw(run, split, step, run.random().split("one"));
                Snapshot two = draw(run, split, step, run.random().split("two"));
                differs = one.difference(two).isPresent();
            }
            boolean choice = split.size().isEmpty() || split.size().getAsLong() > 1;
            if (!differs && choice) {
                throw Broken.contract(
                        who,
                        "other streams draw other batches",
                        "20 steps of '" + name + "' were the same from two streams",
                        "Choose the examples with what is drawn from the stream; where all are taken at every step, override"
                                + " drawsAtRandom().");
            }
        });
    }

    /** The same seed makes the same dataset, another seed another where it draws random numbers. */
    @Test
    void dependsOnItsSeedAlone() throws Exception {
        each((run, settings, who) -> {
            List<Snapshot> batches = batches(run, settings);
            boolean random = run.randomAskedFor();
            List<Snapshot> again = in(SEED, other -> batches(other, settings));
            for (int i = 0; i < batches.size(); i++) {
                Optional<String> difference = batches.get(i).difference(again.get(i));
                if (difference.isPresent()) {
                    throw Broken.contract(
                            who,
                            "the same seed makes the same dataset",
                            difference.get(),
                            "Take all random numbers from run.random(), and depend on no clock, no hash order and no order"
                                    + " of files in a folder.");
                }
            }
            List<Snapshot> others = in(OTHER_SEED, other -> batches(other, settings));
            boolean differs = false;
            for (int i = 0; i < batches.size(); i++) {
                differs |= batches.get(i).difference(others.get(i)).isPresent();
            }
            if (random && !differs) {
                throw Broken.contract(
                        who,
                        "another seed makes another dataset",
                        "it asks for run.random() when made, but seeds " + SEED + " and " + OTHER_SEED
                                + " gave the same",
                        "Use what is drawn from run.random(), and seed nothing with constants.");
            }
        });
    }

    /** Reading goes through a finite split once and in order, however it is cut; an endless one can be read anywhere. */
    @Test
    void readsASplitExactlyOnce() throws Exception {
        eachSplit((run, split, name, schema, who) -> {
            if (split.size().isEmpty()) {
                for (long first : new long[] {0, 1, 1_000_003}) {
                    compareRead(run, split, name, schema, who, first, 3);
                }
                return;
            }
            long size = split.size().getAsLong();
            if (size == 0) {
                throw Broken.contract(
                        who,
                        "splits have examples",
                        "'" + name + "' has none",
                        "Leave it out of splits(), or say in a RepriseException that there is too little data.");
            }
            int part = (int) Math.min(ENDS, size);
            compareRead(run, split, name, schema, who, 0, part);
            compareRead(run, split, name, schema, who, size - part, part);
            try (TensorScope scope = run.tensors().open()) {
                long last = Math.max(0, size - 2);
                Batch end = split.read(scope.ops(), last, 9);
                follows(
                        who,
                        schema,
                        end,
                        "read(first " + last + ", size 9) of '" + name + "' with its " + size + " examples",
                        (int) (size - last));
            }
        });
    }

    /** Environments: episodes follow the schema, and the same stream and actions give the same episode. */
    @Test
    void playsTheSameEpisodeAgain() throws Exception {
        eachDataset((run, data, settings, who) -> {
            if (data instanceof Environment environment) {
                Schema schema = factory.schema(settings);
                Schema actions = factory.actions(settings);
                List<Snapshot> once = play(run, environment, schema, actions, who);
                List<Snapshot> again = play(run, environment, schema, actions, who);
                for (int i = 0; i < once.size(); i++) {
                    Optional<String> difference = once.get(i).difference(again.get(i));
                    if (difference.isPresent()) {
                        throw Broken.contract(
                                who,
                                "the same stream and actions give the same episode",
                                "at step " + i + " " + difference.get(),
                                "Keep what changes in the Episodes, and draw from the stream that reset is given.");
                    }
                }
            }
        });
    }

    /** A file that is missing, a folder or empty is an error that a user can act on. */
    @Test
    void explainsWhatIsWrongWithAFile() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            for (RecordComponent component : components()) {
                Object path = variant.getValue().get(component.getName());
                if (!component.getType().equals(Path.class) || path == null) {
                    continue;
                }
                for (String bad : List.of("missing", "folder", "empty")) {
                    Map<String, Object> values = new LinkedHashMap<>(variant.getValue());
                    values.put(component.getName(), bad);
                    in(SEED, run -> {
                        Files.createDirectories(run.dataFolder().resolve("folder"));
                        Files.createFile(run.dataFolder().resolve("empty"));
                        refusesFile(run, settings(values), variant.getKey(), component.getName(), bad);
                        return null;
                    });
                }
            }
        }
    }

    private void refusesFile(TestRun run, S settings, String who, String component, String bad) {
        String contract = "a file that is missing, a folder or empty is an error that a user can act on";
        String advice =
                "Find it with run.dataFile(path, purpose), and say in a RepriseException what the file must hold.";
        try (Dataset data = factory.create(settings, run.part("data"))) {
            throw Broken.contract(who, contract, "'" + component + ": " + bad + "' made " + data.splits(), advice);
        } catch (RepriseException e) {
            if (!e.getMessage().contains(bad)) {
                throw Broken.contract(
                        who,
                        contract,
                        "the message does not name the file '" + bad + "': " + e.getMessage(),
                        advice,
                        e);
            }
        } catch (RuntimeException e) {
            throw Broken.contract(who, contract, "'" + component + ": " + bad + "' ended in " + e, advice, e);
        }
    }

    /** Nothing grows from batch to batch, and neither threads nor tensors outlast the run. */
    @Test
    void leavesNoThreadsAndNoTensors() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            String who = variant.getKey();
            S settings = settings(variant.getValue());
            leavesNothing(who, run -> {
                try (Dataset data = factory.create(settings, run.part("data"))) {
                    for (String name : data.splits()) {
                        Split split = data.split(name);
                        draw(run, split, 0, run.random());
                        long before = run.tensors().bytes();
                        draw(run, split, 1, run.random());
                        draw(run, split, 2, run.random());
                        if (run.tensors().bytes() > before) {
                            throw Broken.contract(
                                    who,
                                    "a batch belongs to the scope of the Ops that are passed",
                                    "two batches of '" + name + "' left "
                                            + (run.tensors().bytes() - before) + " bytes in run.tensors()",
                                    "Make its tensors with f.scope().");
                        }
                    }
                }
                return null;
            });
        }
    }

    /** Long loops pass a cancellation on. */
    @Test
    void stopsWhenCancelled() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            S settings = settings(variant.getValue());
            letsCancellationPass(variant.getKey(), run -> batches(run, settings));
        }
    }

    // --- what the checks are made of ---

    private interface DatasetCheck<S> {
        void check(TestRun run, Dataset data, S settings, String who) throws Exception;
    }

    private interface SplitCheck {
        void check(TestRun run, Split split, String name, Schema schema, String who) throws Exception;
    }

    private void eachDataset(DatasetCheck<S> check) throws Exception {
        each((run, settings, who) -> {
            try (Dataset data = factory.create(settings, run.part("data"))) {
                check.check(run, data, settings, who);
            }
        });
    }

    private void eachSplit(SplitCheck check) throws Exception {
        eachDataset((run, data, settings, who) -> {
            for (String name : data.splits()) {
                check.check(run, data.split(name), name, factory.schema(settings), who);
            }
        });
    }

    private List<Snapshot> batches(TestRun run, S settings) {
        List<Snapshot> batches = new ArrayList<>();
        try (Dataset data = factory.create(settings, run.part("data"))) {
            for (String name : data.splits()) {
                try (TensorScope scope = run.tensors().open()) {
                    batches.add(Snapshot.of(data.split(name).read(scope.ops(), 0, 7)));
                }
                RandomSource fixed = run.tensorService().random(SEED);
                batches.add(draw(run, data.split(name), 3, fixed));
            }
        }
        return batches;
    }

    private static Snapshot draw(TestRun run, Split split, long step, RandomSource random) {
        try (TensorScope scope = run.tensors().open()) {
            return Snapshot.of(split.draw(scope.ops(), step, 4, random));
        }
    }

    private static void follows(String who, Schema schema, Batch batch, String where, int examples) {
        SchemaMatch match = SchemaMatch.of(schema, batch, Map.of());
        List<String> problems = new ArrayList<>(match.problems());
        Integer counted = match.sizes().get("B");
        if (counted != null && counted != examples) {
            problems.add("it has " + counted + " examples instead of " + examples);
        }
        if (!problems.isEmpty()) {
            throw Broken.contract(
                    who,
                    "every batch follows the schema",
                    "in " + where + ", " + String.join("; ", problems),
                    "Mend the batch or the schema; the same symbol stands for the same size in all columns.");
        }
    }

    /** Compares a stretch of a split read at once with the same read in pieces of every size up to 3. */
    private static void compareRead(
            TestRun run, Split split, String name, Schema schema, String who, long first, int count) {
        try (TensorScope scope = run.tensors().open()) {
            Ops f = scope.ops();
            Batch whole = split.read(f, first, count);
            follows(who, schema, whole, "read(first " + first + ", size " + count + ") of '" + name + "'", count);
            for (int piece = 1; piece <= Math.min(3, count); piece++) {
                for (int from = 0; from < count; from += piece) {
                    int size = Math.min(piece, count - from);
                    Snapshot read = Snapshot.of(rows(schema, split.read(f, first + from, size), 0, size));
                    Optional<String> difference =
                            Snapshot.of(rows(schema, whole, from, size)).difference(read);
                    if (difference.isPresent()) {
                        throw Broken.contract(
                                who,
                                "reading goes through a split once and in order, however it is cut",
                                "example " + (first + from) + " of '" + name
                                        + "' read in a longer stretch and by itself: " + difference.get(),
                                PURE_ADVICE);
                    }
                }
            }
        }
    }

    /** Those columns of a batch whose first axis is the example, with some examples only. */
    private static Batch rows(Schema schema, Batch batch, int from, int count) {
        Batch part = Batch.EMPTY;
        for (Field field : schema.fields()) {
            if (field.shape().isEmpty() || !field.shape().get(0).equals(new Dim.Symbol("B"))) {
                continue;
            }
            part = field.type() == Field.Type.TEXT
                    ? part.withText(field.name(), batch.text(field.name()).subList(from, from + count))
                    : part.with(field.name(), batch.tensor(field.name()).rows(from, count));
        }
        return part;
    }

    private static List<Snapshot> play(
            TestRun run, Environment environment, Schema schema, Schema actions, String who) {
        int count = 3;
        int steps = 5;
        List<Snapshot> seen = new ArrayList<>();
        try (TensorScope scope = run.tensors().open()) {
            Ops f = scope.ops();
            Environment.Episodes episodes =
                    environment.reset(f, count, run.random().split("episodes"));
            follows(who, schema, episodes.observation(), "the first observation", count);
            seen.add(Snapshot.of(episodes.observation()));
            for (int step = 0; step < steps; step++) {
                Map<String, Integer> sizes = ExampleBatch.sizes(List.of(actions), Map.of("B", count));
                Batch action =
                        ExampleBatch.of(actions, sizes, scope, run.random().split(step));
                Environment.Outcome outcome = episodes.step(f, action);
                follows(who, schema, outcome.observation(), "the observation after step " + step, count);
                if (outcome.reward().elements() != count || outcome.done().elements() != count) {
                    throw Broken.contract(
                            who,
                            "each episode has its reward and its end",
                            "reward " + outcome.reward().shape() + " and done "
                                    + outcome.done().shape() + " for " + count + " episodes",
                            "Return reward float[B] and done bool[B].");
                }
                seen.add(Snapshot.of(outcome.observation()
                        .with("outcome.reward", outcome.reward())
                        .with("outcome.done", outcome.done())));
            }
        }
        return seen;
    }
}
