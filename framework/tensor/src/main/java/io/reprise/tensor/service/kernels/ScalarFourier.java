package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fourier transforms line by line, in double. */
class ScalarFourier implements FourierKernels {
    /** A plan takes several times the memory of the line it transforms. */
    private static final int PLANS_KEPT = 64;

    private final Map<Integer, FourierPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, FourierPlan> eldest) {
            return size() > PLANS_KEPT;
        }
    };

    final FourierPlan plan(int n) {
        synchronized (plans) {
            return plans.computeIfAbsent(n, FourierPlan::new);
        }
    }

    @Override
    public void transform(
            NativeTensor x, int outer, int n, int inner, boolean inverse, double scale, NativeTensor out) {
        try (Line line = new Line(plan(n), out)) {
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    int start = o * n * inner + i;
                    for (int j = 0; j < n; j++) {
                        int from = 2 * (start + j * inner);
                        line.put(j, x.get(from), x.get(from + 1), inverse);
                    }
                    line.run();
                    for (int k = 0; k < n; k++) {
                        int to = 2 * (start + k * inner);
                        out.put(to, scale * line.re(k, inverse));
                        out.put(to + 1, scale * line.im(k, inverse));
                    }
                }
            }
        }
    }

    @Override
    public void fromReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out) {
        int half = n / 2 + 1;
        try (Line line = new Line(plan(n), out)) {
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    for (int j = 0; j < n; j++) {
                        line.put(j, x.get((o * n + j) * inner + i), 0, false);
                    }
                    line.run();
                    for (int k = 0; k < half; k++) {
                        int to = 2 * ((o * half + k) * inner + i);
                        double weight = isOwnConjugate(k, n) ? scale : scale * shared;
                        out.put(to, weight * line.re(k, false));
                        out.put(to + 1, weight * line.im(k, false));
                    }
                }
            }
        }
    }

    @Override
    public void toReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out) {
        int half = n / 2 + 1;
        try (Line line = new Line(plan(n), out)) {
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    for (int k = 0; k < half; k++) {
                        int from = 2 * ((o * half + k) * inner + i);
                        if (isOwnConjugate(k, n)) {
                            line.put(k, scale * x.get(from), 0, true);
                        } else {
                            double weight = scale * shared / 2;
                            line.put(k, weight * x.get(from), weight * x.get(from + 1), true);
                            line.put(n - k, weight * x.get(from), -weight * x.get(from + 1), true);
                        }
                    }
                    line.run();
                    for (int j = 0; j < n; j++) {
                        out.put((o * n + j) * inner + i, line.re(j, true));
                    }
                }
            }
        }
    }

    static boolean isOwnConjugate(int k, int n) {
        return k == 0 || 2 * k == n;
    }

    @Override
    public void angle(NativeTensor x, NativeTensor out) {
        for (int i = 0; i < out.count(); i++) {
            out.put(i, Math.atan2(x.get(2 * i + 1), x.get(2 * i)));
        }
    }

    @Override
    public void multiply(NativeTensor a, NativeTensor b, boolean conjugate, NativeTensor out) {
        double sign = conjugate ? -1 : 1;
        Broadcast.forEachRun(
                withoutPair(a), withoutPair(b), withoutPair(out), (aStart, aStep, bStart, bStep, start, n) -> {
                    for (int i = 0; i < n; i++) {
                        int p = 2 * (aStart + i * aStep);
                        int q = 2 * (bStart + i * bStep);
                        double re = b.get(q);
                        double im = sign * b.get(q + 1);
                        double aRe = a.get(p);
                        double aIm = a.get(p + 1);
                        out.put(2 * (start + i), aRe * re - aIm * im);
                        out.put(2 * (start + i) + 1, aRe * im + aIm * re);
                    }
                });
    }

    static Shape withoutPair(NativeTensor x) {
        int[] sizes = x.shape().toArray();
        return Shape.of(Arrays.copyOf(sizes, sizes.length - 1));
    }

    /** Room for one line; the inverse exchanges real and imaginary parts on the way in and out. */
    private static final class Line implements AutoCloseable {
        private final FourierPlan plan;
        private final NativeTensor room;
        private final ByteBuffer memory;
        private final int first;
        private final int second;
        private int result;

        Line(FourierPlan plan, NativeTensor out) {
            this.plan = plan;
            room = out.owner().allocate(ElementType.DOUBLE, Shape.of(2, plan.rows(), 2));
            memory = room.buffer();
            first = room.offset();
            second = first + 16 * plan.rows();
        }

        void put(int row, double re, double im, boolean exchanged) {
            memory.putDouble(first + 16 * row, exchanged ? im : re);
            memory.putDouble(first + 16 * row + 8, exchanged ? re : im);
        }

        void run() {
            result = new ScalarPasses(memory, first, memory, second).run(plan) ? second : first;
        }

        double re(int row, boolean exchanged) {
            return memory.getDouble(result + 16 * row + (exchanged ? 8 : 0));
        }

        double im(int row, boolean exchanged) {
            return memory.getDouble(result + 16 * row + (exchanged ? 0 : 8));
        }

        @Override
        public void close() {
            room.owner().release(room);
        }
    }
}
