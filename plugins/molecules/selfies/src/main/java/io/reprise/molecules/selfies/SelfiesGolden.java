package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Compares with what the authors' library gave: for each molecule of one file its SELFIES, or that it was refused, and the
 * SMILES that comes back; for each random string of another the SMILES; and the robust alphabet.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "selfies-golden",
        summary = "Texts that differ from those of the authors' library, in both directions")
public final class SelfiesGolden implements EvaluatorFactory<SelfiesGolden.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "selfies.tsv",
                    description = "lines of SMILES, SELFIES or ERROR, and decoded SMILES, separated by tabs")
            Path molecules,

            @Setting(
                    value = "selfies-random.tsv",
                    description = "lines of SELFIES and decoded SMILES, separated by a tab")
            Path random,

            @Setting(value = "selfies-alphabet.txt", description = "the robust alphabet, sorted, one symbol a line")
            Path alphabet) {}

    private static final String ERROR = "ERROR";

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.NONE;
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        BondConstraints constraints = BondConstraints.Preset.DEFAULT.constraints();
        return (model, data) -> {
            Comparison comparison = new Comparison(new SelfiesCodec(constraints));
            rows(run.dataFile(settings.molecules(), "the molecules to compare with"), 3)
                    .forEach(row -> comparison.molecule(row[0], row[1], row[2]));
            rows(run.dataFile(settings.random(), "the random strings to compare with"), 2)
                    .forEach(row -> comparison.random(row[0], row[1]));
            List<String> alphabet = rows(run.dataFile(settings.alphabet(), "the alphabet to compare with"), 1).stream()
                    .map(row -> row[0])
                    .toList();
            return comparison.report(alphabet.equals(constraints.robustAlphabet()));
        };
    }

    private static List<String[]> rows(Path file, int columns) {
        List<String[]> rows = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("#")) {
                    continue;
                }
                String[] cells = lines.get(i).split("\t", -1);
                if (cells.length != columns) {
                    throw RepriseException.problem("There are " + cells.length + " columns")
                            .at(file + ":" + (i + 1))
                            .expected(columns + " separated by tabs");
                }
                rows.add(cells);
            }
        } catch (IOException e) {
            throw RepriseException.problem("The file can't be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
        return rows;
    }

    private static final class Comparison {
        private final SelfiesCodec codec;
        private final List<List<Object>> differences = new ArrayList<>();
        private int molecules;
        private int encoded;
        private int decoded;
        private int randoms;
        private int random;

        Comparison(SelfiesCodec codec) {
            this.codec = codec;
        }

        void molecule(String smiles, String selfies, String back) {
            molecules++;
            String own;
            try {
                own = codec.encode(smiles);
            } catch (MalformedMoleculeException e) {
                own = ERROR;
            }
            encoded += compare(smiles, selfies, own);
            decoded += selfies.equals(ERROR) ? 0 : compare(selfies, back, codec.decode(selfies));
        }

        void random(String selfies, String smiles) {
            randoms++;
            random += compare(selfies, smiles, codec.decode(selfies));
        }

        private int compare(String from, String expected, String own) {
            if (own.equals(expected)) {
                return 0;
            }
            differences.add(List.of(from, expected, own));
            return 1;
        }

        Report report(boolean sameAlphabet) {
            return Report.of(
                            Metric.of("golden.molecules", molecules),
                            Metric.of("golden.encoded.different", encoded),
                            Metric.of("golden.decoded.different", decoded),
                            Metric.of("golden.random", randoms),
                            Metric.of("golden.random.different", random),
                            Metric.of("golden.alphabet.different", sameAlphabet ? 0 : 1))
                    .with(new Table(
                            "differences",
                            "Texts that differ",
                            List.of("from", "authors' library", "here"),
                            differences));
        }
    }
}
