package io.reprise.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pipeline that takes a second, and a text for it. */
final class TinyRun {
    /** The pipeline: a Dragon Hatchling of 5,376 parameters, five steps. */
    static final String PIPELINE = """
            summary: A very small Dragon Hatchling
            data: {use: text-bytes, path: text.txt, window: 16}
            model: {use: bdh, layers: 1, width: 8, heads: 2, expansion: 4, dropout: 0.1}
            trainer: {use: adamw, steps: 5, batch: 4}
            evaluators:
              - {use: bits-per-byte}
            seed: 11
            """;

    private TinyRun() {}

    /** Writes {@code tiny.yaml} and {@code text.txt} into a folder. */
    static Path in(Path folder) throws IOException {
        Files.writeString(folder.resolve("text.txt"), "The dragon hatches from an egg of many neurons. ".repeat(100));
        return Files.writeString(folder.resolve("tiny.yaml"), PIPELINE);
    }
}
