package io.reprise.tensor.service.files;

import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorFiles;
import io.reprise.tensor.TensorScope;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads and writes the formats. */
public final class Files implements TensorFiles {
    private static final String SUFFIX = ".npy";

    /** Deflate makes at most this many bytes of one. */
    private static final long MOST_DEFLATED = 1032;

    @Override
    public Map<String, Tensor> readNpz(TensorScope scope, Path file) {
        requireFile(file);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            for (ZipEntry entry : entries) {
                String name = entry.getName();
                if (!name.endsWith(SUFFIX)) {
                    throw TensorSource.malformed(file, "The archive's entry " + name + " is no .npy array");
                }
                Npy npy = new Npy(problem -> TensorSource.malformed(file, "The array " + name + ": " + problem));
                boolean stored = entry.getMethod() == ZipEntry.STORED;
                long most = Math.multiplyHigh(entry.getCompressedSize(), MOST_DEFLATED) == 0
                        ? entry.getCompressedSize() * MOST_DEFLATED
                        : Long.MAX_VALUE;
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                    // The archive's directory may lie about the size of a deflated entry, so it is not relied on.
                    Tensor tensor = npy.read(scope, in, stored ? entry.getSize() : -1, most);
                    String plain = name.substring(0, name.length() - SUFFIX.length());
                    if (tensors.put(plain, tensor) != null) {
                        throw TensorSource.malformed(file, "The array " + name + " is in it twice");
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            // The second for names that are no text.
            throw TensorSource.malformed(file, "It is no readable zip archive: " + e.getMessage())
                    .because(e);
        } catch (EOFException e) {
            throw TensorSource.malformed(file, "It ends before its content does")
                    .because(e);
        } catch (IOException e) {
            throw TensorSource.unreadable(file, e);
        }
        return tensors;
    }

    @Override
    public Tensor readNpy(TensorScope scope, Path file) {
        requireFile(file);
        Npy npy = new Npy(problem -> TensorSource.malformed(file, problem));
        try (InputStream in = new BufferedInputStream(java.nio.file.Files.newInputStream(file))) {
            return npy.read(scope, in, java.nio.file.Files.size(file), 0);
        } catch (IOException e) {
            throw TensorSource.unreadable(file, e);
        }
    }

    /** Fails with the messages of {@link TensorSource} where there is no file to read. */
    private static void requireFile(Path file) {
        TensorSource.open(file).close();
    }

    @Override
    public Map<String, Tensor> readSafetensors(TensorScope scope, Path file) {
        return Safetensors.read(scope, file);
    }

    @Override
    public Tensor readSafetensors(TensorScope scope, Path file, String name) {
        return Safetensors.read(scope, file, name);
    }

    @Override
    public Map<String, Shape> readSafetensorsShapes(Path file) {
        return Safetensors.shapes(file);
    }

    @Override
    public NumberTable readCsv(TensorScope scope, Path file, char delimiter, boolean header) {
        return Csv.read(scope, file, delimiter, header);
    }

    @Override
    public void writeNpy(Path file, Tensor tensor) {
        NpyWriter.npy(file, tensor);
    }

    @Override
    public void writeNpz(Path file, Map<String, Tensor> tensors, boolean deflated) {
        NpyWriter.npz(file, tensors, deflated);
    }

    @Override
    public void writeSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Safetensors.write(file, tensors, metadata);
    }

    @Override
    public Map<String, String> readSafetensorsMetadata(Path file) {
        return Safetensors.metadata(file);
    }
}
