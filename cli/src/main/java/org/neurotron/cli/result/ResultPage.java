package org.neurotron.cli.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.report.Page;

/** Results as a page: figures, tables, configuration, and how to compute them again. */
public final class ResultPage {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+(E-?[0-9]+)?");

    /** A seed of more digits is not always a floating-point number. */
    private static final int MOST_DIGITS = 15;

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
            + "labels. " + (results.isOfData() ? "What it has made of these data, how well it does, and which labels "
            + "it does not believe." : "‖w − w*‖ is the distance of the trained filter from the true one."));
        results.figures().forEach(page::add);
        results.tables().forEach(table -> page.add(table.title(), table.rows()));
        List<List<String>> configuration = new ArrayList<>(List.of(List.of("option", "value")));
        // Not what computed: the same configuration gives the same numbers on any machine, and the same page.
        RunJson.configuration(results.run()).forEach(option ->
            configuration.add(shown(option.substring(2).split("=", 2))));
        page.add("Configuration", configuration);
        page.addCommands("How to reproduce it", List.of(results.again() + " --out DIR", "cli/neurotron report DIR"));
        return page;
    }

    /** An option, with the numbers in its value written as everywhere on the page; the command has them as they are. */
    private static List<String> shown(String... option) {
        return List.of(option[0], Stream.of(option[1].split(",")).map(ResultPage::shown)
            .collect(Collectors.joining(", ")));
    }

    private static String shown(String value) {
        if (WHOLE.matcher(value).matches()) {
            return value.length() > MOST_DIGITS ? value : Label.count(Double.parseDouble(value));
        }
        return DECIMAL.matcher(value).matches() ? Label.number(Double.parseDouble(value)) : value;
    }
}
