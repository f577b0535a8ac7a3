package io.reprise.cli.command;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine.IVersionProvider;

/** The version of this bundle. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"reprise " + text()};
    }

    static String text() {
        Bundle bundle = FrameworkUtil.getBundle(Version.class);
        return bundle == null
                ? "(not installed)"
                : bundle.getVersion().toString().replace(".SNAPSHOT", "-SNAPSHOT");
    }
}
