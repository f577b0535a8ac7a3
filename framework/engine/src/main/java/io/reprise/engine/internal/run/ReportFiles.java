package io.reprise.engine.internal.run;

import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.report.ReportIndex;
import io.reprise.engine.internal.text.Csv;
import io.reprise.report.Figure;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.util.function.Consumer;

/** Writes what evaluators found into a run's folder: tables as CSV, figures as SVG and PNG, texts. */
final class ReportFiles {
    private final RunFolder folder;
    private final FigureDrawer drawer;
    private final Consumer<String> warnings;
    private final ReportIndex index = new ReportIndex();

    /**
     * The files of a run.
     *
     * @param warnings hears of figures that could not be drawn
     */
    ReportFiles(RunFolder folder, FigureDrawer drawer, Consumer<String> warnings) {
        this.folder = folder;
        this.drawer = drawer;
        this.warnings = warnings;
    }

    /** Writes all of it, and the index of what there is. */
    void write(String evaluator, Report report) {
        index.begin(evaluator, report.metrics());
        for (Table table : report.tables()) {
            String name = folder.unique("tables", evaluator, table.name());
            AtomicFile.write(folder.folder("tables").resolve(name + ".csv"), csv(table));
            index.table(evaluator, "tables/" + name + ".csv", table.title());
        }
        for (Report.Text text : report.texts()) {
            String name = folder.unique("texts", evaluator, text.name());
            AtomicFile.write(folder.folder("texts").resolve(name + ".txt"), text.content());
            index.text(evaluator, "texts/" + name + ".txt", text.name());
        }
        report.figures().forEach(figure -> drawInto(evaluator, figure));
        index.write(folder.path());
    }

    /** Draws one more figure. */
    void draw(String evaluator, Figure figure) {
        drawInto(evaluator, figure);
        index.write(folder.path());
    }

    /** One that cannot be drawn (no fonts on this machine, nothing finite to show) does not end the run. */
    private void drawInto(String evaluator, Figure figure) {
        try {
            // What cannot be drawn takes no name.
            drawer.draw(figure);
            String name = folder.unique("figures", evaluator, figure.name());
            drawer.write(figure, folder.folder("figures"), name);
            index.figure(evaluator, "figures/" + name, figure.title());
        } catch (io.reprise.api.RepriseException e) {
            throw e;
        } catch (RuntimeException | LinkageError | java.awt.AWTError | InternalError e) {
            warnings.accept("The figure '" + figure.name() + "' of " + evaluator + " was not drawn: " + e.getMessage());
        }
    }

    /** A table as in RFC 4180, though with plain line feeds. */
    static String csv(Table table) {
        return Csv.write(table.columns(), table.rows());
    }
}
