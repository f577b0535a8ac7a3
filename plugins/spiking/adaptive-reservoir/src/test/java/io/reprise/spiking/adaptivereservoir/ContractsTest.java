package io.reprise.spiking.adaptivereservoir;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.ModelContract;
import io.reprise.testkit.TrainerContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    private static final String DALE = "neurons: 20, density: 0.5, washOut: 0";
    private static final String SHORT = "train: 60, validation: 40";
    private static final String RECALL = "delays: 5, " + SHORT;

    @Nested
    class TheBundle extends BundleContract {
        TheBundle() {
            super(AdaptiveReservoirFactory.class);
        }
    }

    @Nested
    class DaleReservoirContract extends ModelContract<DaleSettings> {
        DaleReservoirContract() {
            super(new DaleReservoirFactory(), DALE, "neurons: 2, excitatory: 0.99, washOut: 1, gain: 0");
        }
    }

    @Nested
    class AdaptiveReservoirContract extends ModelContract<AdaptiveSettings> {
        AdaptiveReservoirContract() {
            super(
                    new AdaptiveReservoirFactory(),
                    DALE,
                    DALE + ", targets: beta, target: 0.05, concentration: 0.1",
                    DALE + ", targets: uniform");
        }
    }

    @Nested
    class EchoStateContract extends ModelContract<EchoSettings> {
        EchoStateContract() {
            super(new EchoStateFactory(), "neurons: 20, density: 0.5, washOut: 0", "neurons: 1, washOut: 1");
        }
    }

    @Nested
    class DelayedRecallContract extends DatasetContract<DelayedRecall.Settings> {
        DelayedRecallContract() {
            super(new DelayedRecall(), RECALL, "delays: 30, train: 1, validation: 2");
        }
    }

    @Nested
    class NarmaContract extends DatasetContract<Narma.Settings> {
        NarmaContract() {
            super(new Narma(), SHORT, "train: 1, validation: 1");
        }
    }

    @Nested
    class ChaoticSeriesContract extends DatasetContract<ChaoticSeries.Settings> {
        ChaoticSeriesContract() {
            super(new ChaoticSeries(), SHORT, "system: lorenz, " + SHORT);
        }
    }

    @Nested
    class SeriesFileContract extends DatasetContract<SeriesFile.Settings> {
        SeriesFileContract() {
            super(new SeriesFile(), "path: series.csv", "path: series.csv, inputs: [b, a], targets: [1], horizon: 3");
            file("series.csv", "a;b\n" + "1;2\n3;-1\n0;5e-1\n\n".repeat(10));
        }

        @Override
        protected boolean drawsAtRandom() {
            return false;
        }
    }

    @Nested
    class RidgeReadoutContract extends TrainerContract<RidgeReadout.Settings> {
        RidgeReadoutContract() {
            super(new RidgeReadout());
            model(new EchoStateFactory(), "neurons: 10, density: 0.5, washOut: 5");
            data(new Narma(), SHORT);
        }
    }

    @Nested
    class InhibitoryAdaptationContract extends TrainerContract<InhibitoryAdaptation.Settings> {
        InhibitoryAdaptationContract() {
            super(new InhibitoryAdaptation(), "steps: 95, every: 20", "design: one-step");
            model(new AdaptiveReservoirFactory(), DALE);
            data(new DelayedRecall(), RECALL);
        }
    }

    @Nested
    class MemoryCapacityContract extends EvaluatorContract<MemoryCapacity.Settings> {
        MemoryCapacityContract() {
            super(new MemoryCapacity(), "washOut: 10");
            model(new DaleReservoirFactory(), DALE);
            data(new DelayedRecall(), RECALL);
        }
    }

    @Nested
    class SeriesErrorContract extends EvaluatorContract<SeriesError.Settings> {
        SeriesErrorContract() {
            super(
                    new SeriesError(),
                    "washOut: 10",
                    "washOut: 10, freeRun: 15, starts: 2",
                    "washOut: 1, freeRun: 1, starts: 1");
            model(new DaleReservoirFactory(), DALE);
            data(new ChaoticSeries(), "system: lorenz, " + SHORT);
        }
    }

    @Nested
    class FiringRatesContract extends EvaluatorContract<FiringRates.Settings> {
        FiringRatesContract() {
            super(new FiringRates(), "washOut: 10");
            model(new AdaptiveReservoirFactory(), DALE);
            data(new Narma(), SHORT);
        }
    }

    @Nested
    class FiringRatesOfOneBalanceContract extends EvaluatorContract<FiringRates.Settings> {
        FiringRatesOfOneBalanceContract() {
            super(new FiringRates(), "washOut: 10, bars: 2");
            model(new DaleReservoirFactory(), DALE + ", gain: 0");
            data(new Narma(), SHORT);
        }
    }

    @Nested
    class AdaptationCourseContract extends EvaluatorContract<AdaptationCourse.Settings> {
        AdaptationCourseContract() {
            super(new AdaptationCourse(), "steps: 70, average: 20");
            model(new AdaptiveReservoirFactory(), DALE);
            data(new Narma(), SHORT);
        }
    }

    @Nested
    class SpectralRadiusContract extends EvaluatorContract<SpectralRadius.Settings> {
        SpectralRadiusContract() {
            super(new SpectralRadius(), "washOut: 10");
            model(new DaleReservoirFactory(), DALE);
            data(new Narma(), SHORT);
        }
    }

    @Nested
    class ProcessingCapacityContract extends EvaluatorContract<ProcessingCapacity.Settings> {
        ProcessingCapacityContract() {
            super(new ProcessingCapacity(), "delays: [5, 3, 2], train: 100, validation: 50");
            model(new DaleReservoirFactory(), DALE);
            data(new Narma(), SHORT);
        }
    }

    @Nested
    class ReservoirSweepContract extends EvaluatorContract<ReservoirSweep.Settings> {
        ReservoirSweepContract() {
            super(
                    new ReservoirSweep(),
                    "values: [0.5, 1], steps: 20",
                    "vary: target, values: [0.5], across: gain, acrossValues: [1, 2], networks: 1, design: one-step");
            model(new AdaptiveReservoirFactory(), DALE);
            data(new DelayedRecall(), RECALL);
        }
    }
}
