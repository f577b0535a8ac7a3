package io.reprise.engine.testing;

import io.reprise.api.Kind;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.internal.plugins.Plugins;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plug-ins as if they were installed, without a framework. */
public final class TestPlugins implements Plugins {
    /** The trainer that goes wrong. */
    public final LineMethod.Trouble trouble = new LineMethod.Trouble();

    /** The trainer whose velocity lasts. */
    public final LineMethod.Momentum momentum = new LineMethod.Momentum();

    private final List<Installed> plugins = new ArrayList<>();
    private int leases;
    private String version = "1.0.0";

    /** No plug-ins. */
    public static TestPlugins none() {
        return new TestPlugins();
    }

    /** Those of {@link LineMethod}. */
    public static TestPlugins lines() {
        TestPlugins plugins = new TestPlugins();
        return plugins.with(Kind.DATASET, "points", "line", new LineMethod.Points())
                .with(Kind.DATASET, "words", "line", new LineMethod.Words())
                .with(Kind.MODEL, "line", "line", new LineMethod.Lines())
                .with(Kind.MODEL, "mirror", "line", new LineMethod.Mirrors())
                .with(Kind.TRAINER, "descent", "line", new LineMethod.Descent())
                .with(Kind.TRAINER, "solve", "line", new LineMethod.Solve())
                .with(Kind.TRAINER, "momentum", "line", plugins.momentum)
                .with(Kind.TRANSFORM, "shift", "line", new LineMethod.Shift())
                .with(Kind.TRAINER, "trouble", "line", plugins.trouble)
                .with(Kind.EVALUATOR, "fit", "line", new LineMethod.Fit())
                .with(Kind.EVALUATOR, "range", "line", new LineMethod.Range());
    }

    /** One more. */
    public TestPlugins with(Kind kind, String name, String method, Object factory) {
        plugins.add(new Fake(
                new PluginInfo(kind, name, "a " + kind + " for tests", method, "io.reprise.test." + method, version),
                factory));
        plugins.sort(Comparator.comparing((Installed plugin) -> plugin.info().kind())
                .thenComparing(plugin -> plugin.info().name())
                .thenComparing(plugin -> plugin.info().bundle()));
        return this;
    }

    /** From now on their bundles are of this version. */
    public void update(String newer) {
        version = newer;
    }

    /** How many factories are in use. */
    public int leases() {
        return leases;
    }

    @Override
    public List<Installed> list() {
        return List.copyOf(plugins);
    }

    @Override
    public List<String> executors() {
        return List.of("native");
    }

    @Override
    public List<BundleInfo> runtime(String executor) {
        return List.of(new BundleInfo("io.reprise.api", "1.0.0", "aa"));
    }

    private final class Fake implements Installed {
        private final PluginInfo info;
        private final Object factory;

        Fake(PluginInfo info, Object factory) {
            this.info = info;
            this.factory = factory;
        }

        @Override
        public PluginInfo info() {
            return info;
        }

        @Override
        public List<BundleInfo> bundles() {
            return List.of(new BundleInfo(info.bundle(), version, "bb"));
        }

        @Override
        public Lease lease() {
            leases++;
            return new Lease() {
                @Override
                public Object factory() {
                    return factory;
                }

                @Override
                public void close() {
                    leases--;
                }
            };
        }
    }
}
