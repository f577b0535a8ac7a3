package io.reprise.cli.shell;

/** What the commands of a shell tell it. */
final class ShellState {
    private volatile boolean leaving;
    private volatile int exitCode;

    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    void exit(int code) {
        exitCode = code;
    }

    /** The exit code of the last command. */
    int exitCode() {
        return exitCode;
    }
}
