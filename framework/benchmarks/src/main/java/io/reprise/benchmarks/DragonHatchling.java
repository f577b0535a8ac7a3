package io.reprise.benchmarks;

import java.util.List;

/** The optimiser step of the Dragon Hatchling at the sizes of {@link BdhSizes}. */
final class DragonHatchling {
    private DragonHatchling() {}

    static List<Work> works() {
        // Rounding decides whether a neuron near 0 is active.
        return List.of(
                Work.withProducts("bdh-step", 2, OurBdh::new, TorchBdh::new).within(5e-3));
    }
}
