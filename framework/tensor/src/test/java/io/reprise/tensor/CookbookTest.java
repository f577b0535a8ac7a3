package io.reprise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The recipes of the tensors page: what stands there between the marks here is compiled and run. */
class CookbookTest {
    private final TensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("cookbook");
    private final RandomSource random = service.random(1);

    @AfterEach
    void nothingIsHeld() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Tensor normal(int... sizes) {
        Tensor x = scope.zeros(sizes);
        random.split("normal").fillNormal(x, 0, 1);
        return x;
    }

    @Test
    void trainsALayer() {
        Tensor x = normal(32, 4);
        Tensor y = scope.ops().linear(x, normal(4, 1), null);
        double[] losses = new double[200];
        // recipe: Train by gradients
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("weight", scope.zeros(4, 1));
        parameters.put("bias", scope.zeros(1));
        Optimizers optimizers = service.optimizers();
        Optimizer optimizer = optimizers.optimizer(scope, parameters, Optimizers.Adam.usual());
        Schedule rate = Schedule.cosine(0.1, 0.001, 200).warmedUp(10);
        for (int i = 0; i < 200; i++) {
            try (TensorScope step = scope.open()) {
                Tape f = step.tape(parameters.values());
                Tensor loss =
                        f.mean(f.square(f.subtract(f.linear(x, parameters.get("weight"), parameters.get("bias")), y)));
                Gradients gradients = f.gradients(loss);
                optimizers.clipNorm(gradients, parameters.values(), 1);
                optimizer.step(gradients, rate.at(i));
                losses[i] = loss.item();
            }
        }
        // end
        assertThat(losses[199]).isLessThan(losses[0] / 100);
    }

    @Test
    void normalisesRows() {
        Tensor x = normal(5, 3);
        Ops f = scope.ops();
        // recipe: Give rows length one
        Tensor unit = f.divide(x, f.sqrt(f.offset(f.sum(f.square(x), -1, true), 1e-12)));
        // end
        assertThat(f.sum(f.square(unit)).item()).isBetween(4.9999, 5.0001);
    }

    @Test
    void distances() {
        Tensor a = normal(5, 3);
        Tensor b = normal(7, 3);
        Ops f = scope.ops();
        // recipe: Squared distances of all pairs
        Tensor norms = f.add(f.sum(f.square(a), -1, true), f.reshape(f.sum(f.square(b), -1, false), 1, -1));
        Tensor distances = f.relu(f.subtract(norms, f.scale(f.matmul(a, b, false, true), 2)));
        // end
        assertThat(distances.shape()).isEqualTo(Shape.of(5, 7));
    }

    @Test
    void attendsWithHeads() {
        Tensor x = normal(2, 6, 8);
        Tensor q = normal(8, 8);
        Tensor k = normal(8, 8);
        Tensor v = normal(8, 8);
        Ops f = scope.ops();
        // recipe: Attention with heads
        int heads = 2;
        Tensor[] projected = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            Tensor y = f.linear(x, new Tensor[] {q, k, v}[i], null);
            projected[i] = f.permute(f.reshape(y, 2, 6, heads, 8 / heads), 0, 2, 1, 3);
        }
        Tensor mixed = f.attention(projected[0], projected[1], projected[2], true);
        Tensor joined = f.reshape(f.permute(mixed, 0, 2, 1, 3), 2, 6, 8);
        // end
        assertThat(joined.shape()).isEqualTo(x.shape());
    }

    @Test
    void runsAnLstm() {
        Ops f = scope.ops();
        Tensor x = normal(10, 4, 3);
        // recipe: A recurrent network over a sequence
        RecurrentOps.Weights weights =
                new RecurrentOps.Weights(normal(3, 4 * 8), normal(8, 4 * 8), scope.zeros(4 * 8), null);
        RecurrentOps.LstmSequence run = f.recurrent().lstm(x, null, weights); // x [steps, batch, in]
        Tensor everyStep = run.outputs(); // [steps, batch, 8]
        RecurrentOps.LstmSequence more = f.recurrent().lstm(x, run.last(), weights);
        // end
        assertThat(everyStep.shape()).isEqualTo(more.outputs().shape());
    }

    @Test
    void ownOperation() {
        Tensor x = scope.of(new double[] {-1, 2}, 2);
        Tape f = scope.tape(List.of(x));
        // recipe: A step that passes gradients straight through
        Ops plain = f.scope().ops();
        Tensor rounded = f.record(plain.round(x), List.of(x), (g, dy) -> List.of(dy));
        // end
        assertThat(f.gradients(f.sum(f.square(rounded))).of(x).toDoubles()).containsExactly(-2, 4);
    }

    @Test
    void forces() {
        Tensor positions = normal(4, 3);
        // recipe: Forces as gradients of an energy
        HigherOrderTape f = scope.higherOrderTape(List.of(positions));
        Tensor energy = f.sum(f.square(f.square(positions)));
        Tensor forces = f.negate(f.gradients(energy, List.of(positions)).get(0));
        Gradients trained = f.gradients(f.add(energy, f.mean(f.square(forces))));
        // end
        assertThat(trained.of(positions).shape()).isEqualTo(positions.shape());
    }

    @Test
    void clipsExamples() {
        Tensor x = normal(6, 3);
        Tensor w = normal(3, 1);
        // recipe: Clip the gradient of each example
        Gradients each = scope.exampleGradients(
                List.of(w), 6, (f, first, count) -> f.sum(f.square(f.matmul(x.rows(first, count), w)), -1, false));
        Ops g = scope.ops();
        Tensor rows = g.reshape(each.of(w), 6, -1);
        Tensor norms = g.sqrt(g.sum(g.square(rows), -1, true));
        Tensor atLeastOne = g.offset(g.relu(g.offset(norms, -1)), 1);
        Tensor clipped = g.mean(g.divide(rows, atLeastOne), 0, false);
        // end
        assertThat(clipped.shape()).isEqualTo(Shape.of(3));
    }

    @Test
    void evolves() {
        Map<String, Tensor> parameters = Map.of("x", scope.full(ElementType.FLOAT, Shape.of(3), 1));
        // recipe: Optimise what has no gradient
        EvolutionStrategy strategy = service.optimizers()
                .evolution(scope, parameters, EvolutionStrategy.CmaEs.full(0.5), random.split("evolution"));
        for (int generation = 0; generation < 60; generation++) {
            double[] losses = new double[strategy.population()];
            for (int i = 0; i < losses.length; i++) {
                try (TensorScope trial = scope.open()) {
                    Ops f = trial.ops();
                    losses[i] =
                            f.sum(f.abs(strategy.candidate(trial, i).get("x"))).item();
                }
            }
            strategy.tell(losses);
        }
        // end
        assertThat(scope.ops().sum(scope.ops().abs(parameters.get("x"))).item()).isLessThan(0.05);
    }

    @Test
    void accumulates() {
        Tensor w = normal(3, 1);
        Tensor x = normal(8, 3);
        // recipe: One step on several batches
        GradientSum sum = service.optimizers().gradientSum(scope, List.of(w));
        for (int part = 0; part < 4; part++) {
            try (TensorScope step = scope.open()) {
                Tape f = step.tape(List.of(w));
                sum.add(f.gradients(f.mean(f.square(f.matmul(x.rows(2 * part, 2), w)))), 0.25);
            }
        }
        // end
        assertThat(sum.of(w).shape()).isEqualTo(w.shape());
    }

    @Test
    void draws() {
        // recipe: Random numbers of their own streams
        Tensor weights = scope.zeros(16, 8);
        random.split("weights").fillKaimingNormal(weights, 16, Math.sqrt(2));
        Tensor mask = scope.zeros(16, 8);
        random.split("mask").split(42).fillBernoulli(mask, 0.1);
        double[] shares = random.split("mixture").nextDirichlet(1, 1, 1);
        int[] order = random.split("epoch").split(3).permutation(100);
        // end
        assertThat(shares.length + order.length).isEqualTo(103);
        assertThat(mask.toFloats()).containsOnly(0, 1);
    }

    /** Each block of the page's cookbook stands here. */
    @Test
    void pageShowsWhatRunsHere() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("distribution/docs/tensors.md"))) {
            root = root.getParent();
        }
        List<String> page = recipes(Files.readString(root.resolve("distribution/docs/tensors.md")));
        String source = squeezed(
                Files.readString(root.resolve("framework/tensor/src/test/java/io/reprise/tensor/CookbookTest.java")));
        assertThat(page).hasSizeGreaterThanOrEqualTo(10);
        for (String recipe : page) {
            assertThat(source).contains(squeezed(recipe));
        }
    }

    private static List<String> recipes(String page) {
        List<String> recipes = new ArrayList<>();
        String cookbook = page.substring(page.indexOf("## Cookbook"), page.indexOf("## What computes"));
        String[] parts = cookbook.split("```");
        for (int i = 1; i < parts.length; i += 2) {
            recipes.add(parts[i].substring("java".length()));
        }
        return recipes;
    }

    /** Code without comments at ends of lines and without spaces, so that formatting does not matter. */
    private static String squeezed(String code) {
        return code.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }
}
