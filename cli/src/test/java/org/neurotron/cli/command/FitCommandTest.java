package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.data.Model;
import org.neurotron.data.NpyFile;
import org.neurotron.data.NpyWriter;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;

/**
 * Breaks if fit does not follow recorded trajectories, does not find what is in data, gives other bytes on another
 * kernel, if predict does not apply what fit has made, or if bad data are not named or leave a model behind.
 */
class FitCommandTest {

    private static final Path GOLDEN = Path.of("..", "kernel", "src", "test", "resources", "golden");

    @TempDir
    private Path folder;

    /** Every recording by its affine family; one by its list of matrices, too. */
    @ParameterizedTest
    @CsvSource({
        "normal-n100-r25, tron, 16, 1e-4, 10, 1, affine",
        "normal-n100-r25-sgd, sgd-published, 16, 1e-4, 10, 1, affine",
        "laplace-n50-r25, tron, 16, 5e-5, 10, 1, affine",
        "outer-q10-n50-r20-k100, tron, 64, 2e-5, 100, 10, affine",
        "odd-n7-r3-b5-k4, tron, 5, 0.01, 4, 1, affine",
        "odd-n7-r3-b5-k4, tron, 5, 0.01, 4, 1, dense"})
    void recordedTrajectoriesAreFollowed(String recording, String algorithm, String b, String eta, String k, String q,
                                         String family) throws IOException {
        Path golden = GOLDEN.resolve(recording);
        Path w1 = folder.resolve("w1.npy");
        Path trace = folder.resolve("trace.npy");
        double[] expected;
        int r;
        try (NpyFile recorded = NpyFile.open(golden.resolve("w_trace.npy")); NpyWriter start = new NpyWriter(w1)) {
            r = recorded.rowLength();
            expected = recorded.readAll();
            for (int i = 0; i < r; i++) {
                start.write(expected, i);
            }
        }
        List<String> arguments = new ArrayList<>(List.of("fit", "--inputs", golden.resolve("X.npy").toString(),
            "--labels", golden.resolve("v.npy").toString(), "--start", w1.toString(), "--algorithm", algorithm,
            "--b", b, "--eta", eta, "--q", q, "--no-shuffle", "--validation", "0", "--epochs", "1",
            "--trace", trace.toString(), "--out", folder.resolve("out").toString()));
        if (algorithm.equals("tron")) {
            arguments.addAll(List.of("--tron-matrix", golden.resolve("M.npy").toString()));
        }
        arguments.addAll(family.equals("affine") ? List.of("--affine", golden.resolve("M.npy") + ","
            + golden.resolve("C.npy"), "--k", k) : List.of("--sensing-matrices", golden.resolve("A.npy").toString()));
        // An epoch is not enough to be better than the median of the labels, which is said.
        assertEquals(0, Cli.run(arguments.toArray(String[]::new)).exitCode());
        double[] actual;
        try (NpyFile written = NpyFile.open(trace)) {
            actual = written.readAll();
        }
        assertEquals(expected.length, actual.length);
        for (int first = 0; first < expected.length; first += r) {
            double distance = 0;
            double length = 0;
            for (int i = first; i < first + r; i++) {
                distance += (actual[i] - expected[i]) * (actual[i] - expected[i]);
                length += expected[i] * expected[i];
            }
            assertTrue(distance < 1e-18 * length, "off at " + first / r);
        }
    }

    private static Cli.Result requireGood(Cli.Result result) {
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of(), result.errorLines());
        return result;
    }

    /** v = 3 a − 2 b + 10, all positive, so that one gate is enough; and a column that has nothing to do with it. */
    private Path csv(int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("\uFEFFa,\"noise, so to say\",v,b\r\n");
        for (int i = 0; i < rows; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble(1, 2);
            text.append(a).append(',').append(random.nextInt(100)).append(',').append(3 * a - 2 * b + 10).append(',')
                .append(b).append("\r\n");
        }
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private String[] fit(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("fit", "--data", data.toString(), "--target", "v",
            "--convolution", "4,1", "--intercept", "--standardize", "--validation", "0.2", "--epochs", "60", "--eta",
            "0.02", "--out", folder.resolve("fit").toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(folder.resolve("fit").resolve(file)));
    }

    @ParameterizedTest
    @CsvSource({"tron", "sgd"})
    void findsWhatIsInTheDataAndPredictsIt(String algorithm) throws IOException {
        Path data = csv(503);
        Cli.Result result = requireGood(Cli.run(fit(data, "--algorithm", algorithm)));
        assertEquals(6, result.out().lines().count(), result.out());
        JsonNode metrics = json("metrics.json");
        assertEquals(402, metrics.get("training").get("count").asInt());
        assertEquals(101, metrics.get("validation").get("count").asInt());
        assertEquals(60 * Math.ceilDiv(402, 16), metrics.get("updates").asInt());
        assertTrue(metrics.get("validation").get("r2").asDouble() > 0.9999, metrics.toString());
        List<String> loss = Files.readAllLines(folder.resolve("fit").resolve("loss.csv"));
        assertEquals(62, loss.size());
        assertTrue(loss.getLast().startsWith("60," + metrics.get("training").get("mse").asText() + ","
            + metrics.get("validation").get("mse").asText() + ","), loss.getLast());

        Path shuffled = Files.writeString(folder.resolve("new.csv"),
            "b,a,unused,\"noise, so to say\"\n1,0,x,50\n2,1,,3\n");
        Path predictions = folder.resolve("predictions.csv");
        requireGood(Cli.run("predict", "--model", folder.resolve("fit/model.npz").toString(), "--data",
            shuffled.toString(), "--out", predictions.toString()));
        List<String> lines = Files.readAllLines(predictions);
        assertEquals("prediction", lines.getFirst());
        assertEquals(8, Double.parseDouble(lines.get(1)), 0.05);
        assertEquals(9, Double.parseDouble(lines.get(2)), 0.05);
        assertEquals(3, lines.size());
        assertEquals(Set.of("loss.csv", "metrics.json", "model.npz", "residuals.csv", "run.json", "suspects.csv"),
            Tree.names(folder.resolve("fit")));
    }

    @Test
    void anotherKernelGivesTheSameBytes() throws Exception {
        Path data = csv(300);
        String[] arguments = fit(data, "--poison", "theta=2,beta=0.5", "--trace", folder.resolve("w.npy").toString());
        requireGood(Cli.run(arguments));
        List<byte[]> before = bytes();
        List<String> again = new ArrayList<>(List.of("--kernel", "portable"));
        again.addAll(List.of(arguments));
        again.add("--overwrite");
        Cli.Result result = Cli.runInNewJvm(List.of(), again.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        List<byte[]> after = bytes();
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i));
        }
    }

    private List<byte[]> bytes() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (String name : List.of("fit/model.npz", "fit/metrics.json", "fit/loss.csv", "fit/suspects.csv",
            "fit/residuals.csv", "w.npy")) {
            all.add(Files.readAllBytes(folder.resolve(name)));
        }
        return all;
    }

    @Test
    void aBatchMayBeLargerThanTheData() throws IOException {
        Path data = csv(50);
        assertEquals(0, Cli.run(fit(data, "--b", "40")).exitCode());
        JsonNode expected = json("metrics.json");
        assertEquals(0, Cli.run(fit(data, "--b", "2147483647", "--overwrite")).exitCode());
        assertEquals(expected, json("metrics.json"));
    }

    @Test
    void numbersOutOfRangeAreSaid() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "a,v\n1.7e308,1\n-1.7e308,2\n1.7e308,3\n");
        requireBad("too large to be scaled", "fit", "--data", data.toString(), "--target", "v", "--standardize",
            "--out", folder.resolve("fit").toString());
        Files.writeString(data, "a,v\n1,1\n");
        String large = npy("large.npy", 1, 1e200).toString();
        requireBad("must be within the range of double precision", "fit", "--data", data.toString(), "--target", "v",
            "--affine", large + "," + large, "--out", folder.resolve("fit").toString());
        Files.writeString(data, "a,v\n1,1e200\n");
        Cli.Result result = Cli.run("fit", "--data", data.toString(), "--target", "v", "--k", "2", "--eta", "1e-9",
            "--out", folder.resolve("fit").toString());
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("MSE Infinity  MAE "), result.out());
    }

    @ParameterizedTest
    @CsvSource({"--r 2000000000", "--k 2000000000 --q 1"})
    void aNetworkForWhichThereIsNoMemoryIsRefusedBeforeItIsDrawn(String options) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "a,v\n1,1\n2,3\n");
        List<String> arguments = new ArrayList<>(List.of("fit", "--data", data.toString(), "--target", "v", "--out",
            folder.resolve("fit").toString()));
        arguments.addAll(List.of(options.split(" ")));
        requireBad("with 1 inputs and --b 2 needs ", arguments.toArray(String[]::new));
    }

    /** With nothing but the data and the target: another unit for each column, one that is constant, and no network. */
    @Test
    void fitsATableThatNothingIsKnownOf() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder text = new StringBuilder("a,b,constant,v\n");
        for (int i = 0; i < 400; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            text.append(1e200 * a + 3e200).append(',').append(1e-250 * b).append(",7,")
                .append(1e6 * (a - 2 * b) - 3e7).append('\n');
        }
        Path data = Files.writeString(folder.resolve("data.csv"), text);
        String out = folder.resolve("fit").toString();
        Cli.Result result = Cli.run("fit", "--data", data.toString(), "--target", "v", "--out", out);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of("neurotron fit: left out, as it does not vary: constant"), result.errorLines());
        assertEquals(1, json("metrics.json").get("validation").get("r2").asDouble(), 1e-9);
        assertEquals(80, json("metrics.json").get("validation").get("count").asInt());
        assertEquals(List.of("line,label,prediction,thresholds"), Files.readAllLines(folder.resolve("fit/suspects.csv"))
            .subList(0, 1));
        // A third of the labels are turned into the largest; the model is none the worse, and names them.
        result = Cli.run("fit", "--data", data.toString(), "--target", "v", "--poison",
            "theta=1e9,beta=0.33,attack=constant", "--overwrite", "--out", out);
        assertEquals(0, result.exitCode(), result.err());
        JsonNode metrics = json("metrics.json");
        assertEquals(1, metrics.get("validation").get("r2").asDouble(), 1e-9);
        assertTrue(metrics.get("yardsticks").get("leastSquares").get("validation").get("r2").asDouble() < -10);
        assertTrue(metrics.get("suspects").get("precision").asDouble() > 0.9, metrics.toString());
        assertEquals(1, metrics.get("suspects").get("recall").asDouble());
        assertTrue(result.out().contains("recall 1.000"), result.out());
        List<String> worst = Files.readAllLines(folder.resolve("fit/suspects.csv"));
        int line = Integer.parseInt(worst.get(1).split(",")[0]);
        double label = Double.parseDouble(Files.readAllLines(data).get(line - 1).split(",")[3]);
        assertEquals(label + 1e9, Double.parseDouble(worst.get(1).split(",")[1]));
    }

    /** Of more rows than a picture needs a file of the same size, evenly chosen, with what predict says of them. */
    @Test
    void someRowsAreKeptWithTheirPredictions() throws IOException {
        int rows = 12_000;
        Path data = csv(rows);
        String out = folder.resolve("fit").toString();
        requireGood(Cli.run("fit", "--data", data.toString(), "--target", "v", "--poison",
            "theta=50,beta=0.2,attack=constant", "--validation", "0.1", "--epochs", "2", "--eta", "0.1", "--robust",
            "hampel", "--out", out));
        requireGood(Cli.run("predict", "--model", out + "/model.npz", "--data", data.toString(), "--out",
            folder.resolve("p.csv").toString()));
        List<String> predicted = Files.readAllLines(folder.resolve("p.csv"));
        List<String> given = Files.readAllLines(data);
        List<String> kept = Files.readAllLines(folder.resolve("fit/residuals.csv"));
        double threshold = json("metrics.json").get("suspects").get("threshold").asDouble();
        List<String> suspects = Files.readAllLines(folder.resolve("fit/suspects.csv"));
        assertEquals("line,part,label,prediction,thresholds", kept.getFirst());
        // 10 800 are trained on, of which 2000 are kept, and 1200 are not, which are fewer.
        assertEquals(2000, kept.stream().filter(row -> row.contains(",training,")).count());
        assertEquals(1200, kept.stream().filter(row -> row.contains(",validation,")).count());
        assertEquals(3201, kept.size());
        int poisoned = 0;
        int suspected = 0;
        for (String row : kept.subList(1, kept.size())) {
            String[] cells = row.split(",");
            int line = Integer.parseInt(cells[0]);
            double label = Double.parseDouble(given.get(line - 1).split(",")[2]);
            double prediction = Double.parseDouble(cells[3]);
            assertEquals(Double.parseDouble(predicted.get(line - 1)), prediction, 1e-12 * Math.abs(prediction));
            boolean isFalse = Double.parseDouble(cells[2]) != label;
            assertTrue(!isFalse || cells[1].equals("training"), row);
            assertEquals(isFalse ? label + 50 : label, Double.parseDouble(cells[2]), 1e-12);
            double distance = (Double.parseDouble(cells[2]) - prediction) / threshold;
            assertEquals(distance, Double.parseDouble(cells[4]), 1e-9 * Math.abs(distance));
            assertEquals(Math.abs(distance) > 4, suspects.contains(line + "," + cells[2] + "," + cells[3] + ","
                + cells[4]), row);
            poisoned += isFalse ? 1 : 0;
            suspected += Math.abs(distance) > 4 ? 1 : 0;
        }
        // A fifth of the 2000 trained on, with a standard deviation of 18.
        assertEquals(400, poisoned, 90);
        assertTrue(suspected >= poisoned, suspected + " of " + poisoned);
    }

    @Test
    void worseThanTheMedianIsSaid() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        int columns = 30;
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < columns; j++) {
            text.append("x").append(j).append(',');
        }
        text.append("v\n");
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < columns; j++) {
                text.append(random.nextGaussian()).append(',');
            }
            text.append(random.nextGaussian()).append('\n');
        }
        Path data = Files.writeString(folder.resolve("data.csv"), text);
        Cli.Result result = Cli.run("fit", "--data", data.toString(), "--target", "v", "--out",
            folder.resolve("fit").toString());
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("worse than predicting the median of the labels"), result.err());
        assertTrue(result.out().lines().allMatch(line -> line.length() < 120), result.out());
    }

    @Test
    void poisonIsSeenInTrainingAlone() throws IOException {
        Cli.Result result = requireGood(Cli.run(fit(csv(400), "--poison", "theta=5,beta=1,attack=constant", "--json")));
        JsonNode metrics = new ObjectMapper().readTree(result.out());
        assertEquals(metrics, json("metrics.json"));
        // All labels are 5 too high, which a line follows.
        assertEquals(5, metrics.get("training").get("mae").asDouble(), 0.1);
        assertEquals(5, metrics.get("validation").get("mae").asDouble(), 0.1);
        assertTrue(metrics.get("trainingAsPoisoned").get("r2").asDouble() > 0.999);
        assertEquals("theta=5.0,beta=1.0,attack=constant", json("run.json").get("poison").asText());
    }

    @Test
    void predictTakesAndGivesNpy() throws IOException {
        requireGood(Cli.run(fit(csv(100))));
        Path model = folder.resolve("fit/model.npz");
        Path inputs = folder.resolve("X.npy");
        double[] rows = new double[3 * 1_000];
        Arrays.setAll(rows, i -> Math.cos(i));
        try (NpyWriter writer = new NpyWriter(inputs, 3)) {
            for (int i = 0; i < 1_000; i++) {
                writer.write(rows, 3 * i);
            }
        }
        Path out = folder.resolve("f.npy");
        requireGood(Cli.run("predict", "--model", model.toString(), "--inputs", inputs.toString(), "--out",
            out.toString()));
        double[] expected = new double[1_000];
        Model.load(model).predictor(1_000, Kernels.portable()).predict(Matrix.of(rows, 1_000, 3), expected);
        try (NpyFile predictions = NpyFile.open(out)) {
            assertArrayEquals(expected, predictions.readAll());
        }
    }

    @Test
    void featuresAreNamedAsInTheFile() throws IOException {
        requireGood(Cli.run(fit(csv(100), "--features", "\"noise, so to say\",b,a")));
        assertEquals("\"noise, so to say\",b,a", json("run.json").get("features").asText());
        assertEquals(List.of("noise, so to say", "b", "a"), Stream.of("0", "1", "2").map(j -> {
            try {
                return Model.load(folder.resolve("fit/model.npz")).properties().get("feature." + j);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }).toList());
    }

    @Test
    void aTraceMayLieBesideTheModel() throws IOException {
        Path data = csv(100);
        for (String name : List.of("inputs.npy", "labels.npy")) {
            Path trace = folder.resolve("fit").resolve(name);
            requireGood(Cli.run(fit(data, "--trace", trace.toString(), "--overwrite")));
            try (NpyFile filters = NpyFile.open(trace)) {
                assertEquals(1 + json("metrics.json").get("updates").asLong(), filters.rows());
            }
        }
    }

    @Test
    void aModelIsNotReplacedUnasked() throws IOException {
        Path data = csv(100);
        requireGood(Cli.run(fit(data)));
        byte[] before = Files.readAllBytes(folder.resolve("fit/model.npz"));
        Cli.Result refused = Cli.run(fit(data, "--seed", "2"));
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("or replace it with --overwrite"), refused.err());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("fit/model.npz")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        a,v\\n1,2\\n3\\n | line 3 has 1 cells; the header has 2
        a,v\\n1,2\\n3,4,5\\n | line 3 has 3 cells; the header has 2
        a,v\\n1,2\\n,4\\n | line 3, column 'a': the cell is empty; must be a finite number
        a,v\\n1,two\\n | line 2, column 'v': 'two'; must be a finite number
        a,v\\n1,NaN\\n | column 'v': 'NaN'
        a,v\\n1,Infinity\\n | column 'v': 'Infinity'
        a,v\\n1e999,1\\n | column 'a': '1e999'
        v,a\\n0x10,1\\n | column 'v': '0x10'
        v,a\\n1f,1\\n | column 'v': '1f'
        a,v\\n | has no rows
        a,b\\n1,2\\n | has no column 'v'; it has a, b
        a,v\\n1\0,1\\n | line 2, has the control character U+0000, which is none of text
        a,v\\n1,2\\n3,\0334\\n | line 3, has the control character U+001B
        a\205,v\\n1,2\\n | line 1, has the control character U+0085
        a,v\\n1\u2003,1\\n1,\u0661\\n | line 3, column 'v': '
        v\\n1\\n | has no column besides the target
        a,a,v\\n1,2,3\\n | has two columns 'a'
        a,v\\n1,"2\\n | is no CSV
        """)
    void badCsvIsNamed(String text, String message) throws IOException {
        requireBad(Files.writeString(folder.resolve("data.csv"), text.replace("\\n", "\n")), message);
    }

    /** Looked up one by one among all, these names would take minutes. */
    @Test
    @Timeout(60)
    void manyColumnsAreRead() throws IOException {
        StringBuilder header = new StringBuilder("v");
        for (int i = 0; i < 100_000; i++) {
            header.append(",column-").append(i);
        }
        requireBad(Files.writeString(folder.resolve("data.csv"), header + "\n1,2\n"),
            "line 2 has 2 cells; the header has 100001");
    }

    /** Everything behind the quote is one cell. In a process with little memory, where that is soon too much. */
    @Test
    void aQuoteThatIsNotClosedTakesNoMemory() throws Exception {
        Path data = folder.resolve("data.csv");
        Files.writeString(data, "a,v\n1,\"2\n" + "1,2\n".repeat(3_000_000));
        List<String> files = Files.exists(Path.of("/dev/zero")) ? List.of(data.toString(), "/dev/zero")
            : List.of(data.toString());
        for (String file : files) {
            Cli.Result result = Cli.runInNewJvm(List.of("-Xmx64m"), "--kernel", "portable", "fit", "--data", file,
                "--target", "v", "--out", folder.resolve("fit").toString());
            assertEquals(2, result.exitCode(), result.err());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains("has a row of more than") || result.err().contains("control character"),
                result.err());
        }
    }

    @Test
    void theLineOfTheFileIsNamedAndTheCellInPart() throws IOException {
        Path data = folder.resolve("data.csv");
        requireBad(Files.writeString(data, "v,a\n\n\"1\n\",2\n\"x\ny\",3\n"), "line 5, column 'v': 'x\\ny'; must");
        requireBad(Files.writeString(data, "a,v\r\n1,2\r\n\r\n3\r\n"), "line 4 has 1 cells; the header has 2");
        requireBad(Files.writeString(data, "a,v\n1,2\n3,\u202e" + "9".repeat(500) + "x"),
            "line 3, column 'v': '\\u{202e}" + "9".repeat(58) + "…'; must be a finite number");
    }

    @Test
    void emptyAndBinaryFilesAreNamed() throws IOException {
        requireBad(Files.write(folder.resolve("data.csv"), new byte[0]), "is empty");
        requireBad(Files.write(folder.resolve("data.csv"), new byte[] {'v', ',', (byte) 0xff, (byte) 0xfe}), "UTF-8");
    }

    private void requireBad(Path data, String message) throws IOException {
        requireBad(message, "fit", "--data", data.toString(), "--target", "v", "--out",
            folder.resolve("fit").toString());
    }

    private void requireBad(String message, String... arguments) throws IOException {
        Cli.Result result = Cli.run(arguments);
        assertEquals(2, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertEquals("", result.out());
        if (Files.exists(folder.resolve("fit"))) {
            assertEquals(Set.of(), Tree.names(folder.resolve("fit")));
        }
    }

    private Path npy(String name, int columns, double... values) throws IOException {
        Path file = folder.resolve(name);
        try (NpyWriter writer = columns == 0 ? new NpyWriter(file) : new NpyWriter(file, columns)) {
            for (int i = 0; i < values.length; i += Math.max(1, columns)) {
                writer.write(values, i);
            }
        }
        return file;
    }

    @Test
    void badArraysAreNamed() throws IOException {
        String x = npy("X.npy", 2, 1, 2, 3, 4).toString();
        String v = npy("v.npy", 0, 1, 2).toString();
        String out = folder.resolve("fit").toString();
        requireBad("must be (2,), a label for each row", "fit", "--inputs", x, "--labels",
            npy("v3.npy", 0, 1, 2, 3).toString(), "--out", out);
        requireBad("must be N x n", "fit", "--inputs", v, "--labels", v, "--out", out);
        requireBad("NaN at row 1, column 0", "fit", "--inputs", npy("nan.npy", 2, 1, 2, Double.NaN, 4).toString(),
            "--labels", v, "--out", out);
        requireBad("Infinity at element 1", "fit", "--inputs", x, "--labels",
            npy("inf.npy", 0, 1, 1 / 0.0).toString(), "--out", out);
        requireBad("is no NPY file", "fit", "--inputs", csv(1).toString(), "--labels", v, "--out", out);
        requireBad("must be k x r x 2", "fit", "--inputs", x, "--labels", v, "--sensing-matrices", x, "--out", out);
        requireBad("must be r x 2", "fit", "--inputs", x, "--labels", v, "--affine", v + "," + x, "--out", out);
        requireBad("must be r x n = 2 x 2", "fit", "--inputs", x, "--labels", v, "--tron-matrix",
            npy("M.npy", 2, 1, 2).toString(), "--out", out);
        requireBad("must be (r,) = (2,)", "fit", "--inputs", x, "--labels", v, "--start",
            npy("w.npy", 0, 1, 2, 3).toString(), "--out", out);
        Files.write(folder.resolve("cut.npy"), Arrays.copyOf(Files.readAllBytes(Path.of(x)), 150));
        requireBad("is cut off", "fit", "--inputs", folder.resolve("cut.npy").toString(), "--labels", v, "--out", out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --epochs 0 | --epochs
        --b 0 | --b
        --eta 0 | must be > 0
        --algorithm adam | must be one of tron
        --validation 1 | must be >= 0 and < 1
        --validation 0.999 | must be less, as it leaves none of 2 samples
        --poison theta=1 | must be theta=T,beta=B
        --poison theta=1,beta=2 | must be theta=T,beta=B
        --poison theta=1,beta=0.5,attack=realizable | must be theta=T,beta=B
        --poison theta=x,beta=0.5 | must be theta=T,beta=B
        --k 3 | must be even
        --r 0 | --r
        --alpha 1 | must be >= 0 and < 1
        --q 1,2 | must be one number or k = 10
        --convolution 3 | must be R,STRIDE
        --convolution 3,1 | must have R at most 2
        --convolution 1,1 --affine X.npy,Y.npy | must not both be given
        --convolution 1,1 --k 4 | --k must not be given with --convolution
        --validation 0.001 | must be 0 or more than that, as it keeps none of 2
        --convolution 1,1 --r 3 | --r must not be given with --convolution
        --sensing-matrices nowhere.npy | must be a file that can be read
        --eta 1 --trace no/where.npy | --trace
        --eta 1 --trace . | --trace
        --features a,c | has no column 'c'
        --features a,v | must not hold the target
        --features a,b,a | 'a,b,a' must not hold 'a' twice
        --missing no | must be refuse, drop or mean
        --features "a | must be names of columns
        --inputs X.npy | not both
        --trace w.npy | --trace must be given with a number for --eta
        --robust auto --eta 1 | must be a rule where --eta is a number
        --robust clip:2 | 'clip:2' must be > 0 and < 1
        --robust mom:20 | must be of at most b = 16 groups
        --eta nothing | must be
        --algorithm sgd --tron-matrix data.csv | --tron-matrix
        --labels v.npy | does not go with --data
        """)
    void badOptionsAreNamed(String options, String message) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "a,v,b\n1,2,3\n4,5,6\n");
        List<String> arguments = new ArrayList<>(List.of("fit", "--data", data.toString(), "--target", "v", "--out",
            folder.resolve("fit").toString()));
        arguments.addAll(List.of(options.split(" ")));
        requireBad(message, arguments.toArray(String[]::new));
    }

    /** Twelve filter elements for three inputs and an intercept: the mean of the matrices has rank 4 at most. */
    @Test
    void aDeficientRankIsSaidWithItsNumber() throws IOException {
        Path data = csv(100);
        Cli.Result result = Cli.run("fit", "--data", data.toString(), "--target", "v", "--r", "12", "--eta", "1e-5",
            "--epochs", "1", "--out", folder.resolve("fit").toString());
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.err().contains("lambda_1 = 0.00"), result.err());
        assertEquals(0, json("metrics.json").get("lambda1").asDouble());
        requireGood(Cli.run(fit(data, "--overwrite")));
        assertEquals(1, json("metrics.json").get("lambda1").asDouble(), 1e-12);
    }

    @Test
    void divergenceLeavesNoModel() throws IOException {
        Cli.Result result = Cli.run("fit", "--data", csv(100).toString(), "--target", "v", "--eta", "1e6", "--epochs",
            "100", "--out", folder.resolve("fit").toString(), "--trace", folder.resolve("w.npy").toString());
        assertEquals(1, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("training diverged at update"), result.err());
        assertFalse(Files.exists(folder.resolve("fit/model.npz")));
        assertTrue(Files.readString(folder.resolve("fit/loss.csv"))
            .startsWith("epoch,training_mse,validation_mse,training_median,validation_median,course,rule,eta\n0,"));
        try (NpyFile filters = NpyFile.open(folder.resolve("w.npy"))) {
            assertTrue(result.err().contains("at update " + filters.rows() + ":"), result.err());
        }
    }

    /** A prediction left out would shift all that follow. */
    @Test
    void anEmptyCellOfASingleColumnIsNoEmptyLine() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "\na,v\n1,2\n\n2,4\n\n");
        requireGood(Cli.run("fit", "--data", data.toString(), "--target", "v", "--out",
            folder.resolve("fit").toString()));
        assertEquals(2, json("metrics.json").get("training").get("count").asInt());
        String model = folder.resolve("fit/model.npz").toString();
        Path out = folder.resolve("f.csv");
        Files.writeString(data, "a\n1\n2\n\n");
        requireGood(Cli.run("predict", "--model", model, "--data", data.toString(), "--out", out.toString()));
        assertEquals(3, Files.readAllLines(out).size());
        Files.writeString(data, "a\n1\n\n3\n");
        Cli.Result result = Cli.run("predict", "--model", model, "--data", data.toString());
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("line 3, column 'a': the cell is empty"), result.err());
    }

    /** What is not finite would otherwise stand in the predictions without a word. */
    @Test
    void inputsThatAreTooLargeAreNamed() throws IOException {
        requireGood(Cli.run(fit(csv(50))));
        String model = folder.resolve("fit/model.npz").toString();
        Path out = folder.resolve("f.csv");
        Path data = Files.writeString(folder.resolve("new.csv"), "a,\"noise, so to say\",b\n1,2,1\n\n1e308,1,1e308\n");
        requireRefused("new.csv, line 4: the prediction would be ", "predict", "--model", model, "--data",
            data.toString(), "--out", out.toString());
        requireRefused("X.npy, row 1 (from 0): the prediction would be ", "predict", "--model", model, "--inputs",
            npy("X.npy", 3, 1, 2, 1, 1e308, 1, 1e308).toString(), "--out", out.toString());
        assertFalse(Files.exists(out), "wrote something");
    }

    private static void requireRefused(String message, String... arguments) {
        Cli.Result result = Cli.run(arguments);
        assertEquals(2, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    /** A model from arrays knows no names, and would take a first row of data for them. */
    @Test
    void aTableWithoutNamesIsRefusedByAModelWithoutNames() throws IOException {
        requireGood(Cli.run("fit", "--inputs", npy("X.npy", 3, 1, 2, 3, 4, 5, 6, 7, 8, 8).toString(), "--labels",
            npy("v.npy", 0, 1, 2, 3).toString(), "--out", folder.resolve("fit").toString()));
        String model = folder.resolve("fit/model.npz").toString();
        Path data = folder.resolve("new.csv");
        String out = folder.resolve("f.csv").toString();
        for (String header : List.of("1.25,-2,3e4", "1,2,4", "2,3,4", "-1,0,1")) {
            Files.writeString(data, header + "\n1,2,3\n");
            requireRefused("must begin with a row of column names; its first row holds numbers", "predict", "--model",
                model, "--data", data.toString(), "--out", out);
        }
        // What programs call columns that have no names.
        for (String header : List.of("a,b,c", "0,1,2", "1,2,3", "1,2,c")) {
            Files.writeString(data, header + "\n1,2,3\n");
            requireGood(Cli.run("predict", "--model", model, "--data", data.toString(), "--out", out));
            assertEquals(2, Files.readAllLines(Path.of(out)).size());
        }
    }

    @Test
    void badInputOfPredictIsNamed() throws IOException {
        Path data = csv(50);
        requireGood(Cli.run(fit(data)));
        String model = folder.resolve("fit/model.npz").toString();
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        for (String[] line : new String[][] {
            {"has no column 'noise, so to say'", "--model", model, "--data", other.toString()},
            {"must be N x 3", "--model", model, "--inputs", npy("X.npy", 2, 1, 2).toString()},
            {"NaN at row 0, column 1", "--model", model, "--inputs", npy("N.npy", 3, 1, 0 / 0.0, 2).toString()},
            {"is no model", "--model", data.toString(), "--data", data.toString()},
            {"must be a file that can be read", "--model", "nowhere", "--data", data.toString()},
            {"one of --data and --inputs", "--model", model},
            {"must be another file than", "--model", model, "--data", data.toString(), "--out", data.toString()},
            {"must be a file in a folder that is there", "--model", model, "--data", data.toString(), "--out",
                folder.resolve("no/where.csv").toString()}}) {
            List<String> arguments = new ArrayList<>(List.of("predict"));
            arguments.addAll(List.of(line).subList(1, line.length));
            Path out = folder.resolve("f.npy");
            if (!arguments.contains("--out")) {
                arguments.addAll(List.of("--out", out.toString()));
            }
            Cli.Result result = Cli.run(arguments.toArray(String[]::new));
            assertEquals(2, result.exitCode(), result.err());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains(line[0]), result.err());
            assertFalse(Files.exists(out), "wrote something");
            assertEquals(List.of(), Tree.names(folder).stream().filter(name -> name.endsWith(".part")).toList());
        }
    }
}
