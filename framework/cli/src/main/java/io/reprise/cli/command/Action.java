package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** What the commands have in common. */
abstract class Action implements Callable<Integer> {
    @ParentCommand
    Reprise reprise;

    final Engine engine() {
        return reprise.engine();
    }

    /** Does the command's work and gives the exit code. */
    @Override
    public final Integer call() {
        return call(reprise.output());
    }

    abstract int call(Output out);
}
