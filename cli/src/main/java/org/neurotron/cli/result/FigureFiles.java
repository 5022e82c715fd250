package org.neurotron.cli.result;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Picture;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.study.Workers;

/** Figures as files, each as {@code ID.png} and {@code ID.svg}. */
public final class FigureFiles {

    private FigureFiles() {
    }

    /**
     * Draws figures.
     *
     * @param folder   where to
     * @param figures  what to draw
     * @param threads  how many are drawn at a time
     * @param terminal where to show progress
     */
    public static void write(OutputFolder folder, List<? extends Figure> figures, int threads, Terminal terminal)
        throws IOException, InterruptedException {
        try (Progress progress = terminal.progress("drawing", "figures", 0, figures.size())) {
            Workers.run(threads, figures.size(), number -> {
                Figure figure = figures.get((int) number);
                Picture picture = new Picture(figure);
                folder.write(figure.text().id() + ".png", picture.png());
                folder.write(figure.text().id() + ".svg", picture.svg());
                progress.stepped(1);
            });
        } catch (ExecutionException e) {
            throw Failure.rethrow(e);
        }
    }

    /**
     * Removes pictures that others are not to stand beside.
     *
     * @param folder where they are
     * @param ids    of which figures
     */
    public static void remove(OutputFolder folder, List<String> ids) throws IOException {
        for (String id : ids) {
            folder.remove(id + ".png");
            folder.remove(id + ".svg");
        }
    }
}
