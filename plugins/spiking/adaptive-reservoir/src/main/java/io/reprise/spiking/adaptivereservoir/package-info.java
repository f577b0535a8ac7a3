/**
 * Reservoirs whose balance of excitation and inhibition adapts to target firing rates (Srinivasan, Plenz, Girvan 2025), a
 * plain echo state network beside them, series to predict and recall, and measurements.
 */
@Method(
        name = "adaptive-reservoir",
        title = "Boosting Reservoir Computing with Brain-inspired Adaptive Dynamics",
        source = "arXiv:2504.12480",
        family = "spiking",
        summary = "Reservoirs that set their own balance of excitation and inhibition by a local rule")
package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Method;
