package io.reprise.cli.command;

import io.reprise.engine.Composition;
import io.reprise.engine.Pipeline;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/** Pipelines as users ask for them. */
final class Requests {
    private Requests() {}

    /** The composed pipeline of a file or of a name. */
    static Composition compose(Engine engine, String fileOrName, List<String> settings) {
        return engine.pipelines().compose(read(engine, fileOrName).with(Overrides.parse(settings)));
    }

    /** The pipeline of a file or of a name. */
    static Pipeline read(Engine engine, String fileOrName) {
        return isFile(fileOrName)
                ? engine.pipelines().read(Path.of(fileOrName))
                : engine.pipelines().named(fileOrName);
    }

    /** Whether a file is meant: names have neither an ending nor, but for METHOD/NAME, a folder. */
    static boolean isFile(String fileOrName) {
        return fileOrName.endsWith(".yaml")
                || fileOrName.endsWith(".yml")
                || fileOrName.startsWith(".")
                || fileOrName.startsWith("/")
                || (fileOrName.contains(File.separator) && new File(fileOrName).isFile());
    }
}
