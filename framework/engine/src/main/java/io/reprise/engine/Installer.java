package io.reprise.engine;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Installs and uninstalls methods and extensions by name, with the kits they need. Each call happens whole or not at all. */
@ProviderType
public interface Installer {
    /**
     * Installs methods and what they need, and starts them. Those that are installed already stay as they are.
     *
     * @throws io.reprise.api.RepriseException if a name is unknown (with the nearest ones), something needed is missing, a
     *     bundle does not match its hash or is damaged, or the home folder cannot be written; nothing has changed then
     */
    InstallResult install(List<String> names, ProgressListener listener);

    /**
     * Uninstalls methods, and the kits that no other needs.
     *
     * @throws io.reprise.api.RepriseException if a name is not installed; nothing has changed then
     */
    InstallResult uninstall(List<String> names);
}
