package io.reprise.molecules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoleculeFileTest {
    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAColumnOfATable() throws IOException {
        Path table = file("a.csv", "name,smiles\n\"ethanol, pure\",CCO\nnone,\nwater, O \n");
        assertThat(MoleculeFile.read(table, "smiles")).containsExactly("CCO", "O");
        assertThat(MoleculeFile.read(table, "name")).containsExactly("ethanol, pure", "none", "water");
    }

    @Test
    void readsATableWithAByteOrderMarkAndLineEndsOfOtherSystems() throws IOException {
        assertThat(MoleculeFile.read(file("a.csv", "\uFEFFsmiles\r\nCCO\r\nO\r\n"), "smiles"))
                .containsExactly("CCO", "O");
    }

    @Test
    void readsOneMoleculeALineAndLeavesOutNames() throws IOException {
        Path list = file("a.smi", "\uFEFFCCO ethanol\r\n\r\n  O\twater\n");
        assertThat(MoleculeFile.read(list, "smiles")).containsExactly("CCO", "O");
    }

    @Test
    void refusesATableWithoutTheColumn() throws IOException {
        Path table = file("a.csv", "name,structure\nethanol,CCO\n");
        refused(table, "has no column 'smiles'", "name, structure");
    }

    @Test
    void refusesFilesWithoutMolecules() throws IOException {
        refused(file("empty.smi", "\n \n"), "no molecules");
        refused(file("heading.csv", "smiles\n"), "no molecules");
        refused(file("blank.csv", "name,smiles\nwater,\n"), "no molecules");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        byte[] noise = {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3, 0x28, 10};
        refused(Files.write(folder.resolve("a.smi"), noise), "no UTF-8 text");
        refused(Files.write(folder.resolve("a.csv"), noise), "a.csv");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        refused(folder.resolve("none.csv"), "none.csv");
        refused(folder.resolve("none.smi"), "none.smi");
    }

    private static void refused(Path file, String... parts) {
        assertThatThrownBy(() -> MoleculeFile.read(file, "smiles"))
                .isInstanceOf(RepriseException.class)
                .satisfies(e -> List.of(parts)
                        .forEach(part -> assertThat(e.getMessage()).contains(part)));
    }
}
