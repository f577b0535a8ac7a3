package io.reprise.engine.internal.export;

import io.reprise.api.RepriseException;
import io.reprise.engine.Exports;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.Runs;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.run.RunFolder;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Exports recorded runs. */
@Component(service = Exports.class)
public final class ExportsService implements Exports {
    private static final String WEIGHTS = "weights/";

    private final Runs runs;
    private final TensorService tensors;

    /** Exports these runs. */
    @Activate
    public ExportsService(
            @Reference Runs runs,
            @Reference(target = "(" + TensorService.EXECUTOR + "=" + TensorService.NATIVE + ")")
                    TensorService tensors) {
        this.runs = runs;
        this.tensors = tensors;
    }

    @Override
    public Exported export(String run, Map<Format, Path> targets) {
        RunInfo info = runs.get(run);
        check(info, targets);
        Map<Format, Path> files = new EnumMap<>(Format.class);
        targets.forEach((format, target) -> files.put(format, file(info, format, target)));
        files.values().forEach(ExportsService::prepare);
        files.forEach((format, file) -> write(info, format, file));
        return new Exported(info.id(), files);
    }

    private static void check(RunInfo run, Map<Format, Path> targets) {
        if (targets.containsKey(Format.SAFETENSORS) && !Files.exists(weights(run))) {
            throw lacking(run, "saved no weights", "a run that trained a model with parameters to its end");
        }
        boolean numbers = targets.containsKey(Format.TENSORBOARD) || targets.containsKey(Format.CSV);
        boolean some = targets.containsKey(Format.NPZ) && !Files.exists(weights(run));
        if ((numbers || some) && !hasMetrics(run)) {
            throw lacking(run, "recorded no metrics", "a run that made a step or was evaluated");
        }
    }

    private static RepriseException lacking(RunInfo run, String what, String expected) {
        return RepriseException.problem("The run " + what)
                .at(run.id())
                .expected(expected)
                .hint("It is " + run.state() + (run.state() == RunInfo.State.DONE ? "." : "; see 'reprise resume'."));
    }

    private static boolean hasMetrics(RunInfo run) {
        boolean[] any = {false};
        read(run, (step, values) -> any[0] |= !values.isEmpty());
        return any[0];
    }

    private static Path file(RunInfo run, Format format, Path target) {
        return format == Format.TENSORBOARD
                ? EventWriter.file(target.resolve(run.id()), run.id(), run.started())
                : target;
    }

    /** Makes the folder of a file that is to be written. */
    private static void prepare(Path file) {
        folder(file.toAbsolutePath().getParent());
        if (Files.isDirectory(file)) {
            throw RepriseException.problem("This is a folder")
                    .at(file.toString())
                    .expected("the name of a file");
        }
    }

    private static void folder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw RepriseException.problem("The folder cannot be made: " + e.getMessage())
                    .at(folder.toString())
                    .because(e);
        }
    }

    private void write(RunInfo run, Format format, Path file) {
        switch (format) {
            case TENSORBOARD ->
                AtomicFile.write(file, out -> {
                    // Closing is left to the file.
                    EventWriter events = new EventWriter(out, run.started());
                    read(run, (step, values) -> events.scalars(run.started(), step, values));
                });
            case CSV -> AtomicFile.write(file, table(run)::writeCsv);
            case NPZ -> writeNpz(run, file);
            case SAFETENSORS -> AtomicFile.write(file, out -> Files.copy(weights(run), out));
        }
    }

    private void writeNpz(RunInfo run, Path file) {
        MetricsTable table = table(run);
        try (TensorScope scope = tensors.open("export of run " + run.id())) {
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            if (!table.isEmpty()) {
                long[] steps = table.steps();
                arrays.put(MetricsTable.STEP, scope.of(steps, steps.length));
                for (String name : table.names()) {
                    arrays.put(name, scope.of(table.values(name), steps.length));
                }
            }
            if (Files.exists(weights(run))) {
                tensors.files()
                        .readSafetensors(scope, weights(run))
                        .forEach((name, tensor) -> arrays.put(WEIGHTS + name, tensor));
            }
            tensors.files().writeNpz(file, arrays, false);
        }
    }

    private static MetricsTable table(RunInfo run) {
        MetricsTable table = new MetricsTable();
        read(run, table::add);
        return table;
    }

    /** Reads the metrics; there are none if the run did not come so far. */
    private static void read(RunInfo run, MetricsReader.Sink sink) {
        Path metrics = run.folder().resolve(RunFolder.METRICS);
        if (!Files.exists(metrics)) {
            return;
        }
        try (MetricsReader reader = new MetricsReader(metrics)) {
            reader.read(sink);
        } catch (IOException e) {
            throw RepriseException.problem("The metrics cannot be read: " + e.getMessage())
                    .at(metrics.toString())
                    .because(e);
        }
    }

    private static Path weights(RunInfo run) {
        return run.folder().resolve(RunFolder.CHECKPOINT);
    }

    @Override
    public RunListener following(Optional<Path> folder, RunListener listener) {
        folder.ifPresent(ExportsService::folder);
        return new EventFollower(runs, folder, Clock.systemUTC(), listener);
    }
}
