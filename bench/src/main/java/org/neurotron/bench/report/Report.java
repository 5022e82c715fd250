package org.neurotron.bench.report;

import static java.util.Map.entry;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The page of one kind of CPU and its pictures: a function of the stored sessions alone.
 */
final class Report {

    /** What the project wants to reach, at least. */
    private static final Map<String, Double> AIMS = Map.ofEntries(
        entry("step_vs_c", 1.15),
        entry("step_fraction_of_fma_peak", 0.5),
        entry("step_vs_scalar_dot", 15.0),
        entry("step_vs_scalar_auto", 2.0),
        entry("iteration_vs_numpy_textbook", 120.0),
        entry("iteration_vs_numpy_reformulated", 25.0),
        entry("projected_vs_numpy_textbook", 200.0),
        entry("projected_vs_drawn", 5.0),
        entry("projected_vs_drawn_qassist", 6.0),
        entry("projected_vs_drawn_n4096", 100.0),
        entry("projected_n100_vs_n1e6", 0.83),
        entry("projected_clip_vs_none", 0.97),
        entry("projected_trim_vs_none", 0.97),
        entry("projected_hampel_vs_none", 0.97),
        entry("large_forward_vs_openblas", 0.8),
        entry("parallel_efficiency", 0.95));

    private static final double Q_ASSIST_AIM = 3;

    private final Path folder;
    private final Results main;
    private final Optional<Results> quick;
    private final StringBuilder text = new StringBuilder();

    private Report(Path folder, Results main, Optional<Results> quick) {
        this.folder = folder;
        this.main = main;
        this.quick = quick;
    }

    /**
     * Writes page and pictures.
     *
     * @param folder where {@code full.json} or {@code quick.json} lies, or both
     * @throws IOException if a file cannot be read or written
     */
    static void write(Path folder) throws IOException {
        boolean both = Files.exists(folder.resolve("full.json")) && Files.exists(folder.resolve("quick.json"));
        new Report(folder, main(folder),
            both ? Optional.of(Results.read(folder.resolve("quick.json"))) : Optional.empty()).write();
    }

    /** The full session of a folder, or else the quick one. */
    static Results main(Path folder) throws IOException {
        Path full = folder.resolve("full.json");
        return Results.read(Files.exists(full) ? full : folder.resolve("quick.json"));
    }

    private void write() throws IOException {
        text.append("# What was measured on ").append(folder.getFileName()).append("""


            What names and shapes mean stands in [../README.md](../README.md), where kinds of CPU are side by side. A
            time is the median of all measured iterations of all JVMs of a measurement; one thread unless said.

            """);
        machine();
        headlines();
        picture("step-affine.svg", RatioBars.draw(main, "affine"),
            "Bars: the time of everyone's step over ours, for each shape, affine family",
            "A bar goes from 1, our time, to the peer's; where there is none, it was not measured.");
        picture("step-dense.svg", RatioBars.draw(main, "dense"),
            "Bars: the time of everyone's step over ours, for each shape, dense list", "");
        picture("roofline.svg", Roofline.draw(main),
            "Roofline: measured peak and bandwidths, and our forward pass and step at each shape", """
                Only necessary operations are counted, so gates, sums over lanes and calls show as distance from the
                roof. An operand counts once, however often a kernel reads it; the roof that matters is that of the
                cache that holds matrices and batch.""");
        picture("growth.svg", Growth.draw(main),
            "Time of a step against n and against b, for our kernel, the portable one and C",
            "Both axes are logarithmic; n = 100, r = 25, k = 10, b = 16 where nothing else is said.");
        tables("## The questions\n\nIn brackets: how many times as long as ours.\n\n", Tables.questions(main));
        tables("## Products\n\n", Stream.of(Tables.products(main)));
        tables("## Whole iterations\n\n", Stream.of(Tables.iterations(main), Tables.normals(main)));
        tables("## As one size grows\n\n", Tables.sweeps(main));
        tables("## The machine\n\n", Stream.of(Tables.limits(main)));
        Json.replace(folder.resolve("README.md"), text.toString());
    }

    private void machine() {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("machine", main.fact("cpu") + ", " + main.fact("cores") + " cores, " + main.fact("vectorBits")
            + "-bit vectors, " + main.fact("os")));
        facts.add(List.of("JDK", main.fact("jdk") + (main.header().has("options")
            ? ", with `" + main.fact("options") + "`" : "")));
        List<String> flags = new ArrayList<>();
        main.header().path("flags").forEach(set -> flags.add("`" + set.asText() + "`"));
        facts.add(List.of("flags", String.join(" or ", flags)));
        for (String peer : List.of("gcc", "openblas", "numpy")) {
            facts.add(List.of(peer, main.fact(peer).strip()));
        }
        facts.add(List.of("commit, time", main.fact("commit") + ", " + main.fact("date")));
        List<Double> spreads = main.timings().stream().map(Timing::spread).sorted().toList();
        if (!spreads.isEmpty()) {
            facts.add(List.of("noise", "the iterations of one measurement lie within "
                + Format.percent(spreads.get(spreads.size() / 2))
                + " of each other in half of the measurements, within "
                + Format.percent(spreads.get(spreads.size() * 9 / 10)) + " in nine of ten"));
        }
        main.skipped().forEach((name, reason) -> facts.add(List.of("skipped", name + " (" + reason + ")")));
        text.append("| | |\n| --- | --- |\n");
        facts.forEach(fact -> text.append("| ").append(String.join(" | ", fact)).append(" |\n"));
        text.append('\n');
    }

    private void headlines() {
        text.append("## Headlines\n\n");
        List<String> head = new ArrayList<>(List.of("ratio", "aim", "measured", "reached"));
        quick.ifPresent(session -> head.add(3, "quick session"));
        List<List<String>> rows = new ArrayList<>();
        List<Ratio> ratios = Ratios.of(main);
        List<Ratio> again = quick.map(Ratios::of).orElse(List.of());
        for (int i = 0; i < ratios.size(); i++) {
            Ratio ratio = ratios.get(i);
            row(rows, ratio.name(), aim(ratio), ratio.text(), again.isEmpty() ? "" : again.get(i).text(),
                reached(ratio));
        }
        Ratios.qAssistOverPaper(main).ifPresent(value -> row(rows, "q-assist step over the paper's",
            "≤ " + plain(Q_ASSIST_AIM), Format.number(value),
            quick.flatMap(Ratios::qAssistOverPaper).map(Format::number).orElse(""),
            value <= Q_ASSIST_AIM ? "yes" : "no"));
        text.append(new Table("", head, rows).markdown()).append('\n');
        quick.ifPresent(session -> text.append("Quick session: ").append(session.fact("cpu")).append(", commit ")
            .append(session.fact("commit")).append(", ").append(session.fact("date")).append(".\n\n"));
    }

    private void row(List<List<String>> rows, String name, String aim, String measured, String again, String reached) {
        rows.add(quick.isPresent() ? List.of(name, aim, measured, again, reached)
            : List.of(name, aim, measured, reached));
    }

    /** An aim as it was set, without digits that nobody gave. */
    private static String plain(double aim) {
        return BigDecimal.valueOf(aim).stripTrailingZeros().toPlainString();
    }

    /** What a ratio is to reach, or nothing if it has no aim. */
    static String aim(Ratio ratio) {
        Double least = AIMS.get(ratio.name());
        return bytes(ratio) ? "0" : least == null ? "" : "≥ " + plain(least);
    }

    private static String reached(Ratio ratio) {
        if (ratio.skipped() != null || aim(ratio).isEmpty()) {
            return "";
        }
        return (bytes(ratio) ? ratio.value() == 0 : ratio.value() >= AIMS.get(ratio.name())) ? "yes" : "no";
    }

    /** The ratios that are to be zero. */
    private static boolean bytes(Ratio ratio) {
        return ratio.name().endsWith("_alloc_bytes");
    }

    private void picture(String file, Optional<Picture> picture, String description, String caption)
            throws IOException {
        if (picture.isPresent()) {
            picture.get().write(folder.resolve(file));
            text.append("![").append(description).append("](").append(file).append(")\n\n");
            if (!caption.isEmpty()) {
                text.append(caption).append("\n\n");
            }
        }
    }

    private void tables(String heading, Stream<Table> tables) {
        List<Table> filled = tables.filter(table -> !table.isEmpty()).toList();
        if (!filled.isEmpty()) {
            text.append(heading);
            filled.forEach(table ->
                text.append(table.title()).append("\n\n").append(table.markdown()).append('\n'));
        }
    }
}
