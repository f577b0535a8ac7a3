/**
 * The Dragon Hatchling (Kosowski et al. 2025): the model in its parallel and recurrent forms, a Transformer to compare it
 * with, generators with known ground truth, and measurements of its activations, synapses and neuron graph.
 */
@Method(
        name = "dragon-hatchling",
        title = "The Dragon Hatchling: The Missing Link between the Transformer and Models of the Brain",
        source = "arXiv:2509.26507",
        family = "language",
        summary = "A language model of locally interacting neurons whose working memory is Hebbian synapses")
package io.reprise.language.dragonhatchling;

import io.reprise.api.Method;
