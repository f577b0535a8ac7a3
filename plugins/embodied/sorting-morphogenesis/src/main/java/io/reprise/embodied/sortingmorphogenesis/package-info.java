/**
 * Sorting algorithms as a model of morphogenesis (Zhang, Goldstein, Levin 2023): arrays whose cells sort themselves, the
 * textbook algorithms beside them, generators of arrays with damaged and mixed cells, and measurements of how they get sorted.
 */
@Method(
        name = "sorting-morphogenesis",
        title =
                "Classical Sorting Algorithms as a Model of Morphogenesis: self-sorting arrays reveal unexpected competencies in a minimal model of basal intelligence",
        source = "arXiv:2401.05375",
        family = "embodied",
        summary = "Arrays whose cells sort themselves, around damaged cells and among cells of other rules")
package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.Method;
