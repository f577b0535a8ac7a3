package io.reprise.engine.internal.install.samples.beta;

import io.reprise.engine.internal.install.samples.kit.Words;

/** A class that needs the kit's. */
public final class Beta {
    private Beta() {}

    /** A word. */
    public static String word() {
        return Words.word();
    }
}
