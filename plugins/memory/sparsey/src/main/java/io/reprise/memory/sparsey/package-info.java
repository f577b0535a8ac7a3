/**
 * Sparsey (Rinkus 2017): macs that store an input in one trial as a sparse distributed code, so that like inputs get like codes;
 * alone, with a memory of sequences, and as a grid over images with a read-out.
 */
@Method(
        name = "sparsey",
        title = "Superposed Episodic and Semantic Memory via Sparse Distributed Representation",
        source = "arXiv:1710.07829",
        family = "memory",
        summary = "One-trial learning of sparse distributed codes that are as alike as what they stand for")
package io.reprise.memory.sparsey;

import io.reprise.api.Method;
