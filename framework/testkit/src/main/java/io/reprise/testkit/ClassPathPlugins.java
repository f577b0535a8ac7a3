package io.reprise.testkit;

import io.reprise.api.Kind;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.tensor.TensorService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The plug-ins on a test's class path, in place of those of a framework: the bundle's own and its kits'. */
final class ClassPathPlugins implements Plugins {
    private final List<Installed> installed = new ArrayList<>();

    /**
     * Finds them.
     *
     * @param bundle where the bundle's own lie
     * @param method its method; empty if it is none
     */
    ClassPathPlugins(Path bundle, String method, ClassLoader loader) {
        add(bundle, method, loader);
        Set<Path> others = new TreeSet<>(BundleScan.onClassPath(loader));
        others.remove(bundle);
        others.forEach(other -> add(other, "", loader));
    }

    private void add(Path bundle, String method, ClassLoader loader) {
        BundleScan scan = BundleScan.of(bundle);
        for (BundleScan.Declared declared : scan.plugins()) {
            if (declared.component() && !declared.kind().isEmpty()) {
                Kind kind = Kind.valueOf(declared.kind().toUpperCase(Locale.ROOT));
                String owner = scan.methods().isEmpty()
                        ? method
                        : scan.methods().get(0).getOrDefault("name", method);
                installed.add(new OnClassPath(
                        new PluginInfo(
                                kind,
                                declared.name(),
                                declared.plugin().getOrDefault("summary", ""),
                                owner,
                                bundle.toString(),
                                ""),
                        declared.className(),
                        loader));
            }
        }
    }

    @Override
    public List<Installed> list() {
        return installed;
    }

    @Override
    public List<String> executors() {
        return List.of(TensorService.NATIVE);
    }

    @Override
    public List<BundleInfo> runtime(String executor) {
        return List.of();
    }

    private record OnClassPath(PluginInfo info, String className, ClassLoader loader) implements Installed {
        @Override
        public List<BundleInfo> bundles() {
            return List.of();
        }

        @Override
        public Lease lease() {
            Object factory = make();
            return new Lease() {
                @Override
                public Object factory() {
                    return factory;
                }

                @Override
                public void close() {
                    // Nothing was taken.
                }
            };
        }

        private Object make() {
            try {
                return Class.forName(className, true, loader).getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(
                        className
                                + " cannot be made without a framework. Give it a public constructor without arguments.",
                        e);
            }
        }
    }
}
