package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.DataSets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands have in common. */
abstract class Action implements Callable<Integer> {
    /** What picocli knows of this command. */
    @Spec
    CommandSpec spec;

    /** The command that all others belong to; known once this one is called. */
    Reprise reprise;

    final Engine engine() {
        return reprise.engine();
    }

    /** Does the command's work and gives the exit code. */
    @Override
    public final Integer call() {
        reprise = (Reprise) spec.root().userObject();
        try (DataSets.Offline offline = reprise.offline ? engine().dataSets().goOffline() : null) {
            return call(reprise.output());
        }
    }

    abstract int call(Output out);
}
