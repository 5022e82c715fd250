package org.neurotron.cli.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.report.Page;

/** Results as a page: figures, tables, configuration, and how to compute them again. */
public final class ResultPage {

    private ResultPage() {
    }

    /**
     * Writes the page.
     *
     * @param results what it shows
     * @param target  where to
     */
    public static void write(Results results, OutputFolder target) throws IOException {
        target.write(FileNames.PAGE, page(results).html());
    }

    private static Page page(Results results) {
        Page page = new Page(results.title(), "Neuro-Tron trains a depth-2 network although an adversary poisons the "
            + "labels. ‖w − w*‖ is the distance of the trained filter from the true one.");
        results.figures().forEach(page::add);
        results.tables().forEach(table -> page.add(table.title(), table.rows()));
        List<List<String>> configuration = new ArrayList<>(List.of(List.of("option", "value")));
        // Not what computed: the same configuration gives the same numbers on any machine, and the same page.
        RunJson.configuration(results.run()).forEach(option ->
            configuration.add(List.of(option.substring(2).split("=", 2))));
        page.add("Configuration", configuration);
        page.addCommands("How to reproduce it", List.of(results.again() + " --out DIR", "cli/neurotron report DIR"));
        return page;
    }
}
