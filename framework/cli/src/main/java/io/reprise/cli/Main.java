package io.reprise.cli;

import io.reprise.cli.command.Engine;
import io.reprise.cli.command.Reprise;
import io.reprise.cli.text.Screen;
import io.reprise.engine.Catalog;
import io.reprise.engine.Comparisons;
import io.reprise.engine.DataSets;
import io.reprise.engine.Doctor;
import io.reprise.engine.Exports;
import io.reprise.engine.Installer;
import io.reprise.engine.Pipelines;
import io.reprise.engine.Reproducer;
import io.reprise.engine.RunReports;
import io.reprise.engine.Runner;
import io.reprise.engine.Runs;
import io.reprise.engine.Sweeps;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the launcher calls: from the arguments of the process to its exit code. */
@Component(service = Function.class, property = "reprise.command=main")
public final class Main implements Function<String[], Integer> {
    private final BundleContext context;
    private final Engine engine;

    /** Called by the framework. */
    @Activate
    public Main(
            BundleContext context,
            @Reference Catalog catalog,
            @Reference Installer installer,
            @Reference Pipelines pipelines,
            @Reference Runner runner,
            @Reference Runs runs,
            @Reference RunReports reports,
            @Reference Exports exports,
            @Reference Reproducer reproducer,
            @Reference Sweeps sweeps,
            @Reference Comparisons comparisons,
            @Reference DataSets dataSets,
            @Reference Doctor doctor) {
        this.context = context;
        this.engine = new Engine(
                catalog,
                installer,
                pipelines,
                runner,
                runs,
                reports,
                exports,
                reproducer,
                sweeps,
                comparisons,
                dataSets,
                doctor);
    }

    @Override
    public Integer apply(String[] arguments) {
        Screen screen = Screen.ofProcess();
        Reprise reprise = new Reprise(engine, screen, () -> ShellBundles.open(context, engine, screen));
        try {
            return reprise.execute(arguments);
        } catch (LinkageError | OutOfMemoryError | StackOverflowError failure) {
            return reprise.report(failure);
        } finally {
            screen.out().flush();
            screen.err().flush();
        }
    }
}
