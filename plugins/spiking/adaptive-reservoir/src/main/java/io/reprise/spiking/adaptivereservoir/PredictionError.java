package io.reprise.spiking.adaptivereservoir;

import io.reprise.tensor.Tensor;

/**
 * How far predictions are from what was asked for, by target.
 *
 * @param errors mean squared errors
 * @param variances of the targets
 * @param correlations squared, of prediction and target; 0 where one of them is constant
 */
record PredictionError(double[] errors, double[] variances, double[] correlations) {
    /**
     * The errors of predictions.
     *
     * @param target {@code [steps, K]}
     * @param prediction as large
     */
    static PredictionError of(Tensor target, Tensor prediction) {
        return of(target.toDoubles(), prediction.toDoubles(), target.shape().size(1));
    }

    /** As {@link #of(Tensor, Tensor)}, row-major with k numbers in a row. */
    static PredictionError of(double[] target, double[] prediction, int k) {
        int steps = target.length / k;
        double[] errors = new double[k];
        double[] variances = new double[k];
        double[] correlations = new double[k];
        for (int c = 0; c < k; c++) {
            double meanY = 0;
            double meanP = 0;
            for (int t = 0; t < steps; t++) {
                meanY += target[t * k + c] / steps;
                meanP += prediction[t * k + c] / steps;
            }
            double yy = 0;
            double pp = 0;
            double yp = 0;
            double squared = 0;
            for (int t = 0; t < steps; t++) {
                double y = target[t * k + c] - meanY;
                double p = prediction[t * k + c] - meanP;
                double e = target[t * k + c] - prediction[t * k + c];
                yy += y * y;
                pp += p * p;
                yp += y * p;
                squared += e * e;
            }
            errors[c] = squared / steps;
            variances[c] = yy / steps;
            correlations[c] = yy == 0 || pp == 0 ? 0 : yp * yp / (yy * pp);
        }
        return new PredictionError(errors, variances, correlations);
    }

    /**
     * The root of the mean squared error over all targets, divided by the root of their mean variance; the root of the error
     * alone where targets are constant.
     */
    double nrmse() {
        double error = 0;
        double variance = 0;
        for (int c = 0; c < errors.length; c++) {
            error += errors[c];
            variance += variances[c];
        }
        return variance == 0 ? Math.sqrt(error / errors.length) : Math.sqrt(error / variance);
    }

    /** The squared correlations in all: for delayed inputs, the memory capacity. */
    double capacity() {
        double sum = 0;
        for (double correlation : correlations) {
            sum += correlation;
        }
        return sum;
    }
}
