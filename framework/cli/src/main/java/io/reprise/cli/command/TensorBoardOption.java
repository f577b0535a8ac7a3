package io.reprise.cli.command;

import io.reprise.engine.Exports;
import io.reprise.engine.RunListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that has a run written for TensorBoard while it goes on. */
final class TensorBoardOption {
    private static final Path OF_THE_RUN = Path.of("");

    @Option(
            names = "--tensorboard",
            arity = "0..1",
            paramLabel = "DIR",
            preprocessor = Attached.class,
            description = {
                "Write the metrics for TensorBoard while the run goes on: to the folder tensorboard in the run's,",
                "or with =DIR to one of the run's name in DIR."
            })
    Path folder;

    /** The listener, or one that also writes if the option was given. */
    RunListener with(Exports exports, RunListener listener) {
        return folder == null
                ? listener
                : exports.following(Optional.of(folder).filter(given -> !given.equals(OF_THE_RUN)), listener);
    }

    /** Takes nothing but what is written with {@code =}, so that the option can stand before a pipeline or a setting. */
    static final class Attached implements IParameterPreprocessor {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's signature.
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if ("=".equals(info.get("separator"))) {
                return false;
            }
            option.setValue(OF_THE_RUN);
            return true;
        }
    }
}
