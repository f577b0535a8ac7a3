package io.reprise.tensor.service.files;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The safetensors format: the length of a header (64-bit little endian), the header (JSON: type, shape and place of each
 * tensor), and the elements, little endian, without gaps.
 */
final class Safetensors {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Safetensors() {}

    /** One tensor of a header. */
    private record Entry(String name, String type, Shape shape, long begin, long end) {}

    private record Header(List<Entry> entries, Map<String, String> metadata, long dataStart) {}

    // --- reading ---

    static Map<String, Tensor> read(TensorScope scope, Path file) {
        try (TensorSource source = TensorSource.open(file)) {
            Header header = header(source);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Entry entry : header.entries) {
                source.position(header.dataStart + entry.begin);
                tensors.put(entry.name, tensor(scope, source, entry));
            }
            return tensors;
        }
    }

    /** One tensor; only its bytes are read. */
    static Tensor read(TensorScope scope, Path file, String name) {
        try (TensorSource source = TensorSource.open(file)) {
            Header header = header(source);
            for (Entry entry : header.entries) {
                if (entry.name.equals(name)) {
                    source.position(header.dataStart + entry.begin);
                    return tensor(scope, source, entry);
                }
            }
            throw RepriseException.problem("There is no tensor '" + name + "' in it")
                    .at(file.toString())
                    .expected(header.entries.stream().limit(20).map(Entry::name).collect(Collectors.joining(", ")));
        }
    }

    static Map<String, Shape> shapes(Path file) {
        try (TensorSource source = TensorSource.open(file)) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            header(source).entries.forEach(entry -> shapes.put(entry.name, entry.shape));
            return shapes;
        }
    }

    static Map<String, String> metadata(Path file) {
        try (TensorSource source = TensorSource.open(file)) {
            return header(source).metadata;
        }
    }

    private static Header header(TensorSource source) {
        long size = source.size();
        if (size < Long.BYTES) {
            throw source.malformed("It has " + size + " bytes, too few for a safetensors file");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.readFully(prefix);
        long length = prefix.getLong(0);
        if (length < 2 || length > LONGEST_HEADER || length > size - Long.BYTES) {
            throw source.malformed("It says that its header has " + Long.toUnsignedString(length)
                    + " bytes, and the file has " + size);
        }
        byte[] json = new byte[(int) length];
        source.readFully(ByteBuffer.wrap(json));
        long dataStart = Long.BYTES + length;
        try (JsonParser parser = JSON.createParser(json)) {
            Header header = parse(source, parser, dataStart);
            check(source, header.entries, size - dataStart);
            return header;
        } catch (JsonProcessingException e) {
            throw source.malformed("Its header is no JSON object of tensors: " + e.getOriginalMessage())
                    .because(e);
        } catch (IOException e) {
            throw source.malformed("Its header can't be read: " + e.getMessage())
                    .because(e);
        }
    }

    private static Header parse(TensorSource source, JsonParser parser, long dataStart) throws IOException {
        expect(source, parser.nextToken() == JsonToken.START_OBJECT);
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            expect(source, parser.nextToken() == JsonToken.START_OBJECT);
            if (name.equals(METADATA)) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    expect(source, parser.nextToken() == JsonToken.VALUE_STRING);
                    metadata.put(key, parser.getText());
                }
            } else {
                entries.add(entry(source, parser, name));
            }
        }
        return new Header(entries, metadata, dataStart);
    }

    private static Entry entry(TensorSource source, JsonParser parser, String name) throws IOException {
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(source, value == JsonToken.VALUE_STRING);
                    type = parser.getText();
                }
                case "shape" -> shape = numbers(source, parser);
                case "data_offsets" -> offsets = numbers(source, parser);
                default -> throw source.malformed("The tensor " + name + " has an unknown field " + key);
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw source.malformed("The tensor " + name + " lacks dtype, shape or data_offsets");
        }
        int[] sizes = new int[shape.length];
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] > Integer.MAX_VALUE) {
                throw source.malformed(
                        "The tensor " + name + " has an axis of size " + shape[i] + ", too large for a tensor");
            }
            sizes[i] = (int) shape[i];
        }
        return new Entry(name, type, Shape.of(sizes), offsets[0], offsets[1]);
    }

    private static long[] numbers(TensorSource source, JsonParser parser) throws IOException {
        expect(source, parser.currentToken() == JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(source, parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
            long number = parser.getLongValue();
            expect(source, number >= 0);
            numbers.add(number);
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void expect(TensorSource source, boolean condition) {
        if (!condition) {
            throw source.malformed("Its header is no JSON object of tensors");
        }
    }

    /** The format wants every byte of the data in exactly one tensor; sizes that lie are found here. */
    private static void check(TensorSource source, List<Entry> entries, long dataSize) {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long position = 0;
        for (Entry entry : inOrder) {
            if (entry.begin != position || entry.end < entry.begin || entry.end > dataSize) {
                throw source.malformed("The tensor " + entry.name + " lies at " + entry.begin + " to " + entry.end
                        + ", and the data has " + dataSize + " bytes, of which " + position + " are taken");
            }
            long wanted = Encoding.of(source, entry).bytes;
            for (int size : entry.shape.toArray()) {
                try {
                    wanted = Math.multiplyExact(wanted, (long) size);
                } catch (ArithmeticException e) {
                    throw source.malformed("The tensor " + entry.name + " has a shape too large for a tensor")
                            .because(e);
                }
            }
            if (wanted != entry.end - entry.begin) {
                throw source.malformed("The tensor " + entry.name + " wants " + wanted + " bytes for its shape "
                        + entry.shape + ", and has " + (entry.end - entry.begin));
            }
            position = entry.end;
        }
        if (position != dataSize) {
            throw source.malformed("It has " + dataSize + " bytes of data, and its tensors take " + position);
        }
    }

    private static Tensor tensor(TensorScope scope, TensorSource source, Entry entry) {
        Encoding encoding = Encoding.of(source, entry);
        NativeTensor tensor = (NativeTensor) scope.zeros(encoding.type, entry.shape);
        ByteBuffer target = tensor.bytes();
        if (encoding.sameBytes() && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            source.readFully(target);
            return tensor;
        }
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        int element = 0;
        long left = entry.end - entry.begin;
        while (left > 0) {
            chunk.clear().limit((int) Math.min(left, chunk.capacity()));
            source.readFully(chunk);
            left -= chunk.position();
            for (int i = 0; i < chunk.position(); i += encoding.bytes) {
                encoding.copy(chunk, i, target, element++);
            }
        }
        return tensor;
    }

    // --- writing ---

    static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        byte[] header = header(file, tensors, metadata);
        AtomicFile.write(file, channel -> {
            ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, prefix.putLong(0, header.length));
            writeFully(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : tensors.values()) {
                writeFully(channel, littleEndian(tensor));
            }
        });
    }

    private static byte[] header(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long position = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                if (entry.getKey().equals(METADATA)) {
                    throw new IllegalArgumentException("a tensor can't have the name " + METADATA);
                }
                Tensor tensor = entry.getValue();
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", Encoding.of(tensor.type()).name());
                json.writeArrayFieldStart("shape");
                for (int size : tensor.shape().toArray()) {
                    json.writeNumber(size);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("data_offsets");
                json.writeNumber(position);
                position += tensor.elements() * tensor.type().bytes();
                json.writeNumber(position);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw RepriseException.problem("The header can't be written")
                    .at(file.toString())
                    .because(e);
        }
        // Spaces after the header, so that the data begins at a multiple of eight.
        while ((bytes.size() + Long.BYTES) % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    static ByteBuffer littleEndian(Tensor tensor) {
        ByteBuffer memory = ((NativeTensor) tensor).requireOpen().bytes();
        int width = tensor.type().bytes();
        if (width == 1 || ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            return memory;
        }
        ByteBuffer swapped = ByteBuffer.allocate(memory.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < memory.capacity(); i += width) {
            if (width == Integer.BYTES) {
                swapped.putInt(i, memory.getInt(i));
            } else {
                swapped.putLong(i, memory.getLong(i));
            }
        }
        return swapped;
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The element types of the format that fit a tensor, by their names there. */
    private enum Encoding {
        F32(4, ElementType.FLOAT),
        F64(8, ElementType.DOUBLE),
        I32(4, ElementType.INT),
        I64(8, ElementType.LONG),
        BOOL(1, ElementType.BOOL),
        F16(2, ElementType.FLOAT),
        BF16(2, ElementType.FLOAT),
        I16(2, ElementType.INT),
        I8(1, ElementType.INT),
        U8(1, ElementType.INT);

        final int bytes;
        final ElementType type;

        Encoding(int bytes, ElementType type) {
            this.bytes = bytes;
            this.type = type;
        }

        static Encoding of(TensorSource source, Entry entry) {
            for (Encoding encoding : values()) {
                if (encoding.name().equals(entry.type)) {
                    return encoding;
                }
            }
            throw source.malformed(
                    "The tensor " + entry.name + " has elements of type " + entry.type + ", which can't be read");
        }

        static Encoding of(ElementType type) {
            return switch (type) {
                case FLOAT -> F32;
                case DOUBLE -> F64;
                case INT -> I32;
                case LONG -> I64;
                case BOOL -> BOOL;
            };
        }

        /** Whether the file holds the bytes of the tensor; a bool could be a byte that is neither 0 nor 1. */
        boolean sameBytes() {
            return bytes == type.bytes() && this != BOOL;
        }

        void copy(ByteBuffer from, int position, ByteBuffer to, int element) {
            switch (this) {
                case F32, I32 -> to.putInt(4 * element, from.getInt(position));
                case F64, I64 -> to.putLong(8 * element, from.getLong(position));
                case BOOL -> to.put(element, (byte) (from.get(position) == 0 ? 0 : 1));
                case F16 -> to.putFloat(4 * element, Half.toFloat(from.getShort(position)));
                case BF16 -> to.putFloat(4 * element, Half.fromBrain(from.getShort(position)));
                case I16 -> to.putInt(4 * element, from.getShort(position));
                case I8 -> to.putInt(4 * element, from.get(position));
                case U8 -> to.putInt(4 * element, from.get(position) & 0xFF);
            }
        }
    }
}
