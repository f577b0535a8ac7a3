package io.reprise.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Calls commands as the process would, and keeps what they print. */
final class Session {
    final FakeEngine fake = new FakeEngine();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final boolean interactive;
    private final int columns;

    private Session(boolean interactive, int columns) {
        this.interactive = interactive;
        this.columns = columns;
    }

    static Session piped() {
        return new Session(false, 0);
    }

    static Session onTerminal(int columns) {
        return new Session(true, columns);
    }

    int call(String... arguments) {
        out.reset();
        err.reset();
        Screen screen = Screen.of(new PrintStream(out), new PrintStream(err), interactive, () -> columns);
        return new Reprise(fake.engine(), screen, () -> {
                    throw RepriseException.problem("no shell here");
                })
                .execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    JsonNode outJson() {
        return json(out());
    }

    JsonNode errJson() {
        return json(err());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
