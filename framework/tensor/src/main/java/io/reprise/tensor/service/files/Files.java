package io.reprise.tensor.service.files;

import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorFiles;
import io.reprise.tensor.TensorScope;
import java.io.BufferedInputStream;
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
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                    // The archive's directory may lie about the size of a deflated entry, so it is not relied on.
                    Tensor tensor = npy.read(scope, in, entry.getMethod() == ZipEntry.STORED ? entry.getSize() : -1);
                    tensors.put(name.substring(0, name.length() - SUFFIX.length()), tensor);
                }
            }
        } catch (ZipException e) {
            throw TensorSource.malformed(file, "It is no readable zip archive: " + e.getMessage())
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
            return npy.read(scope, in, java.nio.file.Files.size(file));
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
    public void writeSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Safetensors.write(file, tensors, metadata);
    }

    @Override
    public Map<String, String> readSafetensorsMetadata(Path file) {
        return Safetensors.metadata(file);
    }
}
