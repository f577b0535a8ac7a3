package io.reprise.tensor.service.files;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array in NumPy's .npy format, versions 1 to 3 (NumPy Enhancement Proposal 1): a magic string, a header that is a Python
 * dictionary, and the elements. Element types that tensors lack are read into the nearest that holds them.
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 20;
    private static final int CHUNK = 1 << 16;

    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>=|]?)([a-zA-Z])(\\d+)['\"]");
    private static final Pattern FORTRAN = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\d\\s,L]*)\\)");

    private final Where where;

    /** Makes the error for a problem with this array. */
    @FunctionalInterface
    interface Where {
        RepriseException malformed(String problem);
    }

    Npy(Where where) {
        this.where = where;
    }

    /**
     * Reads an array.
     *
     * @param size the bytes that there are, header included, or -1 if that is not known
     * @param most the most bytes that there can be, where the size is not known
     */
    Tensor read(TensorScope scope, InputStream in, long size, long most) throws IOException {
        try {
            byte[] start = exactly(in, MAGIC.length + 2);
            if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw where.malformed("It doesn't begin with NumPy's mark");
            }
            int version = start[MAGIC.length];
            if (version < 1 || version > 3) {
                throw where.malformed("Its format version is " + version + ", and 1 to 3 are known");
            }
            ByteBuffer length =
                    ByteBuffer.wrap(exactly(in, version == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
            long headerLength = version == 1 ? length.getShort(0) & 0xFFFF : length.getInt(0) & 0xFFFFFFFFL;
            if (headerLength > LONGEST_HEADER) {
                throw where.malformed("Its header says that it is " + headerLength + " bytes long");
            }
            String header = new String(exactly(in, (int) headerLength), StandardCharsets.UTF_8);
            long before = start.length + length.capacity() + headerLength;
            return elements(scope, in, header, size < 0 ? -1 : size - before, most);
        } catch (EOFException e) {
            throw where.malformed("It ends before its content does").because(e);
        } catch (ArithmeticException e) {
            throw where.malformed("Its number " + e.getMessage() + " is too large for a tensor of longs")
                    .because(e);
        }
    }

    private Tensor elements(TensorScope scope, InputStream in, String header, long size, long most) throws IOException {
        Matcher descr = DESCR.matcher(header);
        Matcher fortran = FORTRAN.matcher(header);
        Matcher sizes = SHAPE.matcher(header);
        if (!descr.find() || !fortran.find() || !sizes.find()) {
            throw where.malformed("Its header has no plain descr, fortran_order and shape: " + shorten(header));
        }
        Encoding encoding = encoding(descr.group(2) + descr.group(3));
        ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int[] axes = axes(sizes.group(1));
        boolean columnMajor = fortran.group(1).equals("True") && axes.length > 1;
        long count = 1;
        for (int axis : axes) {
            count = axis == 0 ? 0 : Math.multiplyExact(count, (long) axis);
            if (count > Integer.MAX_VALUE) {
                throw where.malformed(
                        "Its shape " + shorten(Arrays.toString(axes)) + " has too many elements for one tensor");
            }
        }
        if (size >= 0 && count * encoding.bytes != size) {
            throw where.malformed("Its shape " + Arrays.toString(axes) + " wants " + count * encoding.bytes
                    + " bytes of elements, and it has " + size);
        }
        Shape shape = Shape.of(axes);
        // No memory is taken for what the file can't hold.
        if (size < 0 && count * encoding.bytes > most) {
            throw where.malformed("Its shape " + Arrays.toString(axes) + " wants " + count * encoding.bytes
                    + " bytes of elements, and what there is deflates to at most " + most);
        }
        NativeTensor tensor = (NativeTensor) scope.zeros(encoding.type, shape);
        boolean whole = false;
        try {
            fill(tensor, in, encoding, order, columnMajor);
            if (size < 0 && in.read() >= 0) {
                throw where.malformed("It has more bytes than its shape " + Arrays.toString(axes) + " wants");
            }
            whole = true;
            return tensor;
        } finally {
            if (!whole) {
                tensor.owner().release(tensor);
            }
        }
    }

    private static void fill(
            NativeTensor tensor, InputStream in, Encoding encoding, ByteOrder order, boolean columnMajor)
            throws IOException {
        ByteBuffer target = tensor.bytes();
        ColumnMajor position = columnMajor ? new ColumnMajor(tensor.shape()) : null;
        long left = tensor.elements();
        int done = 0;
        while (left > 0) {
            int n = (int) Math.min(left, CHUNK);
            ByteBuffer chunk = ByteBuffer.wrap(exactly(in, n * encoding.bytes)).order(order);
            for (int i = 0; i < n; i++) {
                encoding.copy(chunk, i * encoding.bytes, target, position == null ? done : position.next());
                done++;
            }
            left -= n;
        }
    }

    /** Where the elements of an array that was written column by column go in one that is read row by row. */
    private static final class ColumnMajor {
        private final int[] sizes;
        private final int[] strides;
        private final int[] index;
        private int position;

        ColumnMajor(Shape shape) {
            sizes = shape.toArray();
            strides = new int[sizes.length];
            index = new int[sizes.length];
            int stride = 1;
            for (int i = sizes.length - 1; i >= 0; i--) {
                strides[i] = stride;
                stride *= sizes[i];
            }
        }

        int next() {
            int current = position;
            for (int i = 0; i < sizes.length; i++) {
                position += strides[i];
                if (++index[i] < sizes[i]) {
                    break;
                }
                position -= strides[i] * sizes[i];
                index[i] = 0;
            }
            return current;
        }
    }

    private int[] axes(String text) {
        try {
            return Arrays.stream(text.replace("L", "").split(","))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw where.malformed("Its shape (" + shorten(text) + ") is too large for a tensor");
        }
    }

    private Encoding encoding(String code) {
        for (Encoding encoding : Encoding.values()) {
            if (encoding.code.equals(code)) {
                return encoding;
            }
        }
        throw where.malformed("Its elements have the type " + code + ", and floats, integers and bools can be read");
    }

    private static String shorten(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "..." : text.strip();
    }

    private static byte[] exactly(InputStream in, int n) throws IOException {
        byte[] bytes = in.readNBytes(n);
        if (bytes.length < n) {
            throw new EOFException();
        }
        return bytes;
    }

    /** The element types of NumPy that fit a tensor, by their code. */
    private enum Encoding {
        FLOAT16("f2", 2, ElementType.FLOAT),
        FLOAT32("f4", 4, ElementType.FLOAT),
        FLOAT64("f8", 8, ElementType.DOUBLE),
        INT8("i1", 1, ElementType.INT),
        INT16("i2", 2, ElementType.INT),
        INT32("i4", 4, ElementType.INT),
        INT64("i8", 8, ElementType.LONG),
        UINT8("u1", 1, ElementType.INT),
        UINT16("u2", 2, ElementType.INT),
        UINT32("u4", 4, ElementType.LONG),
        UINT64("u8", 8, ElementType.LONG),
        BOOL("b1", 1, ElementType.BOOL);

        final String code;
        final int bytes;
        final ElementType type;

        Encoding(String code, int bytes, ElementType type) {
            this.code = code;
            this.bytes = bytes;
            this.type = type;
        }

        void copy(ByteBuffer from, int position, ByteBuffer to, int element) {
            switch (this) {
                case FLOAT16 -> to.putFloat(4 * element, Half.toFloat(from.getShort(position)));
                case FLOAT32 -> to.putInt(4 * element, from.getInt(position));
                case FLOAT64, INT64 -> to.putLong(8 * element, from.getLong(position));
                case INT8 -> to.putInt(4 * element, from.get(position));
                case INT16 -> to.putInt(4 * element, from.getShort(position));
                case INT32 -> to.putInt(4 * element, from.getInt(position));
                case UINT8 -> to.putInt(4 * element, from.get(position) & 0xFF);
                case UINT16 -> to.putInt(4 * element, from.getShort(position) & 0xFFFF);
                case UINT32 -> to.putLong(8 * element, from.getInt(position) & 0xFFFFFFFFL);
                case UINT64 -> to.putLong(8 * element, signed(from.getLong(position)));
                case BOOL -> to.put(element, (byte) (from.get(position) == 0 ? 0 : 1));
            }
        }

        private static long signed(long unsigned) {
            if (unsigned < 0) {
                throw new ArithmeticException(Long.toUnsignedString(unsigned));
            }
            return unsigned;
        }
    }
}
