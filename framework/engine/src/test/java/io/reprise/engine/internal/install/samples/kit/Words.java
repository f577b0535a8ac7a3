package io.reprise.engine.internal.install.samples.kit;

/** What the sample methods share. */
public final class Words {
    private Words() {}

    /** A word. */
    public static String word() {
        return "kit";
    }
}
