package io.reprise.cli;

import io.reprise.api.RepriseException;
import io.reprise.cli.command.Engine;
import io.reprise.cli.shell.Shell;
import io.reprise.cli.text.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The bundles that only the shell needs; they are installed when it is opened, so that no other command pays for them. */
final class ShellBundles {
    /** The property of the framework that names the distribution's folder. */
    private static final String DISTRIBUTION = "reprise.distribution";

    /** The one to start. Gogo's JLine bundle would open a shell of its own; of it only classes are used. */
    private static final String STARTED = "org.apache.felix.gogo.runtime";

    private ShellBundles() {}

    /** Installs them and opens the shell; gives its exit code. */
    static int open(BundleContext context, Engine engine, Screen screen) {
        Path folder = Path.of(String.valueOf(context.getProperty(DISTRIBUTION)), "shell");
        try {
            for (Path jar : jars(folder)) {
                Bundle bundle = context.installBundle("reference:" + jar.toUri());
                if (STARTED.equals(bundle.getSymbolicName())) {
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
                }
            }
        } catch (BundleException | IOException e) {
            throw RepriseException.problem("The shell's bundles cannot be started")
                    .at(folder.toString())
                    .expected("the jars that the distribution has there")
                    .hint("Unpack or build the distribution again.")
                    .because(e);
        }
        return Shell.open(context, engine, screen);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
