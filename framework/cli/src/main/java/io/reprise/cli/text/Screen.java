package io.reprise.cli.text;

import java.io.Console;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Where a command prints.
 *
 * @param out results and progress
 * @param err errors
 * @param interactive whether a person watches, so that a line may be overwritten and coloured
 * @param columns asks for the width of the terminal, 0 where it is unknown
 */
public record Screen(PrintStream out, PrintStream err, boolean interactive, IntSupplier columns) {
    // Where no locale is set (containers) the JVM would write a question mark for every character beyond ASCII.
    private static final Charset CHARSET =
            System.getProperty("os.name").startsWith("Windows") ? Charset.defaultCharset() : StandardCharsets.UTF_8;

    /** The process's own streams, written in UTF-8 except on Windows. */
    public static Screen ofProcess() {
        boolean interactive = isTerminal(System.console()) && !"dumb".equals(System.getenv("TERM"));
        return new Screen(encoded(System.out), encoded(System.err), interactive, Screen::terminalColumns);
    }

    /**
     * Other streams, written in the same encoding.
     *
     * @param out results and progress
     * @param err errors
     * @param interactive whether a person watches
     * @param columns asks for the width of the terminal
     */
    public static Screen of(PrintStream out, PrintStream err, boolean interactive, IntSupplier columns) {
        return new Screen(encoded(out), encoded(err), interactive, columns);
    }

    /** The encoding of the terminal. */
    public static Charset charset() {
        return CHARSET;
    }

    private static PrintStream encoded(PrintStream stream) {
        return new PrintStream(stream, true, CHARSET);
    }

    /** A writer on one of the streams. */
    public static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, CHARSET), true);
    }

    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        // Since Java 22 there is a Console even where there is no terminal; its method isTerminal() tells.
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }

    /** What {@code stty} says about the terminal on standard input, or the variable {@code COLUMNS}. */
    private static int terminalColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
                return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
            }
        } catch (IOException | NumberFormatException noStty) {
            // Such as Windows: the variable below is all there is.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{1,5}") ? Integer.parseInt(columns) : 0;
    }
}
