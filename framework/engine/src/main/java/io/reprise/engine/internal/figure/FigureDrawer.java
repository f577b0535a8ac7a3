package io.reprise.engine.internal.figure;

import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.report.Figure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/**
 * Draws figures as SVG and as PNG. AWT and the drawing libraries are loaded at the first figure, without a display, so that
 * runs without figures and all other commands do not pay for them.
 */
@Component(service = FigureDrawer.class)
public final class FigureDrawer {
    /** A figure that is laid out. */
    public interface Drawing {
        /** Writes it as SVG. */
        void svg(OutputStream out) throws IOException;

        /** Writes it as PNG, at twice the size of the SVG's units. */
        void png(OutputStream out) throws IOException;
    }

    /**
     * Lays a figure out.
     *
     * @throws IllegalArgumentException if it has no finite value to show (on a logarithmic axis: none above 0)
     */
    public Drawing draw(Figure figure) {
        return Charts.draw(figure, Theme.LIGHT);
    }

    /**
     * Writes a figure into a folder, as SVG and PNG for light pages and for dark ones: {@code NAME.svg}, {@code NAME.png},
     * {@code NAME-dark.svg} and {@code NAME-dark.png}.
     *
     * @param name the files' name without ending
     * @throws IllegalArgumentException if it has no finite value to show
     * @throws io.reprise.api.RepriseException if a file cannot be written
     */
    public void write(Figure figure, Path folder, String name) {
        for (Theme theme : Theme.values()) {
            Drawing drawing = Charts.draw(figure, theme);
            AtomicFile.write(folder.resolve(name + theme.suffix() + ".svg"), drawing::svg);
            AtomicFile.write(folder.resolve(name + theme.suffix() + ".png"), drawing::png);
        }
    }
}
