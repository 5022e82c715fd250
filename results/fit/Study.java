import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neurotron.data.MiniBatchFit;
import org.neurotron.data.Metrics;
import org.neurotron.data.NpyFile;
import org.neurotron.data.NpySamples;
import org.neurotron.data.OpenGate;
import org.neurotron.data.Samples;
import org.neurotron.data.Split;
import org.neurotron.data.StagedFit;
import org.neurotron.kernel.Kernels;
import org.neurotron.network.Network;
import org.neurotron.network.SingleGate;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;

/**
 * Fits every cell that tables.py has prepared: WORK/TABLE/X.npy, v.npy (true labels), and for each split order-S.npy (which
 * rows come first, for training) and KIND-SHARE-S.npy (labels as training sees them). Writes to stdout one line for each
 * fit: table, kind, share, split, method, R2 on true labels of the rows left, precision and recall of suspected labels.
 */
class Study {

    /** Of the rows, as in peers.py. */
    static final double TRAINING = 0.7;

    /** What fit keeps for validation. */
    static final double KEPT = 0.2;

    static final StagedFit.Listener NOBODY = new StagedFit.Listener() { };

    record Method(String name, Algorithm algorithm, List<List<Robust>> courses, double kept) {
    }

    static List<Method> methods() {
        List<Method> all = new ArrayList<>();
        all.add(new Method("fit", Algorithm.TRON, StagedFit.COURSES, KEPT));
        all.add(new Method("fit-sgd", Algorithm.SGD, StagedFit.COURSES, KEPT));
        for (String rule : List.of("none", "clip:0.5", "trim:0.5", "hampel:0.5")) {
            all.add(new Method(rule, Algorithm.TRON, List.of(List.of(Robust.parse(rule))), 0));
        }
        all.add(new Method("clip,trim,hampel:0.4", Algorithm.TRON, List.of(StagedFit.COURSES.getLast()), 0));
        return all;
    }

    /** Where the labels lie beside the inputs. */
    static double[] doubles(Path file) throws IOException {
        try (NpyFile npy = NpyFile.open(file)) {
            return npy.readAll();
        }
    }

    static String cell(Path folder, String name) throws IOException {
        String[] parts = name.replace(".npy", "").split("-");
        int s = Integer.parseInt(parts[2]);
        double[] order = doubles(folder.resolve("order-" + s + ".npy"));
        double[] truth = doubles(folder.resolve("v.npy"));
        double[] given = doubles(folder.resolve(name));
        StringBuilder out = new StringBuilder();
        try (NpyFile x = NpyFile.open(folder.resolve("X.npy")); NpyFile v = NpyFile.open(folder.resolve(name));
             NpyFile clean = NpyFile.open(folder.resolve("v.npy"))) {
            int training = (int) Math.round(order.length * TRAINING);
            LongUnaryOperator places = i -> (long) order[(int) i];
            for (Method method : methods()) {
                Samples labelled = new NpySamples(x, v);
                int kept = (int) Math.round(training * method.kept());
                Split split = new Split(places, training - kept, kept);
                OpenGate gate = OpenGate.of(labelled, places, training - kept, true);
                Samples seen = gate.preprocessing().of(labelled, Kernels.selected());
                StagedFit staged = new StagedFit(new Network(new SingleGate(seen.n()), 0.1), null,
                    new StagedFit.Settings(method.algorithm(), 16, 1000, false, s + 1), gate.start(), seen, split,
                    NOBODY, Kernels.selected());
                List<StagedFit.Outcome> outcomes = staged.run(method.courses());
                MiniBatchFit fit = staged.fit();
                Metrics test = fit.measure(gate.preprocessing().of(new NpySamples(x, clean), Kernels.selected()),
                    places, training, order.length - training);
                // Which of the training labels are suspected, one by one.
                long suspected = 0;
                long found = 0;
                long poisoned = 0;
                double limit = 4 * fit.threshold();
                for (int i = 0; i < training; i++) {
                    boolean isFalse = given[(int) order[i]] != truth[(int) order[i]];
                    boolean isSuspected = fit.measure(seen, places, i, 1).meanAbsoluteError() > limit;
                    poisoned += isFalse ? 1 : 0;
                    suspected += isSuspected ? 1 : 0;
                    found += isFalse && isSuspected ? 1 : 0;
                }
                out.append(String.format(Locale.ROOT, "%s,%s,%s,%d,\"%s\",%.5f,%s,%s,\"%s\"%n", folder.getFileName(),
                    parts[0], parts[1], s, method.name(), test.determination(),
                    limit > 0 && suspected > 0 ? String.format(Locale.ROOT, "%.4f", (double) found / suspected) : "",
                    limit > 0 && poisoned > 0 ? String.format(Locale.ROOT, "%.4f", (double) found / poisoned) : "",
                    String.join(" then ", outcomes.getFirst().rules().stream().map(Object::toString).toList())));
            }
        }
        return out.toString();
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println("table,poison,share,split,method,r2,precision,recall,rules");
        for (String folder : List.of(arguments)) {
            List<String> names;
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("(none|largest|turned|uniform)-.*")).sorted().toList();
            }
            String[] lines = new String[names.size()];
            IntStream.range(0, lines.length).parallel().forEach(i -> {
                try {
                    lines[i] = cell(Path.of(folder), names.get(i));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            System.out.print(String.join("", lines));
        }
    }
}
