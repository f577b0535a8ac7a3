package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.service.memory.NativeTensor;

/**
 * One recorded operation.
 *
 * @param output its result
 * @param inputs what it was computed from
 * @param variables the number of each input on the tape, -1 where no gradient flows to it
 */
record Node(NativeTensor output, NativeTensor[] inputs, int[] variables, Gradient gradient) {}
