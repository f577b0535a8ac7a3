package io.reprise.embodied.sortingmorphogenesis;

/** The rule by which a cell moves. */
enum CellType {
    /** Exchanges places with a neighbour, left or right by the toss of a coin, if the two are in the wrong order. */
    BUBBLE,
    /** Goes left as long as its left neighbour is larger, once all cells left of it are in order. */
    INSERTION,
    /** Goes to the first place whose cell is larger than itself, trying one place after the other. */
    SELECTION
}
