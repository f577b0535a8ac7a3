package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reprise.tensor.Convolution;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.RecurrentOps.Weights;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.Window;
import io.reprise.tensor.service.kernels.KernelChoice;
import io.reprise.tensor.service.memory.MemoryPool;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a step of training with fixed shapes takes, once the loops are compiled and the pool has what it needs: nothing outside
 * the heap, and less than 1 KiB of heap an operation. Bytes are counted, not time, so that this holds on a busy machine.
 *
 * <p>The heap is counted with the scalar kernels: what scopes, tapes and operations take. With vectors it is as little once the
 * compiler keeps all of them in registers, but when it does depends on what else this JVM has compiled before.
 */
class TrainingMemoryTest {
    /** At most so many rounds, in which the compiler gets the time to put objects on the stack; the best one counts. */
    private static final int ROUNDS = 200;

    private static final int STEPS = 40;

    private static final long BYTES_AN_OPERATION = 1024;

    /** A network and its input. */
    private abstract static class Network {
        final Map<String, Tensor> parameters = new LinkedHashMap<>();
        private final TensorScope scope;
        private final RandomSource random;

        Network(TensorScope scope, RandomSource random) {
            this.scope = scope;
            this.random = random;
        }

        final Tensor parameter(String name, int... sizes) {
            Tensor x = normal(name, sizes);
            parameters.put(name, x);
            return x;
        }

        final Tensor normal(String name, int... sizes) {
            Tensor x = scope.zeros(ElementType.FLOAT, Shape.of(sizes));
            random.split(name).fillNormal(x, 0, 0.2);
            return x;
        }

        final Tensor classes(int count) {
            return scope.of(new int[count], count);
        }

        abstract Tensor loss(Tape f);

        /** The operations of the forward pass; as many are in the backward pass. */
        abstract int operations();
    }

    private interface Maker {
        Network make(TensorScope scope, RandomSource random);
    }

    private static Network perceptron(TensorScope scope, RandomSource random) {
        return new Network(scope, random) {
            private final Tensor x = normal("x", 16, 30);
            private final Tensor y = classes(16);
            private final Tensor w1 = parameter("w1", 30, 20);
            private final Tensor b1 = parameter("b1", 20);
            private final Tensor w2 = parameter("w2", 20, 10);
            private final Tensor b2 = parameter("b2", 10);

            @Override
            Tensor loss(Tape f) {
                return f.crossEntropy(f.linear(f.relu(f.linear(x, w1, b1)), w2, b2), y);
            }

            @Override
            int operations() {
                return 4;
            }
        };
    }

    private static Network convolutions(TensorScope scope, RandomSource random) {
        return new Network(scope, random) {
            private final Tensor x = normal("x", 4, 1, 12, 12);
            private final Tensor y = classes(4);
            private final Tensor k1 = parameter("k1", 4, 1, 3, 3);
            private final Tensor b1 = parameter("b1", 4);
            private final Tensor k2 = parameter("k2", 8, 4, 3, 3);
            private final Tensor b2 = parameter("b2", 8);
            private final Tensor w = parameter("w", 8 * 9, 10);
            private final Convolution same = Convolution.plain().withPadding(1);
            private final Window halves = Window.tiles(2);

            @Override
            Tensor loss(Tape f) {
                Tensor a = f.images().maxPool(f.relu(f.images().convolution(x, k1, b1, same)), halves);
                Tensor b = f.images().maxPool(f.relu(f.images().convolution(a, k2, b2, same)), halves);
                return f.crossEntropy(f.linear(f.reshape(b, 4, -1), w, null), y);
            }

            @Override
            int operations() {
                return 9;
            }
        };
    }

    private static Network transformer(TensorScope scope, RandomSource random) {
        return new Network(scope, random) {
            private static final int B = 2;
            private static final int T = 8;
            private static final int H = 2;
            private static final int D = 16;

            private final Tensor x = normal("x", B, T, D);
            private final Tensor gain1 = parameter("gain1", D);
            private final Tensor bias1 = parameter("bias1", D);
            private final Tensor q = parameter("q", D, D);
            private final Tensor k = parameter("k", D, D);
            private final Tensor v = parameter("v", D, D);
            private final Tensor out = parameter("out", D, D);
            private final Tensor gain2 = parameter("gain2", D);
            private final Tensor bias2 = parameter("bias2", D);
            private final Tensor up = parameter("up", D, 4 * D);
            private final Tensor upBias = parameter("upBias", 4 * D);
            private final Tensor down = parameter("down", 4 * D, D);
            private final Tensor downBias = parameter("downBias", D);

            private Tensor heads(Tape f, Tensor z) {
                return f.permute(f.reshape(z, B, T, H, D / H), 0, 2, 1, 3);
            }

            @Override
            Tensor loss(Tape f) {
                Tensor n = f.layerNorm(x, gain1, bias1, 1e-5);
                Tensor a = f.attention(
                        heads(f, f.linear(n, q, null)),
                        heads(f, f.linear(n, k, null)),
                        heads(f, f.linear(n, v, null)),
                        true);
                Tensor y = f.add(x, f.linear(f.reshape(f.permute(a, 0, 2, 1, 3), B, T, D), out, null));
                Tensor m = f.layerNorm(y, gain2, bias2, 1e-5);
                Tensor z = f.add(y, f.linear(f.relu(f.linear(m, up, upBias)), down, downBias));
                return f.mean(f.square(z));
            }

            @Override
            int operations() {
                return 22;
            }
        };
    }

    private static Network lstm(TensorScope scope, RandomSource random) {
        return new Network(scope, random) {
            private static final int STEPS_OF_TIME = 10;

            private final Tensor x = normal("x", STEPS_OF_TIME, 4, 6);
            private final Tensor y = classes(4);
            private final Tensor input = parameter("input", 6, 32);
            private final Tensor recurrent = parameter("recurrent", 8, 32);
            private final Tensor bias = parameter("bias", 32);
            private final Tensor w = parameter("w", 8, 3);

            @Override
            Tensor loss(Tape f) {
                Tensor last = f.recurrent()
                        .lstm(x, null, new Weights(input, recurrent, bias, null))
                        .last()
                        .hidden();
                return f.crossEntropy(f.linear(last, w, null), y);
            }

            @Override
            int operations() {
                // A step of time: a product and two sums, four gates and their functions, and five operations for the
                // state.
                return 16 * STEPS_OF_TIME + 4;
            }
        };
    }

    private static Network spiking(TensorScope scope, RandomSource random) {
        return new Network(scope, random) {
            private static final int STEPS_OF_TIME = 10;

            private final Tensor x = normal("x", STEPS_OF_TIME, 4, 6);
            private final Tensor y = classes(4);
            private final Tensor input = parameter("input", 6, 16);
            private final Tensor recurrent = parameter("recurrent", 16, 16);
            private final Tensor w = parameter("w", 16, 3);
            private final LifNeuron neuron = LifNeuron.of(0.9, 1, Surrogate.fastSigmoid(10));

            @Override
            Tensor loss(Tape f) {
                Tensor spikes = f.spiking()
                        .lif(f.linear(x, input, null), recurrent, neuron)
                        .spikes();
                return f.crossEntropy(f.linear(f.mean(spikes, 0, false), w, null), y);
            }

            @Override
            int operations() {
                return STEPS_OF_TIME + 4;
            }
        };
    }

    static Stream<Arguments> networks() {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put("perceptron", TrainingMemoryTest::perceptron);
        makers.put("convolutions", TrainingMemoryTest::convolutions);
        makers.put("transformer block", TrainingMemoryTest::transformer);
        makers.put("LSTM", TrainingMemoryTest::lstm);
        makers.put("spiking neurons", TrainingMemoryTest::spiking);
        return makers.entrySet().stream()
                .flatMap(each -> Stream.of("chosen", "oracle")
                        .map(kernels -> Arguments.of(each.getKey(), kernels, each.getValue())));
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("networks")
    void stepAllocatesNothingOutsideTheHeapAndLittleInIt(String name, String kernels, Maker maker) {
        MemoryPool pool = new MemoryPool();
        NativeTensorService service = kernels.equals("oracle")
                ? new NativeTensorService(KernelChoice::oracle, pool)
                : new NativeTensorService(KernelChoice::choose, pool);
        ThreadMXBean heap = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        try (TensorScope scope = service.open("test")) {
            Network network = maker.make(scope, service.random(1));
            Optimizer optimizer =
                    service.optimizers().adamW(scope, network.parameters, Optimizers.AdamW.withDecay(0.01));
            step(scope, network, optimizer);
            step(scope, network, optimizer);
            long allocations = pool.allocations();
            long bytes = pool.allocatedBytes();
            int operations = 2 * network.operations() + network.parameters.size();
            long least = Long.MAX_VALUE;
            int rounds = kernels.equals("oracle") ? ROUNDS : 2;
            for (int round = 0; round < rounds && least >= operations * BYTES_AN_OPERATION; round++) {
                long before = heap.getThreadAllocatedBytes(thread);
                for (int i = 0; i < STEPS; i++) {
                    step(scope, network, optimizer);
                }
                least = Math.min(least, (heap.getThreadAllocatedBytes(thread) - before) / STEPS);
            }
            assertThat(pool.allocations()).as("blocks taken from the machine").isEqualTo(allocations);
            assertThat(pool.allocatedBytes()).as("bytes taken from the machine").isEqualTo(bytes);
            if (kernels.equals("oracle")) {
                assertThat(least / operations)
                        .as("bytes of heap for each of %d operations", operations)
                        .isLessThan(BYTES_AN_OPERATION);
            }
        }
        assertThat(service.liveBytes()).isZero();
        service.close();
    }

    private static void step(TensorScope scope, Network network, Optimizer optimizer) {
        try (TensorScope step = scope.open()) {
            Tape f = step.tape(network.parameters.values());
            optimizer.step(f.gradients(network.loss(f)), 1e-3);
        }
    }
}
