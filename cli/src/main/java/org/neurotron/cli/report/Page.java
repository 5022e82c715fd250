package org.neurotron.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.neurotron.cli.figure.Figure;

/**
 * A page to explore figures: HTML with everything in it, the charting library uPlot included. The same content gives
 * the same bytes.
 */
public final class Page {

    /** A cell of more characters is broken into lines. */
    private static final int LONG = 40;

    private static final String LIBRARY = "/META-INF/resources/webjars/uplot/";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    /** The parts of the script, in their order. */
    private static final List<String> SCRIPTS = List.of("base.js", "curves.js", "heat.js", "bars.js",
        "page.js");

    private final PageData data = new PageData();
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder contents = new StringBuilder();
    private final String title;
    private int headings;

    /**
     * An empty page.
     *
     * @param title    its title
     * @param subtitle a sentence below it
     */
    public Page(String title, String subtitle) {
        this.title = title;
        body.append("<p class=\"lead\">").append(escaped(subtitle)).append("</p>\n");
    }

    private String heading(String text) {
        String id = "section-" + ++headings;
        contents.append("<li><a href=\"#").append(id).append("\">").append(flowing(text)).append("</a></li>\n");
        return "<h2 id=\"" + id + "\">" + flowing(text) + "</h2>\n";
    }

    /** A text in which no line ends between what is equal. */
    private static String flowing(String text) {
        return escaped(text.replace(" = ", "\u00A0=\u00A0"));
    }

    /**
     * Adds a figure.
     *
     * @param figure what it shows
     */
    public void add(Figure figure) {
        body.append("<section class=\"figure\" data-figure=\"").append(data.add(figure)).append("\">\n")
            .append(heading(figure.text().title()))
            .append("<div class=\"tools\"></div>\n<div class=\"panels\" role=\"group\" aria-label=\"")
            .append(escaped(figure.text().alternative())).append("\"></div>\n<p class=\"caption\">")
            .append(flowing(figure.text().caption())).append("</p>\n</section>\n");
    }

    /**
     * Adds a table.
     *
     * @param heading its title
     * @param rows    the header and the rows; the first cell of each row names it
     */
    public void add(String heading, List<List<String>> rows) {
        body.append("<section>\n").append(heading(heading))
            .append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").append(escaped(heading))
            .append("\"><table>\n<thead><tr>");
        rows.getFirst().forEach(cell -> body.append("<th scope=\"col\">").append(escaped(cell)).append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows.subList(1, rows.size())) {
            body.append("<tr><th scope=\"row\">").append(escaped(row.getFirst())).append("</th>");
            row.subList(1, row.size()).forEach(cell -> body
                .append(cell.length() > LONG ? "<td class=\"long\">" : "<td>").append(escaped(cell)).append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n</section>\n");
    }

    /**
     * Adds commands that can be copied.
     *
     * @param heading what they are for
     * @param lines   the commands
     */
    public void addCommands(String heading, List<String> lines) {
        body.append("<section class=\"commands\">\n").append(heading(heading))
            .append("<pre tabindex=\"0\" role=\"region\" aria-label=\"").append(escaped(heading)).append("\"><code>")
            // A browser breaks lines at any hyphen, but not within such a part.
            .append(lines.stream().map(line -> Arrays.stream(line.split(" "))
                .map(word -> "<span>" + escaped(word) + "</span>").collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"))).append("</code></pre>\n</section>\n");
    }

    /**
     * The page.
     *
     * @return HTML
     */
    public String html() {
        String script = SCRIPTS.stream().map(Page::resource).collect(Collectors.joining("\n"));
        Map<String, String> parts = Map.of("title", escaped(title), "contents", contents.toString(), "body",
            body.toString(), "style", library("uPlot.min.css") + resource("page.css"), "licence", licence(),
            "library", inScript(library("uPlot.iife.min.js")),
            // "<" would end the script where a name holds "</script>".
            "data", data.json().replace("<", "\\u003c"),
            "script", inScript("(function () {\n'use strict';\n" + script + "})();"));
        // All at once, as what is put in may itself look like a place.
        return PLACE.matcher(resource("page.html"))
            .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    private static String inScript(String script) {
        if (script.contains("</script")) {
            throw new IllegalStateException("the script would end early");
        }
        return script;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        return text("/org/neurotron/cli/report/" + name);
    }

    /** A file of uPlot, in its version. */
    private static String library(String name) {
        return text(LIBRARY + version() + "/dist/" + name);
    }

    private static String licence() {
        List<String> lines = new ArrayList<>(List.of("uPlot " + version()));
        lines.addAll(text(LIBRARY + version() + "/LICENSE").lines().toList());
        return String.join("\n", lines).replace("--", "- -");
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Page.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String text(String path) {
        try (InputStream in = Page.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing from the program's libraries");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
