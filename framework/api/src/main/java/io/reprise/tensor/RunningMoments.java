package io.reprise.tensor;

/**
 * Averages over training that batch normalisation updates in place: {@code average = (1 - momentum) average + momentum *
 * that of the batch}.
 *
 * @param mean {@code [channels]}
 * @param variance {@code [channels]}; takes the unbiased variance of each batch (over n - 1)
 * @param momentum the share of a batch, 0 to 1
 */
public record RunningMoments(Tensor mean, Tensor variance, double momentum) {
    /** Checks the numbers. */
    public RunningMoments {
        if (mean == null || variance == null) {
            throw new IllegalArgumentException("running moments: wants a mean and a variance, and got nothing");
        }
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("running moments: wants a momentum from 0 to 1, and got " + momentum);
        }
    }
}
