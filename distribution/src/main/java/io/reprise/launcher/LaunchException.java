package io.reprise.launcher;

/** The runtime cannot be started for a reason that its user can mend; the message says what to do. */
final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }

    LaunchException(String message) {
        this(message, null);
    }
}
