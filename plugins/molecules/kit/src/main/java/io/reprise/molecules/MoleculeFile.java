package io.reprise.molecules;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.reprise.api.RepriseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads molecules from a file: a column of a table with commas and a heading, where the name ends in {@code .csv}, else a text
 * with one molecule a line (what follows a blank is its name). Blanks around a molecule and empty lines don't count.
 */
public final class MoleculeFile {
    private MoleculeFile() {}

    /**
     * The molecules, in the order of the file.
     *
     * @param column the heading of the column, where the file is a table
     * @throws RepriseException if the file can't be read, has no such column, or has no molecules
     */
    public static List<String> read(Path file, String column) {
        List<String> molecules;
        try {
            molecules = file.toString().endsWith(".csv") ? readTable(file, column) : readLines(file);
        } catch (MalformedInputException e) {
            throw notText(file, e);
        } catch (CsvParseException e) {
            if (e.getCause() instanceof MalformedInputException) {
                throw notText(file, e);
            }
            throw RepriseException.problem("The table can't be read: " + e.getMessage())
                    .at(file.toString())
                    .expected("values separated by commas, quoted where they hold commas or line breaks")
                    .because(e);
        } catch (UncheckedIOException | IOException e) {
            if (e.getCause() instanceof MalformedInputException) {
                throw notText(file, e);
            }
            throw RepriseException.problem("The file can't be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
        if (molecules.isEmpty()) {
            throw RepriseException.problem("There are no molecules in the file")
                    .at(file.toString())
                    .expected("at least one");
        }
        return molecules;
    }

    private static RepriseException notText(Path file, Exception cause) {
        return RepriseException.problem("The file is no UTF-8 text")
                .at(file.toString())
                .expected("a table or a list of molecules as text")
                .hint("Save it as UTF-8.")
                .because(cause);
    }

    private static List<String> readTable(Path file, String column) throws IOException {
        List<String> molecules = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file, StandardCharsets.UTF_8)) {
            for (NamedCsvRecord row : rows) {
                if (!row.getHeader().contains(column)) {
                    throw RepriseException.problem("The table has no column '" + column + "'")
                            .at(file.toString())
                            .expected("one of its columns: " + String.join(", ", row.getHeader()))
                            .hint("Set data.column.");
                }
                add(molecules, row.findField(column).orElse(""));
            }
        }
        return molecules;
    }

    private static List<String> readLines(Path file) throws IOException {
        List<String> molecules = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
            String molecule = text.strip();
            int blank = 0;
            while (blank < molecule.length() && !Character.isWhitespace(molecule.charAt(blank))) {
                blank++;
            }
            add(molecules, molecule.substring(0, blank));
        }
        return molecules;
    }

    private static void add(List<String> molecules, String text) {
        String molecule = text.strip();
        if (!molecule.isEmpty()) {
            molecules.add(molecule);
        }
    }
}
