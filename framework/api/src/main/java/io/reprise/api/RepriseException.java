package io.reprise.api;

/**
 * An error that its reader can act on: what was wrong, where, what was expected, and what to do. The only exception type
 * that users are shown as a message; anything else is a fault of a program.
 *
 * <pre>{@code
 * throw RepriseException.problem("The file is empty")
 *         .at(path.toString())
 *         .expected("at least 65 bytes for one window")
 *         .hint("Set data.path to a longer text.");
 * }</pre>
 */
public final class RepriseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final String where;
    private final String expected;
    private final String hint;

    private RepriseException(String problem, String where, String expected, String hint, Throwable cause) {
        super(message(problem, where, expected, hint), cause);
        this.problem = problem;
        this.where = where;
        this.expected = expected;
        this.hint = hint;
    }

    /**
     * An error that says what was wrong; the other parts are added by the methods below.
     *
     * @param problem no full stop
     */
    public static RepriseException problem(String problem) {
        return new RepriseException(problem, "", "", "", null);
    }

    /** This error with the place: a file, line, settings key, tensor or bundle. */
    public RepriseException at(String place) {
        return new RepriseException(problem, place, expected, hint, getCause());
    }

    /** This error with what would have been right. */
    public RepriseException expected(String what) {
        return new RepriseException(problem, where, what, hint, getCause());
    }

    /** This error with what to do about it, a whole sentence. */
    public RepriseException hint(String what) {
        return new RepriseException(problem, where, expected, what, getCause());
    }

    /** This error with the failure behind it, which only {@code --debug} shows. */
    public RepriseException because(Throwable cause) {
        return new RepriseException(problem, where, expected, hint, cause);
    }

    /** What was wrong. */
    public String problem() {
        return problem;
    }

    /** Where, or the empty string. */
    public String where() {
        return where;
    }

    /** What would have been right, or the empty string. */
    public String expected() {
        return expected;
    }

    /** What to do, or the empty string. */
    public String hint() {
        return hint;
    }

    private static String message(String problem, String where, String expected, String hint) {
        StringBuilder text = new StringBuilder();
        if (!where.isEmpty()) {
            text.append(where).append(": ");
        }
        text.append(problem).append('.');
        if (!expected.isEmpty()) {
            text.append(" Expected: ").append(expected).append('.');
        }
        if (!hint.isEmpty()) {
            text.append(' ').append(hint);
        }
        return text.toString();
    }
}
