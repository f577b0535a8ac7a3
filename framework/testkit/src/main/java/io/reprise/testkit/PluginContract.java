package io.reprise.testkit;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.api.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What holds for every plug-in: its settings are described, have sensible defaults and survive a round trip.
 *
 * <p>A subclass hands over its factory and, as texts, some settings to check it with, each written as between the braces of
 * a pipeline: {@code "layers: 2, width: 16"}. Small ones keep the checks quick; several show that more than the defaults work.
 *
 * @param <S> the record of settings
 */
public abstract sealed class PluginContract<S extends Record>
        permits DatasetContract, ModelContract, TrainerContract, EvaluatorContract {
    /** The seed that the checks use where they need only one. */
    static final long SEED = 1;

    /** Another. */
    static final long OTHER_SEED = 2;

    private final String factory;
    private final Class<S> type;
    private final List<String> variants;
    private final Map<String, byte[]> files = new TreeMap<>();

    PluginContract(Object factory, Class<S> type, String... variants) {
        this.factory = factory.getClass().getSimpleName();
        this.type = type;
        this.variants = variants.length == 0 ? List.of("") : List.of(variants);
    }

    /** Puts a file where {@link TestRun#dataFile} finds it by this name; for the constructor of a subclass. */
    protected final void file(String name, byte[] content) {
        files.put(name, content.clone());
    }

    /** Puts a text file, in UTF-8, where {@link TestRun#dataFile} finds it by this name; for the constructor of a subclass. */
    protected final void file(String name, String content) {
        file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Every component of the settings has an {@code @Setting} with a one-line description. */
    @Test
    void describesEverySetting() {
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                throw Broken.contract(
                        type.getSimpleName(),
                        "every setting is described",
                        "'" + component.getName() + "' has no @Setting",
                        "Write @Setting(value = \"default\", description = \"one line\") before it.");
            }
            if (setting.description().isBlank() || setting.description().contains("\n")) {
                throw Broken.contract(
                        type.getSimpleName(),
                        "every setting is described",
                        "the description of '" + component.getName() + "' is not one line",
                        "Say in one line what it is, beginning with the paper's symbol.");
            }
        }
    }

    /** The defaults can be read and are within their own ranges; settings that must be given come from the first variant. */
    @Test
    void hasDefaultsThatCanBeRead() {
        Map<String, Object> required = new LinkedHashMap<>(SettingsText.values(variants.get(0)));
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null || !setting.value().equals(Setting.REQUIRED)) {
                required.remove(component.getName());
            }
        }
        try {
            SettingsText.read(type, required);
        } catch (RepriseException | IllegalArgumentException e) {
            throw Broken.contract(
                    type.getSimpleName(),
                    "the defaults can be read and are within their ranges",
                    e.getMessage(),
                    "Mend value, min, max or choices of that @Setting; a setting without a sensible default leaves out"
                            + " its value and must then be given by each text of this contract.",
                    e);
        }
    }

    /** Settings written as a map and read again are equal. */
    @Test
    void keepsSettingsThroughARoundTrip() {
        for (String variant : variants) {
            S settings = settings(variant);
            S again = SettingsText.read(type, SettingsText.write(type, settings));
            if (!again.equals(settings)) {
                throw Broken.contract(
                        who(variant),
                        "settings survive being written and read",
                        settings + " became " + again,
                        "A compact constructor must not change values, and every component's type must have value equality.");
            }
        }
    }

    /** A setting that does not exist is refused by name. */
    @Test
    void refusesAnUnknownSetting() {
        String unknown = "noSuchSetting";
        Map<String, Object> values = new LinkedHashMap<>(SettingsText.values(variants.get(0)));
        values.put(unknown, 1);
        refused(values, unknown, "settings that do not exist are refused by name");
    }

    /** A value below its minimum or above its maximum is refused by the setting's name. */
    @Test
    void refusesValuesOutOfRange() {
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting != null && Double.isFinite(setting.min())) {
                refused(
                        with(component, setting.min() - 1),
                        component.getName(),
                        "values below the minimum are refused");
            }
            if (setting != null && Double.isFinite(setting.max())) {
                refused(
                        with(component, setting.max() + 1),
                        component.getName(),
                        "values above the maximum are refused");
            }
        }
    }

    private Map<String, Object> with(RecordComponent component, double value) {
        Class<?> kind = component.getType();
        boolean whole = !kind.equals(double.class)
                && !(kind.equals(List.class)
                        && component.getGenericType().getTypeName().contains("Double"));
        Object number = whole ? (Object) (long) value : (Object) value;
        Map<String, Object> values = new LinkedHashMap<>(SettingsText.values(variants.get(0)));
        values.put(component.getName(), kind.equals(List.class) ? List.of(number) : number);
        return values;
    }

    private void refused(Map<String, Object> values, String key, String contract) {
        String advice =
                "Let the engine check it by min, max and choices of @Setting, and throw only RepriseException in a"
                        + " compact constructor.";
        try {
            S read = SettingsText.read(type, values);
            throw Broken.contract(type.getSimpleName(), contract, values + " was read as " + read, advice);
        } catch (RepriseException e) {
            if (!e.getMessage().contains(key)) {
                throw Broken.contract(
                        type.getSimpleName(),
                        contract,
                        "the message does not name '" + key + "': " + e.getMessage(),
                        advice,
                        e);
            }
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
            throw Broken.contract(type.getSimpleName(), contract, values + " ended in " + e, advice, e);
        }
    }

    // --- what the subclasses' checks are made of ---

    /** A check of one variant of the settings in a run. */
    @FunctionalInterface
    interface Check<S> {
        void check(TestRun run, S settings, String who) throws Exception;
    }

    /** A piece of work in a run. */
    @FunctionalInterface
    interface Work<T> {
        T in(TestRun run) throws Exception;
    }

    /** Checks each variant in a fresh run of its own. */
    final void each(Check<S> check) throws Exception {
        for (String variant : variants) {
            S settings = settings(variant);
            in(SEED, run -> {
                check.check(run, settings, who(variant));
                return null;
            });
        }
    }

    /** Does a piece of work in a fresh run, which is closed then. */
    final <T> T in(long seed, Work<T> work) throws Exception {
        try (TestRun run = TestRun.open(seed)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(run.dataFolder().resolve(file.getKey()), file.getValue());
            }
            return work.in(run);
        }
    }

    /** The settings of each variant, by what to call the plug-in with them in messages. */
    final Map<String, Map<String, Object>> variantValues() {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        variants.forEach(variant -> values.put(who(variant), SettingsText.values(variant)));
        return values;
    }

    final S settings(Map<String, Object> values) {
        return SettingsText.read(type, values);
    }

    final List<RecordComponent> components() {
        return Arrays.asList(type.getRecordComponents());
    }

    private S settings(String variant) {
        return SettingsText.read(type, SettingsText.values(variant));
    }

    private String who(String variant) {
        return factory + (variant.isEmpty() ? "" : " {" + variant + "}");
    }

    /** Fails if a piece of work leaves threads, or tensors in a scope that does not close with the run. */
    final void leavesNothing(String who, Work<?> work) throws Exception {
        in(SEED, run -> null);
        Threads threads = Threads.now();
        long before = TestTensors.service().liveBytes();
        in(SEED, work::in);
        List<String> left = threads.left();
        if (!left.isEmpty()) {
            throw Broken.contract(
                    who,
                    "no threads are left",
                    "these go on: " + left,
                    "Close what you start in close(), or better, start no threads: the tensor service uses all cores.");
        }
        long bytes = TestTensors.service().liveBytes() - before;
        if (bytes != 0) {
            throw Broken.contract(
                    who,
                    "no tensors are left",
                    bytes + " bytes are still held after the run",
                    "Make what lasts in run.tensors() and results in the Ops you are given; open no root scope of your own.");
        }
    }

    /**
     * Fails if a cancellation does not come out of a piece of work as it went in, or leaves threads.
     *
     * @param work the same checks of cancellation each time
     */
    final void letsCancellationPass(String who, Work<?> work) throws Exception {
        String contract = "a cancellation ends it at once";
        String advice =
                "Let CancelledException pass: catch no RuntimeException around checkCancelled() or progress(), and"
                        + " wrap nothing.";
        long checks = in(SEED, run -> {
            work.in(run);
            return run.checks();
        });
        for (long passed : new long[] {0, checks / 2, checks - 1}) {
            if (passed < 0 || passed >= checks) {
                continue;
            }
            Threads threads = Threads.now();
            Optional<Throwable> end = in(SEED, run -> {
                run.cancelAfter(passed);
                try {
                    work.in(run);
                    return Optional.empty();
                } catch (CancelledException e) {
                    return Optional.of(e);
                } catch (Exception e) {
                    throw Broken.contract(who, contract, "it came out as " + e, advice, e);
                }
            });
            if (end.isEmpty()) {
                throw Broken.contract(
                        who, contract, "it went on to its end after check " + (passed + 1) + " of " + checks, advice);
            }
            List<String> left = threads.left();
            if (!left.isEmpty()) {
                throw Broken.contract(who, contract, "these threads go on: " + left, "End them in a finally block.");
            }
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("the data file " + file + " could not be written", e);
        }
    }
}
