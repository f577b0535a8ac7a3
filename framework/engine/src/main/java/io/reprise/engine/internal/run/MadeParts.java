package io.reprise.engine.internal.run;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.data.Dataset;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.ComposedPart;
import io.reprise.engine.internal.compose.ComposedTransform;
import io.reprise.engine.internal.plugins.Facts;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.model.Evaluator;
import io.reprise.model.Model;
import io.reprise.model.Trainer;
import io.reprise.model.Training;
import io.reprise.report.Report;
import io.reprise.tensor.TensorScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The parts of a run, all made before the first of them works, so that what is wrong with any of them shows before the training.
 * They keep their factories in use until they are closed.
 */
final class MadeParts {
    private final Composed composition;
    private final PartContext.Shared shared;
    private final TensorScope scope;

    private Dataset data;
    private Model model;
    private final List<Trainer> trainers = new ArrayList<>();
    private final List<Measuring> evaluators = new ArrayList<>();

    /** What to close in the end, the last made first. */
    private final Deque<Closing> closings = new ArrayDeque<>();

    private record Closing(Plugins.Installed plugin, AutoCloseable what) {}

    /**
     * An evaluator with the memory that it has for measuring.
     *
     * @param part what it is
     */
    record Measuring(ComposedPart part, Evaluator evaluator, TensorScope scope) {}

    /**
     * Parts of a composition, none of them made yet.
     *
     * @param scope the memory they get
     */
    MadeParts(Composed composition, PartContext.Shared shared, TensorScope scope) {
        this.composition = composition;
        this.shared = shared;
        this.scope = scope;
    }

    /** Makes all of them; what was made of them can be closed even if this fails. */
    void make() {
        data = make(
                composition.data(),
                "opening its data",
                (factory, settings) -> Facts.createDataset(factory, settings, context("data", "data", scope)));
        composition.transforms().forEach(this::transform);
        composition
                .model()
                .ifPresent(part -> model = make(
                        part,
                        "making a model",
                        (factory, settings) -> Facts.createModel(
                                factory, settings, composition.dimensions(), context("model", "model", scope))));
        for (ComposedPart part : composition.trainers()) {
            trainers.add(make(
                    part,
                    "making a trainer",
                    (factory, settings) ->
                            Facts.createTrainer(factory, settings, context(part.name(), part.name(), scope))));
        }
        composition.evaluators().forEach(part -> evaluators.add(evaluator(part)));
    }

    private void transform(ComposedTransform transform) {
        ComposedPart part = transform.part();
        PartContext context = context(part.name(), "transform:" + part.name(), scope);
        data = new TransformedDataset(
                data,
                make(
                        part,
                        "making a transform",
                        (factory, settings) -> Facts.createTransform(factory, settings, transform.columns(), context)),
                part.name(),
                shared.random().split("transform:" + part.name()).split("examples"));
    }

    private Measuring evaluator(ComposedPart part) {
        TensorScope own = scope.open();
        return new Measuring(
                part,
                make(
                        part,
                        "making an evaluator",
                        (factory, settings) -> Facts.createEvaluator(
                                factory, settings, context(part.name(), "evaluator:" + part.name(), own))),
                own);
    }

    /** Lets an evaluator measure, which it does once. */
    Report measure(Measuring measuring) {
        try (TensorScope own = measuring.scope()) {
            return Facts.blaming(
                    measuring.part().plugin(),
                    "evaluating",
                    () -> measuring.evaluator().evaluate(model, data));
        }
    }

    /** Lets another evaluator of a part measure, with the same random numbers as the one that measures at the end. */
    Report measure(ComposedPart part) {
        int others = closings.size();
        Report report = measure(evaluator(part));
        close(null, others);
        return report;
    }

    private PartContext context(String name, String stream, TensorScope memory) {
        return new PartContext(shared, name, stream, memory);
    }

    Dataset data() {
        return data;
    }

    /** The model; null if there is none. */
    Model model() {
        return model;
    }

    /** Those that measure at the end. */
    List<Measuring> evaluators() {
        return evaluators;
    }

    /** Begins the training of a trainer, counted from 0. */
    Training begin(int trainer) {
        ComposedPart part = composition.trainers().get(trainer);
        Training training = Facts.blaming(
                part.plugin(), "beginning", () -> trainers.get(trainer).begin(model, data));
        closings.push(new Closing(part.plugin(), training));
        return training;
    }

    /** Makes something of a part's settings. */
    @FunctionalInterface
    private interface Making<T> {
        T make(Object factory, Record settings);
    }

    /** Makes a part and remembers to close it, and to let go of its factory, in the end. */
    private <T> T make(ComposedPart part, String doing, Making<T> making) {
        if (shared.cancellation().isCancelled()) {
            throw new CancelledException();
        }
        Plugins.Lease lease = part.plugin().lease();
        closings.push(new Closing(part.plugin(), lease));
        T made = Facts.blaming(part.plugin(), doing, () -> making.make(lease.factory(), part.settings()));
        if (made == null) {
            throw Facts.fault(part.plugin(), doing, new NullPointerException("nothing was made"));
        }
        if (made instanceof AutoCloseable closeable) {
            closings.push(new Closing(part.plugin(), closeable));
        }
        return made;
    }

    /**
     * Closes all parts.
     *
     * @param failure why the run ends; null if it did not fail
     */
    void close(Throwable failure) {
        close(failure, 0);
    }

    /** Closes what was made last, until so many are left. */
    private void close(Throwable failure, int left) {
        RepriseException first = null;
        while (closings.size() > left) {
            Closing closing = closings.pop();
            try {
                closing.what().close();
            } catch (Exception | LinkageError e) {
                RepriseException fault = Facts.fault(closing.plugin(), "closing", e);
                if (failure != null) {
                    failure.addSuppressed(fault);
                } else if (first == null) {
                    first = fault;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
