package org.neurotron.cli.result;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.PublishedFigures;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Thinner;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;

/**
 * The study's traces thinned to what a page can show, in files small enough to keep: {@code simNN.csv}, a row per curve
 * and piece of it, with the error at the end of the piece and the smallest and greatest in it, to five digits.
 */
public final class ThinnedStudy {

    /** Pieces of a curve. */
    static final int PIECES = 320;

    /** Pieces that pictures are drawn from: more than a picture has columns of pixels. */
    static final int FINE = 6 * PIECES;

    private static final List<String> HEADER = List.of("file", "value", "iteration", "error", "least", "greatest");
    private static final MathContext DIGITS = new MathContext(5);

    private ThinnedStudy() {
    }

    /** Thins a trace. */
    public static Points thinned(double[] errors, int stride, long iterations) {
        Thinner thinner = new Thinner(FINE, 0, iterations, Scale.LINEAR);
        for (int i = 0; i < errors.length; i++) {
            thinner.add((i + 1.0) * stride, errors[i]);
        }
        return thinner.points();
    }

    /** The tables of a simulation, for all algorithms, and again with each of some rules. */
    static List<TraceTable> tables(String simulation, List<Robust> rules) {
        List<TraceTable> tables = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            List<TraceTable> own = PublishedStudy.tables(simulation, algorithm);
            tables.addAll(own);
            if (algorithm.takesRules()) {
                rules.forEach(rule -> own.forEach(table -> tables.add(table.with(rule))));
            }
        }
        return tables;
    }

    /**
     * Writes the traces of a study.
     *
     * @param folder     where to
     * @param study      what has been run
     * @param iterations steps of every run
     */
    public static void write(OutputFolder folder, PublishedFigures study, long iterations) throws IOException {
        for (String simulation : PublishedStudy.simulations()) {
            List<TraceTable> tables = tables(simulation, study.rules()).stream()
                .filter(table -> !study.of(table).isEmpty()).toList();
            if (!tables.isEmpty()) {
                try (NewFile part = folder.start(FileNames.thinned(simulation))) {
                    CSVPrinter csv = Csv.printer(part.writer());
                    csv.printRecord(HEADER);
                    for (TraceTable table : tables) {
                        write(csv, table, study.of(table), iterations);
                    }
                    part.commit();
                }
            }
        }
    }

    private static void write(CSVPrinter csv, TraceTable table, List<Points> columns, long iterations)
        throws IOException {
        for (int column = 0; column < columns.size(); column++) {
            double value = PublishedStudy.variedParameter(table.simulation()).of(table.columns().get(column));
            Points points = columns.get(column).thinned(PIECES, 0, iterations, Scale.LINEAR);
            for (int i = 0; i < points.x().length; i++) {
                csv.printRecord(table.fileName(), value, Math.round(points.x()[i]), rounded(points.value()[i]),
                    rounded(points.least()[i]), rounded(points.most()[i]));
            }
        }
    }

    private static String rounded(double value) {
        return Double.isFinite(value) ? Double.toString(new BigDecimal(value).round(DIGITS).doubleValue())
            : Double.toString(value);
    }

    /**
     * Reads them again.
     *
     * @param folder     where they are
     * @param iterations steps of every run
     * @param rules      against false labels, beside none
     * @return the study, as far as there are files
     * @throws BadUsage if a file is damaged
     */
    static PublishedFigures read(Path folder, long iterations, List<Robust> rules) throws IOException {
        PublishedFigures study = new PublishedFigures(iterations, rules);
        for (String simulation : PublishedStudy.simulations()) {
            Path file = folder.resolve(FileNames.thinned(simulation));
            if (Files.exists(file)) {
                Map<String, Map<Double, Thinner>> curves = curves(file, iterations);
                for (TraceTable table : tables(simulation, rules)) {
                    Map<Double, Thinner> own = curves.getOrDefault(table.fileName(), Map.of());
                    List<Points> columns = table.columns().stream()
                        .map(run -> own.get(PublishedStudy.variedParameter(simulation).of(run)))
                        .filter(thinner -> thinner != null).map(Thinner::points).toList();
                    if (columns.size() == table.columns().size()) {
                        study.add(table, columns);
                    } else if (!own.isEmpty()) {
                        throw new BadUsage(file + " is damaged: it has not all curves of " + table.fileName());
                    }
                }
            }
        }
        return study;
    }

    private static Map<String, Map<Double, Thinner>> curves(Path file, long iterations) throws IOException {
        Map<String, Map<Double, Thinner>> curves = new HashMap<>();
        CsvTable.read(file, row -> curves.computeIfAbsent(row.get("file"), _ -> new HashMap<>())
            .computeIfAbsent(Double.valueOf(row.get("value")), _ -> new Thinner(PIECES, 0, iterations, Scale.LINEAR))
            .add(Double.parseDouble(row.get("iteration")), Double.parseDouble(row.get("error")),
                Double.parseDouble(row.get("least")), Double.parseDouble(row.get("greatest"))));
        return curves;
    }
}
