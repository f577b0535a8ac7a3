/**
 * SELFIES (Krenn, Häse, Nigam, Friederich, Aspuru-Guzik 2020): the codec, a small generative model on either kind of string,
 * generators, and measurements of validity, robustness and diversity.
 */
@Method(
        name = "selfies",
        title = "Self-Referencing Embedded Strings (SELFIES): A 100% robust molecular string representation",
        source = "arXiv:1905.13741",
        family = "molecules",
        summary = "A text form of molecules in which every string is a valid molecule")
package io.reprise.molecules.selfies;

import io.reprise.api.Method;
