package io.reprise.cli;

import io.reprise.api.RepriseException;
import io.reprise.cli.command.Engine;
import io.reprise.cli.shell.Shell;
import io.reprise.cli.text.Screen;
import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Starts what only the shell needs. The distribution has it above the framework's beginning start level, so that other
 * commands do not pay for it; here the one bundle that must be active is taken down to the present level. Raising the
 * framework's level would also start Gogo's JLine bundle, which opens a shell of its own; of that one only classes are used.
 */
final class ShellBundles {
    private static final String GOGO = "org.apache.felix.gogo.runtime";

    private ShellBundles() {}

    /** Starts Gogo and opens the shell; gives its exit code. */
    static int open(BundleContext context, Engine engine, Screen screen) {
        Bundle gogo = Arrays.stream(context.getBundles())
                .filter(bundle -> GOGO.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> RepriseException.problem("The distribution has no shell")
                        .expected("the bundle " + GOGO)
                        .hint("Unpack or build the distribution again."));
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        try {
            gogo.adapt(BundleStartLevel.class).setStartLevel(level);
            gogo.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw RepriseException.problem("The shell cannot be started")
                    .at(GOGO)
                    .hint("Unpack or build the distribution again.")
                    .because(e);
        }
        return Shell.open(context, engine, screen);
    }
}
