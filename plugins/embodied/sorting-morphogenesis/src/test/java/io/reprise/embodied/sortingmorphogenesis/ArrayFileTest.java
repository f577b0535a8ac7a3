package io.reprise.embodied.sortingmorphogenesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayFileTest {
    @TempDir
    Path folder;

    private Arrangement read(String text) throws IOException {
        return ArrayFile.read(Files.writeString(folder.resolve("array.csv"), text));
    }

    @Test
    void readsCellsWithAnyLineEndsAndAByteOrderMark() throws IOException {
        Arrangement array = read("\uFEFFvalue,type,frozen,reversed\r\n7,bubble,0,0\r\n-2, selection, 1, 1\r\n\r\n");
        assertThat(array.values()).containsExactly(7, -2);
        assertThat(array.types()).containsExactly(CellType.BUBBLE, CellType.SELECTION);
        assertThat(array.frozen()).containsExactly(false, true);
        assertThat(array.reversed()).containsExactly(false, true);
    }

    @Test
    void saysWhichLineIsNoCell() {
        refused("", "begins with ''");
        refused("a,b\n", "begins with 'a,b'");
        refused("value,type,frozen,reversed\n", "has no cells");
        refused("value,type,frozen,reversed\n1,bubble,0\n", "'1,bubble,0' is no cell");
        refused("value,type,frozen,reversed\n1,quick,0,0\n", "'1,quick,0,0' is no cell");
        refused("value,type,frozen,reversed\n99999999999,bubble,0,0\n", "is no cell");
        refused("value,type,frozen,reversed\n" + "x".repeat(10_000_000) + "\n", "is no cell");
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("array.csv");
    }
}
