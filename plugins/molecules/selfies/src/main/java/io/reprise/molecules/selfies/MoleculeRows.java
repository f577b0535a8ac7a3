package io.reprise.molecules.selfies;

import io.reprise.data.Dataset;

/** Molecules as rows of symbol codes, of which it is known what they stand for. */
interface MoleculeRows extends Dataset {
    /** What the strings are. */
    Representation representation();

    /** What the codes stand for. */
    Vocabulary vocabulary();
}
