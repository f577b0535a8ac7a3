package io.reprise.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes tensors in the formats that other tools use. A malformed file is a
 * {@link io.reprise.api.RepriseException} that names the file and what is wrong with it; files are written to a temporary
 * name, synced and renamed, so that nobody reads half of one.
 *
 * <p>What is read is copied into tensors, of the scope's budget, straight from the file: files are not mapped, because one that
 * is cut short under a mapping ends the process. A header is believed only as far as the file is long. Half precision is
 * widened to float, small integers to int, unsigned ones to the next larger type.
 */
@ProviderType
public interface TensorFiles {
    /** The tensors of a NumPy {@code .npz} archive, stored or deflated, by name without {@code .npy}. */
    Map<String, Tensor> readNpz(TensorScope scope, Path file);

    /** The tensor of a NumPy {@code .npy} file, in either byte order, row by row or column by column. */
    Tensor readNpy(TensorScope scope, Path file);

    /** Writes a tensor as NumPy does. */
    void writeNpy(Path file, Tensor tensor);

    /**
     * Writes tensors by name as NumPy's {@code savez} does; equal tensors give equal bytes.
     *
     * @param deflated whether to compress, as {@code savez_compressed} does
     */
    void writeNpz(Path file, Map<String, Tensor> tensors, boolean deflated);

    /**
     * The numbers of a text file of rows and columns, as double {@code [rows, columns]}. Cells may be quoted; empty ones and
     * {@code NA, N/A, NaN, null, none, ?} are NaN; empty lines are skipped; lines end in LF, CRLF or CR; a byte order mark is
     * skipped. What is no number is an error with line and column.
     *
     * @param delimiter usually a comma, semicolon or tab
     * @param header whether the first line names the columns
     */
    NumberTable readCsv(TensorScope scope, Path file, char delimiter, boolean header);

    /**
     * A table of numbers.
     *
     * @param columns their names; empty if the file has no header
     * @param values {@code [rows, columns]}
     */
    record NumberTable(List<String> columns, Tensor values) {
        /** Copies the list. */
        public NumberTable {
            columns = List.copyOf(columns);
        }
    }

    /** The tensors of a safetensors file, by name, in the order of the file. */
    Map<String, Tensor> readSafetensors(TensorScope scope, Path file);

    /** One tensor of a safetensors file; of a large file nothing but its own bytes is read. */
    Tensor readSafetensors(TensorScope scope, Path file, String name);

    /** The shapes of the tensors of a safetensors file, by name, without reading the tensors. */
    Map<String, Shape> readSafetensorsShapes(Path file);

    /** Writes tensors by name, with text metadata beside them. */
    void writeSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata);

    /** The text metadata of a safetensors file. */
    Map<String, String> readSafetensorsMetadata(Path file);
}
