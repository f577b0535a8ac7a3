package io.reprise.engine.internal.run;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.compose.CheckpointSettings;
import io.reprise.model.Stateful;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The checkpoint of a run that goes on: the model, what its trainer keeps, and the position. The step is held up for no longer than
 * it takes to copy the tensors; a thread of its own writes them to the disk. One that cannot be written does not end the run.
 */
final class Checkpoints implements AutoCloseable {
    static final String FILE = "checkpoints/latest.safetensors";

    private static final String MODEL = "model/";
    private static final String TRAINER = "trainer/";

    private final RunFolder folder;
    private final TensorService tensors;
    private final CheckpointSettings settings;
    private final LongSupplier clock;
    private final Consumer<String> warnings;

    private long lastStep;
    private long lastNanos;
    private Thread writer;
    private volatile String problem = "";
    private String warned = "";

    /**
     * The checkpoints of a run.
     *
     * @param begun how many steps are done already
     * @param clock {@link System#nanoTime}
     * @param warnings hears, once each, why a checkpoint could not be written
     */
    Checkpoints(
            RunFolder folder,
            TensorService tensors,
            CheckpointSettings settings,
            long begun,
            LongSupplier clock,
            Consumer<String> warnings) {
        this.folder = folder;
        this.tensors = tensors;
        this.settings = settings;
        this.clock = clock;
        this.warnings = warnings;
        this.lastStep = begun;
        this.lastNanos = clock.getAsLong();
    }

    /** Whether there should be one now. */
    boolean due(long done, long now) {
        return (settings.every() > 0 && done - lastStep >= settings.every())
                || (settings.seconds() > 0 && now - lastNanos >= settings.seconds() * 1e9);
    }

    /**
     * Begins to write a checkpoint, unless the one before is still being written: then the next step tries again.
     *
     * @param position where the run is; what the metrics' file is long must have been handed to the system
     * @param training what its trainer keeps; null once all have trained
     */
    void begin(Position position, Stateful model, Stateful training) {
        if (writer != null && writer.isAlive()) {
            return;
        }
        tell();
        lastStep = position.done();
        lastNanos = clock.getAsLong();
        TensorScope copies = tensors.open("checkpoint of run " + folder.id());
        try {
            Map<String, Tensor> state = new LinkedHashMap<>();
            model.state().forEach((name, tensor) -> state.put(MODEL + name, copies.copy(tensor)));
            if (training != null) {
                training.state().forEach((name, tensor) -> state.put(TRAINER + name, copies.copy(tensor)));
            }
            writer = new Thread(() -> write(state, position, copies), "reprise checkpoint of " + folder.id());
            writer.setDaemon(true);
            writer.start();
        } catch (RuntimeException | Error e) {
            copies.close();
            if (!(e instanceof RepriseException)) {
                throw e;
            }
            // There is no memory for the copies; the run itself may well go on.
            problem = e.getMessage();
            tell();
        }
    }

    private void write(Map<String, Tensor> state, Position position, TensorScope copies) {
        try (copies) {
            folder.folder("checkpoints");
            tensors.files().writeSafetensors(folder.resolve(FILE), state, position.metadata());
            problem = "";
        } catch (RuntimeException | Error e) {
            problem = String.valueOf(e.getMessage());
        }
    }

    /** Waits for what is being written. */
    private void await() {
        boolean interrupted = false;
        while (writer != null && writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        tell();
    }

    private void tell() {
        String now = problem;
        if (!now.isEmpty() && !now.equals(warned)) {
            warned = now;
            warnings.accept(
                    "No checkpoint could be written, so a run that is stopped goes on from an earlier one: " + now);
        }
    }

    /** Writes a checkpoint and waits for it. */
    void finish(Position position, Stateful model, Stateful training) {
        await();
        begin(position, model, training);
        await();
    }

    /** Deletes the checkpoint, once the run is done. */
    void delete() {
        await();
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            warnings.accept("The checkpoint could not be deleted: " + e.getMessage());
        }
    }

    /** Waits for what is being written. */
    @Override
    public void close() {
        await();
    }

    /** A checkpoint that was read. */
    record Saved(Position position, Map<String, Tensor> model, Map<String, Tensor> trainer) {}

    /**
     * The checkpoint of a run's folder.
     *
     * @param scope owns the tensors
     * @return empty if there is none
     * @throws RepriseException if it is damaged
     */
    static Optional<Saved> read(Path file, TensorService tensors, TensorScope scope) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Position position;
        try {
            position = Position.of(tensors.files().readSafetensorsMetadata(file));
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
        Map<String, Tensor> model = new LinkedHashMap<>();
        Map<String, Tensor> trainer = new LinkedHashMap<>();
        tensors.files().readSafetensors(scope, file).forEach((name, tensor) -> {
            if (name.startsWith(MODEL)) {
                model.put(name.substring(MODEL.length()), tensor);
            } else if (name.startsWith(TRAINER)) {
                trainer.put(name.substring(TRAINER.length()), tensor);
            }
        });
        return Optional.of(new Saved(position, model, trainer));
    }

    private static RepriseException damaged(Path file, RuntimeException cause) {
        return RepriseException.problem("This is no checkpoint of a run: " + cause.getMessage())
                .at(file.toString())
                .hint("Delete the file to let the run begin anew.")
                .because(cause);
    }
}
