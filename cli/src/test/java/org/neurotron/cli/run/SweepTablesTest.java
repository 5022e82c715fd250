package org.neurotron.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.command.Neurotron;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.study.SweepRun;

/** Breaks if the tables depend on how much memory there is, or a mean is not taken in the order of the replicates. */
class SweepTablesTest {

    private static final int SETTINGS = 2;
    private static final int REPLICATES = 301;
    private static final int RECORDS = 17;

    private static final SweepOptions.Plan PLAN = SweepOptions.of("a test", List.of("--theta=1,2", "--replicates="
        + REPLICATES, "--iterations=" + RECORDS, "--record=every:1"));

    @TempDir
    private Path folder;

    /** Of very different sizes, so that a sum depends on its order; the last replicates have diverged on their way. */
    private static double[][] errors() {
        Random random = new Random(1);
        double[][] errors = new double[SETTINGS * REPLICATES][RECORDS];
        for (int run = 0; run < errors.length; run++) {
            for (int i = 0; i < RECORDS; i++) {
                errors[run][i] = run % REPLICATES > REPLICATES - i ? Double.POSITIVE_INFINITY
                    : Math.exp(40 * random.nextGaussian());
            }
        }
        return errors;
    }

    @Test
    void memoryDecidesNothingAndMeansAreTakenInTheOrderOfTheReplicates() throws IOException {
        double[][] errors = errors();
        try (SweepFile runs = SweepFile.toWrite(folder.resolve("runs"), PLAN)) {
            for (int run = 0; run < errors.length; run++) {
                runs.put(run, new SweepRun(errors[run], new SweepRun.Ending(1, errors[run][0], 2, 3, 0)));
            }
            Terminal terminal = Terminal.of(Neurotron.commandLine().getCommandSpec());
            Path reference = folder.resolve("reference");
            new SweepTables(PLAN.sweep(), PLAN.criteria(), runs).write(new OutputFolder(reference), true, terminal);
            // One iteration at a time, three with some memory left, all but one, all.
            for (double most : new double[] {1, 3.5 * REPLICATES, (RECORDS - 1) * REPLICATES, RECORDS * REPLICATES}) {
                Path other = folder.resolve("most" + most);
                new SweepTables(PLAN.sweep(), PLAN.criteria(), runs, most).write(new OutputFolder(other), true,
                    terminal);
                for (String name : FileNames.SWEEP_TABLES) {
                    assertArrayEquals(Files.readAllBytes(reference.resolve(name)),
                        Files.readAllBytes(other.resolve(name)), name);
                }
            }
            int row = 0;
            for (CSVRecord quantiles : CsvTable.readAll(reference.resolve(FileNames.QUANTILES), _ -> { })) {
                int first = row / RECORDS * REPLICATES;
                int record = row++ % RECORDS;
                double[] column = IntStream.range(first, first + REPLICATES).mapToDouble(run -> errors[run][record])
                    .toArray();
                assertEquals(Arrays.stream(column).average().orElseThrow(),
                    Double.parseDouble(quantiles.get("mean")));
                assertEquals(Math.max(0, record - 1), Math.round(REPLICATES
                    * Double.parseDouble(quantiles.get("diverged"))));
                Arrays.sort(column);
                assertEquals(column[REPLICATES / 2], Double.parseDouble(quantiles.get("q50")));
            }
            assertEquals(SETTINGS * RECORDS, row);
        }
    }
}
