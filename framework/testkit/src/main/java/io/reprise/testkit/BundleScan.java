package io.reprise.testkit;

import io.reprise.api.Kind;
import io.reprise.api.Method;
import io.reprise.api.Plugin;
import io.reprise.data.DatasetFactory;
import io.reprise.data.TransformFactory;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.ModelFactory;
import io.reprise.model.TrainerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What the class files of a bundle declare. The annotations of methods and plug-ins are for the build, which turns them into
 * the bundle's manifest; a running JVM does not see them, so the class files are read.
 */
final class BundleScan {
    /** The kinds of plug-in by the interface, in the form of class files, that makes them. */
    private static final Map<String, Kind> KINDS = Map.of(
            Type.getInternalName(DatasetFactory.class), Kind.DATASET,
            Type.getInternalName(TransformFactory.class), Kind.TRANSFORM,
            Type.getInternalName(ModelFactory.class), Kind.MODEL,
            Type.getInternalName(TrainerFactory.class), Kind.TRAINER,
            Type.getInternalName(EvaluatorFactory.class), Kind.EVALUATOR);

    private static final String COMPONENT = "Lorg/osgi/service/component/annotations/Component;";
    private static final int ASM = Opcodes.ASM9;

    /**
     * A concrete class that makes parts of pipelines, or says that it does.
     *
     * @param className its name
     * @param makes the kinds whose factory interface it names itself
     * @param component whether it has {@code @Component}
     * @param plugin the values of its {@code @Plugin}; empty without
     */
    record Declared(String className, List<Kind> makes, boolean component, Map<String, String> plugin) {
        String name() {
            return plugin.getOrDefault("name", "");
        }

        String kind() {
            return plugin.getOrDefault("kind", "");
        }
    }

    private final List<Declared> plugins = new ArrayList<>();
    private final List<Map<String, String>> methods = new ArrayList<>();

    private BundleScan() {}

    List<Declared> plugins() {
        return plugins;
    }

    /** The values of each {@code @Method}. */
    List<Map<String, String>> methods() {
        return methods;
    }

    /** Reads a folder of classes or a jar. */
    static BundleScan of(Path bundle) {
        BundleScan scan = new BundleScan();
        try {
            if (Files.isDirectory(bundle)) {
                scan.readAll(bundle);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(bundle)) {
                    scan.readAll(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the classes of " + bundle + " could not be read", e);
        }
        return scan;
    }

    /** The folder or jar that a class comes from. */
    static Path bundleOf(Class<?> type) {
        return path(type.getProtectionDomain().getCodeSource().getLocation());
    }

    /** The folders and bundles on the class path that may declare plug-ins. */
    static List<Path> onClassPath(ClassLoader loader) {
        try {
            List<Path> found = new ArrayList<>();
            for (URL root : Collections.list(loader.getResources(""))) {
                if (root.getProtocol().equals("file")) {
                    found.add(path(root));
                }
            }
            for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
                String address = manifest.toString();
                if (!address.startsWith("jar:file:")) {
                    continue;
                }
                // A line of a manifest is cut after 72 bytes and goes on after a blank.
                String text = new String(manifest.openStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                        .replaceAll("\r?\n ", "");
                if (text.contains(Plugin.NAMESPACE)) {
                    found.add(Path.of(URI.create(address.substring("jar:".length(), address.indexOf("!/")))));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("the class path could not be searched", e);
        }
    }

    private static Path path(URL location) {
        try {
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path has the address " + location, e);
        }
    }

    private void readAll(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")
                            && !path.toString().endsWith("module-info.class"))
                    .sorted()
                    .toList()) {
                read(Files.readAllBytes(file));
            }
        }
    }

    private void read(byte[] classFile) {
        Declaration declaration = new Declaration();
        new ClassReader(classFile)
                .accept(declaration, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (!declaration.method.isEmpty()) {
            methods.add(declaration.method);
        }
        if (declaration.concrete && (!declaration.makes.isEmpty() || !declaration.plugin.isEmpty())) {
            plugins.add(
                    new Declared(declaration.className, declaration.makes, declaration.component, declaration.plugin));
        }
    }

    private static final class Declaration extends ClassVisitor {
        private String className = "";
        private boolean concrete;
        private boolean component;
        private final List<Kind> makes = new ArrayList<>();
        private final Map<String, String> plugin = new HashMap<>();
        private final Map<String, String> method = new HashMap<>();

        Declaration() {
            super(ASM);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            className = Type.getObjectType(name).getClassName();
            concrete = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
            Stream.of(interfaces).filter(KINDS::containsKey).map(KINDS::get).forEach(makes::add);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            if (descriptor.equals(COMPONENT)) {
                component = true;
            } else if (descriptor.equals(Type.getDescriptor(Plugin.class))) {
                return values(plugin);
            } else if (descriptor.equals(Type.getDescriptor(Method.class))) {
                return values(method);
            }
            return null;
        }

        private static AnnotationVisitor values(Map<String, String> into) {
            return new AnnotationVisitor(ASM) {
                @Override
                public void visit(String name, Object value) {
                    into.put(name, value.toString());
                }

                @Override
                public void visitEnum(String name, String descriptor, String value) {
                    into.put(name, value.toLowerCase(java.util.Locale.ROOT));
                }
            };
        }
    }
}
