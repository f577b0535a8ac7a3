package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import java.util.Map;

/** The last step of every training here: the readout of the states that the training series lead to. */
final class ReadoutFit {
    private ReadoutFit() {}

    /**
     * Fits the readout of a reservoir to all series of the training split.
     *
     * @return the error on them as {@code nrmse}
     */
    static Map<String, Double> toTrainingSeries(Reservoir reservoir, Dataset data, RunContext run) {
        try (TensorScope scope = run.tensors().open()) {
            Ops f = scope.ops();
            Batch series = all(f, data.split(Dataset.TRAIN));
            reservoir.fit(f, List.of(series));
            Readout fit = reservoir.readoutFit();
            Tensor prediction = reservoir.apply(f, series).tensor(Series.PREDICTION);
            return Map.of(
                    "nrmse",
                    PredictionError.of(fit.settled(f, series.tensor(Series.TARGET)), fit.settled(f, prediction))
                            .nrmse());
        }
    }

    /** All series of a split. */
    static Batch all(Ops f, Split split) {
        long size = split.size()
                .orElseThrow(() -> RepriseException.problem("The series have no end")
                        .at("data")
                        .expected("a dataset with a number of series")
                        .hint("Take one of this method's datasets."));
        return split.read(f, 0, Math.toIntExact(size));
    }
}
