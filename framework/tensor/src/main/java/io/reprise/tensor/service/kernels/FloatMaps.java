package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;

/** The loops of {@link VectorKernels} that apply one of {@link FloatFunctions} to a run of floats, one function a loop. */
final class FloatMaps {
    private FloatMaps() {}

    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    /** {@code out = reciprocal(x)}. */
    static void reciprocal(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.reciprocal(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.reciprocal(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = abs(x)}. */
    static void abs(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.abs(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.abs(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = sign(x)}. */
    static void sign(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.sign(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.sign(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = round(x)}. */
    static void round(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.round(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.round(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = floor(x)}. */
    static void floor(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.floor(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.floor(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = ceil(x)}. */
    static void ceil(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.ceil(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.ceil(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = log(x)}. */
    static void log(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.log(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.log(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = sin(x)}. */
    static void sin(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.sin(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.sin(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = cos(x)}. */
    static void cos(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.cos(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.cos(xBytes.getFloat(xAt + i)));
        }
    }

    /** {@code out = silu(x)}. */
    static void silu(NativeTensor x, int xStart, NativeTensor out, int outStart, int n) {
        Object xMemory = x.vectorMemory();
        int xAt = at(x, xStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatFunctions.silu(FloatLanes.load(xMemory, xAt + i)), outMemory, outAt + i);
        }
        ByteBuffer xBytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putFloat(outAt + i, FloatFunctions.silu(xBytes.getFloat(xAt + i)));
        }
    }
}
