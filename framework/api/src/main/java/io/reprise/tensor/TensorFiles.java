package io.reprise.tensor;

import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes tensors in the formats that other tools use. A malformed file is a
 * {@link io.reprise.api.RepriseException} that names the file and what is wrong with it; files are written to a temporary
 * name, synced and renamed, so that nobody reads half of one.
 */
@ProviderType
public interface TensorFiles {
    /** The tensors of a NumPy {@code .npz} archive, stored or deflated, by name without {@code .npy}. */
    Map<String, Tensor> readNpz(TensorScope scope, Path file);

    /** The tensor of a NumPy {@code .npy} file. */
    Tensor readNpy(TensorScope scope, Path file);

    /** The tensors of a safetensors file, by name, in the order of the file. */
    Map<String, Tensor> readSafetensors(TensorScope scope, Path file);

    /** Writes tensors by name, with text metadata beside them. */
    void writeSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata);

    /** The text metadata of a safetensors file. */
    Map<String, String> readSafetensorsMetadata(Path file);
}
