package io.reprise.benchmarks;

import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.engine.settings.SettingsReader;
import io.reprise.language.NextToken;
import io.reprise.language.dragonhatchling.BdhFactory;
import io.reprise.model.Differentiable;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Dragon Hatchling of the bundle, trained as its trainer does. */
final class OurBdh implements Side {
    private final TestRun run = TestRun.open();
    private final Differentiable model;
    private final Optimizer adamW;
    private final List<Batch> batches = new ArrayList<>();
    private int steps;

    OurBdh() {
        BdhFactory factory = new BdhFactory();
        Map<String, Object> settings = Map.of(
                "layers", BdhSizes.LAYERS,
                "width", BdhSizes.WIDTH,
                "heads", BdhSizes.HEADS,
                "expansion", BdhSizes.EXPANSION,
                "dropout", 0);
        model = (Differentiable) factory.create(
                SettingsReader.of(factory.settings()).read(settings),
                Dimensions.of(Map.of("V", BdhSizes.VOCABULARY)),
                run.part("model"));
        adamW = run.tensorService()
                .optimizers()
                .adamW(run.tensors(), model.parameters(), Optimizers.AdamW.withDecay(BdhSizes.WEIGHT_DECAY));
        for (int i = 0; i < BdhSizes.BATCHES; i++) {
            batches.add(Batch.of(
                    NextToken.TOKENS,
                    run.tensors().of(BdhSizes.tokens(i, 0), BdhSizes.SIZE, BdhSizes.TIMES),
                    NextToken.TARGETS,
                    run.tensors().of(BdhSizes.tokens(i, 1), BdhSizes.SIZE, BdhSizes.TIMES)));
        }
    }

    /** The parameters as they are before the first step, by name. */
    static Map<String, float[]> initialParameters() {
        try (OurBdh fresh = new OurBdh()) {
            Map<String, float[]> values = new LinkedHashMap<>();
            fresh.model.parameters().forEach((name, tensor) -> values.put(name, tensor.toFloats()));
            return values;
        }
    }

    /** The loss and its gradients by all parameters. */
    @Override
    public List<float[]> results() {
        try (TensorScope step = run.tensors().open()) {
            Tape tape = step.tape(model.parameters().values());
            Tensor loss = model.loss(tape, batches.get(0), run.random().split(0));
            Gradients gradients = tape.gradients(loss);
            List<float[]> results = new ArrayList<>(List.of(loss.toFloats()));
            model.parameters()
                    .values()
                    .forEach(parameter -> results.add(gradients.of(parameter).toFloats()));
            return results;
        }
    }

    /** One optimiser step; the loss before it. */
    @Override
    public Object run() {
        try (TensorScope step = run.tensors().open()) {
            Tape tape = step.tape(model.parameters().values());
            Tensor loss = model.loss(
                    tape, batches.get(steps % batches.size()), run.random().split(steps));
            steps++;
            adamW.step(tape.gradients(loss), BdhSizes.LEARNING_RATE);
            return loss.item();
        }
    }

    @Override
    public void close() {
        model.close();
        run.close();
    }
}
