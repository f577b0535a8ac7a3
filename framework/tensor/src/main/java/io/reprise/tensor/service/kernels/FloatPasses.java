package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link FloatFunctions} that take several passes over a run, which stays in the nearest cache meanwhile. In
 * one loop they would be more than the compiler makes code of at once: it would leave calls between the operations, and an
 * object on the heap for each vector. It must not put the loops together again either; so they are called through an
 * interface, from one place, and there are at least three of them to a function, of which it can't say which one is next.
 *
 * <p>What a pass has found is kept in the result, so that this may not be the operand.
 */
final class FloatPasses {
    /** A loop over a run, of which it reads the operand, or the result so far, or both. */
    @FunctionalInterface
    interface Pass {
        void over(NativeTensor x, int xStart, NativeTensor out, int outStart, int n);
    }

    private static final Pass EXP = (x, xStart, out, outStart, n) -> FloatLoops.exp(out, outStart, out, outStart, n);
    private static final Pass LOG = (x, xStart, out, outStart, n) -> FloatMaps.log(out, outStart, out, outStart, n);
    private static final Pass ONE_MORE_THAN =
            (x, xStart, out, outStart, n) -> FloatLoops.addConstant(x, xStart, 1, out, outStart, n);

    private static final Pass[] TANH = {FloatPasses::twiceSize, EXP, FloatPasses::tanhOfExp};
    private static final Pass[] ERF = {FloatPasses::erfExponent, EXP, FloatPasses::erfOfExp};
    /** The error function of {@code x / sqrt(2)}. */
    private static final Pass[] NORMAL_ERF = {FloatPasses::normalExponent, EXP, FloatPasses::normalErfOfExp};

    private static final Pass[] GELU = {
        FloatPasses::normalExponent, EXP, FloatPasses::normalErfOfExp, FloatPasses::geluOfErf
    };
    private static final Pass[] EXPM1 = {FloatPasses::expm1Inside, FloatPasses::overflow, FloatPasses::zero};
    private static final Pass[] LOG1P = {ONE_MORE_THAN, LOG, FloatPasses::log1pOfLog};
    private static final Pass[] SOFTPLUS = {
        FloatPasses::negatedSize, EXP, FloatPasses::log1pOfShare, FloatPasses::softplusOfLog
    };

    private FloatPasses() {}

    private static void run(Pass[] passes, NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        for (Pass pass : passes) {
            pass.over(x, xStart, out, outStart, n);
        }
    }

    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    /** {@code out = tanh(x)}. */
    static void tanh(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        run(TANH, x, xStart, out, outStart, n);
    }

    /** {@code out = erf(x)}. */
    static void erf(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        run(ERF, x, xStart, out, outStart, n);
    }

    /** {@code out = gelu(x)}. */
    static void gelu(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        run(GELU, x, xStart, out, outStart, n);
    }

    /** {@code out = expm1(x)}. */
    static void expm1(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        run(EXPM1, x, xStart, out, outStart, n);
    }

    /** {@code out = log1p(x)}. */
    static void log1p(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        run(LOG1P, x, xStart, out, outStart, n);
    }

    /** {@code out = softplus(x)}. */
    static void softplus(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        run(SOFTPLUS, x, xStart, out, outStart, n);
    }

    /**
     * {@code out = gelu'(x)}, which is {@code Φ(x) + x φ(x)}.
     *
     * @param density where φ goes meanwhile
     */
    static void geluDerivative(NativeTensor x, int xStart, NativeTensor out, int outStart, int density, int n) {
        run(NORMAL_ERF, x, xStart, out, outStart, n);
        normalExponential(x, xStart, out, density, n);
        geluDerivativeOf(x, xStart, out, outStart, density, n);
    }

    /** {@code out = 2 |x|}. */
    private static void twiceSize(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(xV.abs().add(xV.abs()), outMemory, outAt + i);
        }
    }

    /** {@code out = tanh(x)} from {@code exp(2 |x|)}. */
    private static void tanhOfExp(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(FloatFunctions.tanh(xV, found), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.tanh(xBytes.getFloat(xAt + i)));
        }
    }

    /** The exponent in the error function of x. */
    private static void erfExponent(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.erfExponent(xV), outMemory, outAt + i);
        }
    }

    /** The exponent in the error function of {@code x / sqrt(2)}. */
    private static void normalExponent(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.erfExponent(xV.mul(FloatFunctions.ROOT_HALF)), outMemory, outAt + i);
        }
    }

    /** {@code out = erf(x)} from an exponential. */
    private static void erfOfExp(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(FloatFunctions.erf(xV, found), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.erf(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = erf(x / sqrt(2))} from an exponential. */
    private static void normalErfOfExp(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(FloatFunctions.erf(xV.mul(FloatFunctions.ROOT_HALF), found), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.erf(xBytes.getFloat(xAt + i) * FloatFunctions.ROOT_HALF));
        }
    }

    /** {@code out = gelu(x)} from an error function. */
    private static void geluOfErf(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(xV.mul(0.5f).mul(found.add(1f)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.gelu(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = exp(-x^2 / 2)}. */
    private static void normalExponential(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.expBelowOverflow(xV.mul(xV).mul(-0.5f)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(
                    outAt + i, FloatFunctions.exp(xBytes.getFloat(xAt + i) * xBytes.getFloat(xAt + i) * -0.5f));
        }
    }

    /** From {@code erf(x / sqrt(2))} in {@code out} and {@code exp(-x^2 / 2)} behind it. */
    private static void geluDerivativeOf(
            NativeTensor x, int xStart, NativeTensor out, int outStart, int density, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int densityAt = at(out, density);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(
                    FloatFunctions.geluDerivative(xV, found, FloatLanes.load(outMemory, densityAt + i)),
                    outMemory,
                    outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.geluDerivative(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = expm1(x)}, for numbers that are not 0 and not large. */
    private static void expm1Inside(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.expm1Inside(xV), outMemory, outAt + i);
        }
    }

    /** Infinity where the exponential of x is too large for a float. */
    private static void overflow(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(FloatFunctions.overflowing(xV, found), outMemory, outAt + i);
        }
    }

    /** Zeros of x are left as they are, with their sign. */
    private static void zero(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(found.blend(xV, xV.compare(VectorOperators.EQ, 0f)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.expm1(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = log1p(x)} from {@code log(1 + x)}. */
    private static void log1pOfLog(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(FloatFunctions.log1p(xV, found), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.log1p(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = -|x|}. */
    private static void negatedSize(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(xV.abs().neg(), outMemory, outAt + i);
        }
    }

    /** {@code out = log1p(out)}, for numbers from 0 to 1. */
    private static void log1pOfShare(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(FloatFunctions.log1pOfShare(found), outMemory, outAt + i);
        }
    }

    /** {@code out = softplus(x)} from {@code log1p(exp(-|x|))}. */
    private static void softplusOfLog(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector found = FloatLanes.load(outMemory, outAt + i);
            FloatLanes.store(found.add(xV.max(0f)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.softplus(xBytes.getFloat(xAt + i)));
        }
    }
}
