package io.reprise.tensor.service.autodiff;

/** How the gradient by the result of one recorded operation becomes gradients by its inputs. */
@FunctionalInterface
interface Gradient {
    void flow(Flow g);
}
