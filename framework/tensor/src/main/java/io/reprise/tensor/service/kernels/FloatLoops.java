package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorKernels} that map runs of floats, one function a loop: the compiler keeps vectors in registers
 * only where it sees the whole way from load to store. Starts and lengths count elements.
 */
final class FloatLoops {
    private FloatLoops() {}

    /** Where an element lies, in bytes. */
    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    /** {@code out = value}. */
    static void fill(NativeTensor out, int outStart, int n, float value) {
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector vector = FloatVector.broadcast(FloatLanes.SPECIES, value);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(vector, outMemory, outAt + i);
        }
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, value);
        }
    }

    /** {@code out = a + b}. */
    static void add(NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.add(bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            float b1 = bBytes.getFloat(bAt + i);
            outBytes.putFloat(outAt + i, a1 + b1);
        }
    }

    /** {@code out = a - b}. */
    static void subtract(
            NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.sub(bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            float b1 = bBytes.getFloat(bAt + i);
            outBytes.putFloat(outAt + i, a1 - b1);
        }
    }

    /** {@code out = a * b}. */
    static void multiply(
            NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.mul(bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            float b1 = bBytes.getFloat(bAt + i);
            outBytes.putFloat(outAt + i, a1 * b1);
        }
    }

    /** {@code out = a / b}. */
    static void divide(NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.div(bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            float b1 = bBytes.getFloat(bAt + i);
            outBytes.putFloat(outAt + i, a1 / b1);
        }
    }

    /** {@code out = a + c}. */
    static void addConstant(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(aV.add(c), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            outBytes.putFloat(outAt + i, a1 + c);
        }
    }

    /** {@code out = a * c}. */
    static void multiplyConstant(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(aV.mul(c), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            outBytes.putFloat(outAt + i, a1 * c);
        }
    }

    /** {@code out = a / c}. */
    static void divideConstant(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(aV.div(c), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            outBytes.putFloat(outAt + i, a1 / c);
        }
    }

    /** {@code out = c - a}. */
    static void constantMinus(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector constant = FloatVector.broadcast(FloatLanes.SPECIES, c);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(constant.sub(aV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            outBytes.putFloat(outAt + i, c - a1);
        }
    }

    /** {@code out = c / a}. */
    static void constantOver(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector constant = FloatVector.broadcast(FloatLanes.SPECIES, c);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(constant.div(aV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            outBytes.putFloat(outAt + i, c / a1);
        }
    }

    /** {@code out = min(a, b)}. */
    static void minimum(NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.min(bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, Math.min(aBytes.getFloat(aAt + i), bBytes.getFloat(bAt + i)));
        }
    }

    /** {@code out = min(a, c)}. */
    static void minimumConstant(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(aV.min(c), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, Math.min(aBytes.getFloat(aAt + i), c));
        }
    }

    /** {@code out = max(a, b)}. */
    static void maximum(NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.max(bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, Math.max(aBytes.getFloat(aAt + i), bBytes.getFloat(bAt + i)));
        }
    }

    /** {@code out = max(a, c)}. */
    static void maximumConstant(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(aV.max(c), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, Math.max(aBytes.getFloat(aAt + i), c));
        }
    }

    /** {@code out += a * c}, rounded once. */
    static void multiplyAddConstant(NativeTensor a, int aStart, float c, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector constant = FloatVector.broadcast(FloatLanes.SPECIES, c);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(aV.fma(constant, FloatLanes.load(outMemory, outAt + i)), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, Math.fma(aBytes.getFloat(aAt + i), c, outBytes.getFloat(outAt + i)));
        }
    }

    /** {@code out += a}. */
    static void addTo(NativeTensor a, int aStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatLanes.store(FloatLanes.load(outMemory, outAt + i).add(aV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            outBytes.putFloat(outAt + i, outBytes.getFloat(outAt + i) + a1);
        }
    }

    /** {@code out (+)= a * factor + offset}. */
    static void affine(
            NativeTensor a,
            int aStart,
            float factor,
            float offset,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector aV = FloatLanes.load(aMemory, aAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i).add(aV.mul(factor).add(offset)), outMemory, outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector aV = FloatLanes.load(aMemory, aAt + i);
                FloatLanes.store(aV.mul(factor).add(offset), outMemory, outAt + i);
            }
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            float value = a1 * factor + offset;
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out += a * b}. */
    static void multiplyAdd(
            NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(aV.fma(bV, FloatLanes.load(outMemory, outAt + i)), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a1 = aBytes.getFloat(aAt + i);
            float b1 = bBytes.getFloat(bAt + i);
            outBytes.putFloat(outAt + i, Math.fma(a1, b1, outBytes.getFloat(outAt + i)));
        }
    }

    /** {@code out = square(x)}. */
    static void square(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(xV.mul(xV), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, x1 * x1);
        }
    }

    /** {@code out = sqrt(x)}. */
    static void sqrt(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(xV.sqrt(), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, (float) Math.sqrt(x1));
        }
    }

    /** {@code out = exp(x)}. */
    static void exp(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.exp(xV), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, FloatFunctions.exp(x1));
        }
    }

    /** {@code out = sigmoid(x)}. */
    static void sigmoid(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.sigmoid(xV), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, FloatFunctions.sigmoid(x1));
        }
    }

    /** {@code out = relu(x)}. */
    static void relu(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.relu(xV), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, FloatFunctions.relu(x1));
        }
    }

    /** {@code out (+)= dy * 2x}. */
    static void squareGradient(
            NativeTensor x,
            int xStart,
            NativeTensor dy,
            int dyStart,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector xV = FloatLanes.load(xMemory, xAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(FloatLanes.load(outMemory, outAt + i).add(dyV.mul(xV.add(xV))), outMemory, outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector xV = FloatLanes.load(xMemory, xAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(dyV.mul(xV.add(xV)), outMemory, outAt + i);
            }
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = dy1 * (x1 + x1);
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out (+)= dy * y}. */
    static void expGradient(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object yMemory = y.vectorMemory();
        int yAt = at(y, yStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(FloatLanes.load(outMemory, outAt + i).add(dyV.mul(yV)), outMemory, outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(dyV.mul(yV), outMemory, outAt + i);
            }
        }
        ByteBuffer yBytes = y.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float y1 = yBytes.getFloat(yAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = dy1 * y1;
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out (+)= dy * (1 - y^2)}. */
    static void tanhGradient(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object yMemory = y.vectorMemory();
        int yAt = at(y, yStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector one = FloatVector.broadcast(FloatLanes.SPECIES, 1);
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i).add(dyV.mul(one.sub(yV.mul(yV)))), outMemory, outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(dyV.mul(one.sub(yV.mul(yV))), outMemory, outAt + i);
            }
        }
        ByteBuffer yBytes = y.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float y1 = yBytes.getFloat(yAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = dy1 * (1 - y1 * y1);
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out (+)= dy * y * (1 - y)}. */
    static void sigmoidGradient(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object yMemory = y.vectorMemory();
        int yAt = at(y, yStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector one = FloatVector.broadcast(FloatLanes.SPECIES, 1);
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i).add(dyV.mul(yV.mul(one.sub(yV)))), outMemory, outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(dyV.mul(yV.mul(one.sub(yV))), outMemory, outAt + i);
            }
        }
        ByteBuffer yBytes = y.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float y1 = yBytes.getFloat(yAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = dy1 * (y1 * (1 - y1));
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out (+)= dy} where {@code y > 0}. */
    static void reluGradient(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object yMemory = y.vectorMemory();
        int yAt = at(y, yStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector zero = FloatVector.zero(FloatLanes.SPECIES);
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i).add(zero.blend(dyV, yV.compare(VectorOperators.GT, 0f))),
                        outMemory,
                        outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(zero.blend(dyV, yV.compare(VectorOperators.GT, 0f)), outMemory, outAt + i);
            }
        }
        ByteBuffer yBytes = y.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float y1 = yBytes.getFloat(yAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = y1 > 0 ? dy1 : 0;
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out = exp(x - shift)}; no x is above {@code shift}. */
    static void expMinus(NativeTensor x, int xStart, float shift, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(FloatFunctions.expBelowOverflow(xV.sub(shift)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, FloatFunctions.exp(x1 - shift));
        }
    }

    /** {@code out (+)= y * (dy - sum)}. */
    static void softmaxGradient(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            float sum,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object yMemory = y.vectorMemory();
        int yAt = at(y, yStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(FloatLanes.load(outMemory, outAt + i).add(yV.mul(dyV.sub(sum))), outMemory, outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(yV.mul(dyV.sub(sum)), outMemory, outAt + i);
            }
        }
        ByteBuffer yBytes = y.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float y1 = yBytes.getFloat(yAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = y1 * (dy1 - sum);
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out (+)= dy - exp(y) * sum}. */
    static void logSoftmaxGradient(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            float sum,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object yMemory = y.vectorMemory();
        int yAt = at(y, yStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i)
                                .add(dyV.sub(FloatFunctions.expBelowOverflow(yV).mul(sum))),
                        outMemory,
                        outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector yV = FloatLanes.load(yMemory, yAt + i);
                FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
                FloatLanes.store(dyV.sub(FloatFunctions.expBelowOverflow(yV).mul(sum)), outMemory, outAt + i);
            }
        }
        ByteBuffer yBytes = y.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float y1 = yBytes.getFloat(yAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            float value = dy1 - FloatFunctions.exp(y1) * sum;
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out (+)= scale * exp(x - logSum)}. */
    static void probabilities(
            NativeTensor x, int xStart, float logSum, float scale, NativeTensor out, int outStart, int n, boolean add) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector xV = FloatLanes.load(xMemory, xAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i)
                                .add(FloatFunctions.expBelowOverflow(xV.sub(logSum))
                                        .mul(scale)),
                        outMemory,
                        outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector xV = FloatLanes.load(xMemory, xAt + i);
                FloatLanes.store(FloatFunctions.expBelowOverflow(xV.sub(logSum)).mul(scale), outMemory, outAt + i);
            }
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            float value = FloatFunctions.exp(x1 - logSum) * scale;
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out = (x - mean) * reciprocal}. */
    static void normalise(
            NativeTensor x, int xStart, float mean, float reciprocal, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatLanes.store(xV.sub(mean).mul(reciprocal), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            outBytes.putFloat(outAt + i, (x1 - mean) * reciprocal);
        }
    }

    /** {@code out (+)= (g - meanG - z * meanGz) * reciprocal} with {@code z = (x - mean) * reciprocal}. */
    static void normaliseGradient(
            NativeTensor x,
            int xStart,
            NativeTensor g,
            int gStart,
            float mean,
            float reciprocal,
            float meanG,
            float meanGz,
            NativeTensor out,
            int outStart,
            int n,
            boolean add) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object gMemory = g.vectorMemory();
        int gAt = at(g, gStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        if (add) {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector xV = FloatLanes.load(xMemory, xAt + i);
                FloatVector gV = FloatLanes.load(gMemory, gAt + i);
                FloatLanes.store(
                        FloatLanes.load(outMemory, outAt + i)
                                .add(gV.sub(meanG)
                                        .sub(xV.sub(mean).mul(reciprocal).mul(meanGz))
                                        .mul(reciprocal)),
                        outMemory,
                        outAt + i);
            }
        } else {
            for (int i = 0; i < whole; i += FloatLanes.BYTES) {
                FloatVector xV = FloatLanes.load(xMemory, xAt + i);
                FloatVector gV = FloatLanes.load(gMemory, gAt + i);
                FloatLanes.store(
                        gV.sub(meanG)
                                .sub(xV.sub(mean).mul(reciprocal).mul(meanGz))
                                .mul(reciprocal),
                        outMemory,
                        outAt + i);
            }
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer gBytes = g.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            float g1 = gBytes.getFloat(gAt + i);
            float value = (g1 - meanG - (x1 - mean) * reciprocal * meanGz) * reciprocal;
            outBytes.putFloat(outAt + i, add ? outBytes.getFloat(outAt + i) + value : value);
        }
    }

    /** {@code out += dy * (x - mean) * reciprocal}. */
    static void normaliseGainGradient(
            NativeTensor x,
            int xStart,
            NativeTensor dy,
            int dyStart,
            float mean,
            float reciprocal,
            NativeTensor out,
            int outStart,
            int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object dyMemory = dy.vectorMemory();
        int dyAt = at(dy, dyStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector xV = FloatLanes.load(xMemory, xAt + i);
            FloatVector dyV = FloatLanes.load(dyMemory, dyAt + i);
            FloatLanes.store(
                    dyV.fma(xV.sub(mean).mul(reciprocal), FloatLanes.load(outMemory, outAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer dyBytes = dy.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float x1 = xBytes.getFloat(xAt + i);
            float dy1 = dyBytes.getFloat(dyAt + i);
            outBytes.putFloat(outAt + i, Math.fma(dy1, (x1 - mean) * reciprocal, outBytes.getFloat(outAt + i)));
        }
    }
}
