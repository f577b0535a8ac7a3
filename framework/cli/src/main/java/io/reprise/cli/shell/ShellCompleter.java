package io.reprise.cli.shell;

import io.reprise.cli.command.Suggestions;
import io.reprise.cli.command.Suggestions.Suggestion;
import io.reprise.cli.command.Suggestions.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, names, settings and files when the tab key is pressed.
 *
 * @param suggestions what there is
 */
record ShellCompleter(Suggestions suggestions) implements Completer {
    private static final String SCOPE = "reprise:";

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        if (!before.isEmpty() && before.get(0).startsWith(SCOPE)) {
            before.set(0, before.get(0).substring(SCOPE.length()));
        }
        String word =
                line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
        Words words = suggestions.suggest(before, word);
        for (Suggestion suggestion : words.suggestions()) {
            candidates.add(candidate(suggestion));
        }
        words.fileAfter().ifPresent(prefix -> files(prefix, word, candidates));
    }

    private static Candidate candidate(Suggestion suggestion) {
        String text = suggestion.text();
        return new Candidate(
                text,
                text,
                suggestion.group().isEmpty() ? null : suggestion.group(),
                suggestion.description().isEmpty() ? null : suggestion.description(),
                null,
                null,
                suggestion.complete());
    }

    private static void files(String prefix, String word, List<Candidate> candidates) {
        String path = word.length() < prefix.length() ? "" : word.substring(prefix.length());
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        try (Stream<Path> files = Files.list(Path.of(folder.isEmpty() ? "." : folder))) {
            files.sorted().forEach(file -> {
                boolean inner = Files.isDirectory(file);
                String name = prefix + folder + file.getFileName() + (inner ? "/" : "");
                if (!file.getFileName().toString().startsWith(".")) {
                    candidates.add(new Candidate(name, name, "files", null, null, null, !inner));
                }
            });
        } catch (IOException | InvalidPathException noFolder) {
            // Nothing to suggest.
        }
    }
}
