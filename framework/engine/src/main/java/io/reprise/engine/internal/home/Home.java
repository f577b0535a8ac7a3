package io.reprise.engine.internal.home;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The home folder, where all state is kept: the folders in it are made when they are first asked for. The launcher names it in
 * the framework property {@value #PROPERTY}; without a launcher it is {@code .reprise} in the user's folder.
 */
@Component(service = Home.class)
public final class Home {
    /** The framework property that names the home folder. */
    public static final String PROPERTY = "reprise.home";

    private final Path folder;

    /** The home folder of a framework. */
    @Activate
    public Home(BundleContext context) {
        this(folderOf(context));
    }

    /** The home folder at a path. */
    public Home(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    private static Path folderOf(BundleContext context) {
        String named = context.getProperty(PROPERTY);
        return named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".reprise") : Path.of(named);
    }

    /** The home folder itself, which may not be there yet. */
    public Path folder() {
        return folder;
    }

    /** The file that lists what is installed. */
    public Path installed() {
        return folder.resolve("installed.json");
    }

    /** The jars of what is installed. */
    public Path bundles() {
        return made("bundles");
    }

    /** One folder a run. */
    public Path runs() {
        return made("runs");
    }

    /** One folder a sweep. */
    public Path sweeps() {
        return made("sweeps");
    }

    /** What can be made again. */
    public Path cache() {
        return made("cache");
    }

    /** The user's data files; not made, since only the user puts something there. */
    public Path data() {
        return folder.resolve("data");
    }

    private Path made(String name) {
        Path made = folder.resolve(name);
        try {
            return Files.createDirectories(made);
        } catch (IOException e) {
            throw RepriseException.problem("The home folder cannot be written")
                    .at(made.toString())
                    .expected("a folder in which files can be made")
                    .hint("Give another one with --home or REPRISE_HOME.")
                    .because(e);
        }
    }
}
