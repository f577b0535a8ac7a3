package io.reprise.memory.sparsey;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.ModelContract;
import io.reprise.testkit.TrainerContract;
import io.reprise.vision.mnist.Mnist;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    private static final String SMALL = "modules: 4, units: 3";

    @Nested
    class SparseyBundle extends BundleContract {
        SparseyBundle() {
            super(SparseyMac.class);
        }
    }

    @Nested
    class SparseyMacContract extends ModelContract<SparseyMac.Settings> {
        SparseyMacContract() {
            super(new SparseyMac(), SMALL, SMALL + ", permanence: 5", SMALL + ", selection: repository, freezeAt: 0.3");
        }
    }

    @Nested
    class SparseySequenceContract extends ModelContract<SparseySequence.Settings> {
        SparseySequenceContract() {
            super(
                    new SparseySequence(),
                    SMALL,
                    SMALL + ", permanence: 50",
                    SMALL + ", upperModules: 3, upperUnits: 4, ownWeight: 2");
        }
    }

    @Nested
    class SparseyGridContract extends ModelContract<SparseyGrid.Settings> {
        SparseyGridContract() {
            super(
                    new SparseyGrid(),
                    SMALL + ", patch: 4, stride: 4",
                    SMALL + ", patch: 4, stride: 2, upper: [2, 1], radius: 0.6, freezeAt: 0.5",
                    SMALL
                            + ", patch: 8, mostActive: 0.9, layout: hex, upper: [2], radius: 1, permanence: 5, freezeUnitAt: 0.4");
        }

        @Override
        protected Map<String, Integer> sizes() {
            return Map.of("H", 8);
        }
    }

    @Nested
    class RandomPatternsContract extends DatasetContract<RandomPatterns.Settings> {
        RandomPatternsContract() {
            super(new RandomPatterns(), "patterns: 5, inputs: 20, active: 4", "patterns: 9, inputs: 65, active: 40");
        }
    }

    @Nested
    class PatternClassesContract extends DatasetContract<PatternClasses.Settings> {
        PatternClassesContract() {
            super(new PatternClasses(), "classes: 3, patterns: 7, inputs: 30, active: 6, swaps: 2");
        }
    }

    @Nested
    class PatternSequencesContract extends DatasetContract<PatternSequences.Settings> {
        PatternSequencesContract() {
            super(
                    new PatternSequences(),
                    "sequences: 3, steps: 4, inputs: 30, active: 6",
                    "sequences: 3, steps: 4, inputs: 30, active: 6, stock: 5");
        }
    }

    @Nested
    class OnePassContract extends TrainerContract<OnePass.Settings> {
        OnePassContract() {
            super(new OnePass(), "", "examples: 4");
            model(new SparseyMac(), SMALL);
            data(new RandomPatterns(), "patterns: 6, inputs: 30, active: 6");
        }
    }

    @Nested
    class CodeRecallContract extends EvaluatorContract<CodeRecall.Settings> {
        CodeRecallContract() {
            super(new CodeRecall(), "probes: 2");
            model(new SparseyMac(), SMALL);
            data(new RandomPatterns(), "patterns: 6, inputs: 30, active: 6");
        }
    }

    @Nested
    class SequenceRecallContract extends EvaluatorContract<SequenceRecall.Settings> {
        SequenceRecallContract() {
            super(new SequenceRecall(), "");
            model(new SparseySequence(), SMALL);
            data(new PatternSequences(), "sequences: 3, steps: 4, inputs: 30, active: 6");
        }
    }

    @Nested
    class OnePassOverImagesContract extends TrainerContract<OnePass.Settings> {
        OnePassOverImagesContract() {
            super(new OnePass(), "examples: 2");
            model(new SparseyGrid(), "patch: 14, stride: 14");
            Digits.files(this::file);
            data(new Mnist(), Digits.SETTINGS);
        }
    }

    @Nested
    class GridMemoryContract extends EvaluatorContract<GridMemory.Settings> {
        GridMemoryContract() {
            super(new GridMemory(), "images: 4", "images: 4, mac: 1");
            model(new SparseyGrid(), "patch: 14, stride: 14, upper: [1], radius: 0.6");
            Digits.files(this::file);
            data(new Mnist(), Digits.SETTINGS);
        }
    }

    @Nested
    class PatternFolderContract extends DatasetContract<PatternFolder.Settings> {
        PatternFolderContract() {
            super(
                    new PatternFolder(),
                    "path: '" + Folders.PATH + "', height: 4, width: 6",
                    "path: '" + Folders.PATH + "', height: 4, width: 6, patch: 3, stride: 1");
        }
    }
}
