package io.reprise.engine.internal.install;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.resources.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The YAML files in the jar of a bundle that is not installed. */
final class JarResources {
    private static final String ENDING = ".yaml";

    private JarResources() {}

    /**
     * The files of a folder, ordered by name and read whole.
     *
     * @throws RepriseException if the jar cannot be read
     */
    static List<Resources.Resource> list(IndexedBundle bundle, String folder) {
        List<Resources.Resource> resources = new ArrayList<>();
        try (JarFile jar = new JarFile(bundle.jar().toFile())) {
            List<String> paths = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(path -> path.startsWith(folder + "/") && path.endsWith(ENDING))
                    .sorted()
                    .toList();
            for (String path : paths) {
                String name = path.substring(folder.length() + 1, path.length() - ENDING.length());
                String text = read(jar, path);
                resources.add(new Resources.Resource(bundle.methodName(), bundle.name(), name, path, () -> text));
            }
        } catch (IOException e) {
            throw RepriseException.problem("The bundle " + bundle.label() + " cannot be read: " + e.getMessage())
                    .at(bundle.jar().toString())
                    .hint("Unpack or build the distribution again.")
                    .because(e);
        }
        return resources;
    }

    private static String read(JarFile jar, String path) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
