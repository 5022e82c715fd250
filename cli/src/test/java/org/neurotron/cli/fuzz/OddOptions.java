package org.neurotron.cli.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Odd command lines. */
final class OddOptions {

    /** Commands that are done at once; those that write, write into the folder. */
    private static final Map<String, List<String>> COMMANDS = Map.ofEntries(
        Map.entry("train", Good.concat(Good.TINY, List.of("--iterations", "5", "--out=DIR/out"))),
        Map.entry("sweep", Good.concat(Good.TINY, List.of("--iterations", "5", "--replicates", "2", "--threads", "1",
            "--out=DIR/out"))),
        Map.entry("theory", Good.TINY),
        Map.entry("fit", List.of("--inputs=DIR/X.npy", "--labels=DIR/y.npy", "--epochs", "1", "--out=DIR/out")),
        Map.entry("predict", List.of("--inputs=DIR/X.npy", "--model=DIR/model.npz", "--out=DIR/p.csv")),
        Map.entry("inspect", List.of("DIR/model.npz")),
        Map.entry("export", List.of("DIR/model.npz", "--onnx=DIR/p.onnx")),
        Map.entry("reproduce", List.of("--sims", "sim01", "--algorithms", "tron", "--iterations", "5", "--threads", "1",
            "--no-figures", "--out=DIR/out")),
        Map.entry("resume", List.of("DIR/none")),
        Map.entry("merge", List.of("DIR/none", "--out=DIR/out")),
        Map.entry("report", List.of("DIR/none")),
        Map.entry("bench", Good.concat(Good.TINY, List.of("--seconds", "0.02"))),
        Map.entry("info", List.of()),
        Map.entry("completion", List.of("bash")));

    private static final List<String> NAMES = List.of("train", "train", "train", "sweep", "sweep", "theory", "theory",
        "fit", "fit", "predict", "inspect", "export", "reproduce", "resume", "merge", "report", "bench",
        "info", "completion");

    /** Options with values of all commands. */
    private static final List<String> OPTIONS = List.of("--n", "--r", "--k", "--b", "--theta", "--beta", "--eta",
        "--alpha", "--q", "--distribution", "--attack", "--algorithm", "--sensing", "--sampling", "--seed",
        "--iterations", "--record", "--checkpoint-every", "--replicate", "--replicates", "--recovered-within",
        "--stuck-beyond", "--epsilon", "--delta", "--gamma", "--sims", "--algorithms", "--stride", "--threads",
        "--epochs", "--validation", "--poison", "--convolution", "--features", "--target", "--kernel",
        "--vector-bits", "--shard", "--seconds", "--x",
        "--robust", "--robust-rate", "--robust-start",
        "-n", "-");

    private static final List<String> FLAGS = List.of("--json", "--overwrite", "--quiet", "--keep-runs",
        "--standardize", "--intercept", "--no-shuffle", "--common-inputs", "--record-threshold", "--no-figures",
        "--partial", "--help", "--version", "-h", "-V");

    private static final List<String> VALUES = List.of("normal:1", "normal:1e150", "laplace:1e-320", "student-t:0.5",
        "student-t:1e308", "normal:", ":", "normal:1:2", "alternating", "uniform", "realizable", "tron", "sgd",
        "sgd-published", "gaussian", "wishart", "wishart:3", "drawn", "projected", "multivariate-t:3",
        "clip", "trim:1", "hampel:0.3", "huber:1", "median", "mom:3", "batch-trim:0.5", "worst", "informed", "flip",
        "scale:1e300", "inputs:1e300", "inputs:replace", "inf", "auto", "0/2", "auto/2",
        "every:1", "every:2147483647", "log:3", "log:0", "60s",
        "1e6", "0,1", "1,1", "0:1:0.25", "1:2:0", "0:1:1e-9", "1:0:0.1", ",", "1,", "2,2", "theta=1,beta=0.5", "theta=",
        "=", "sim01,sim01", "1,-1", "portable", "theorem");

    /** With these a command that is right may be as long as it likes; here, as long as this. */
    private static final Map<String, Integer> LENGTHS = Map.of("--iterations", 50, "--epochs", 50, "--replicates", 50,
        "--seconds", 1);

    /** With one of these it may be large, but not with two. */
    private static final Set<String> SIZES = Set.of("--n", "--r", "--k", "--b");

    private final Good good;

    OddOptions(Good good) {
        this.good = good;
    }

    List<List<String>> lines(Mutator mutator, Path folder) throws IOException {
        Good.put(Map.of("X.npy", good.data().get("X.npy"), "y.npy", good.data().get("y.npy"), "model.npz",
            good.models().getFirst()), folder);
        String command = mutator.one(NAMES);
        List<String> line = new ArrayList<>(COMMANDS.get(command).stream()
            .map(argument -> argument.replace("DIR", folder.toString())).toList());
        boolean large = false;
        for (int left = 1 + mutator.below(3); left > 0; left--) {
            int at = mutator.below(line.size() + 1);
            switch (mutator.below(8)) {
                case 0 -> line.add(at, mutator.one(FLAGS) + mutator.one("", "", "=true", "=false", "=x"));
                case 1 -> line.add(at, mutator.one("@/etc/passwd", "@@x", mutator.text()));
                default -> {
                    String option = mutator.one(OPTIONS);
                    String value = mutator.oneIn(2) ? mutator.one(VALUES) : mutator.text();
                    if (LENGTHS.containsKey(option) && isMore(value, LENGTHS.get(option))
                        || SIZES.contains(option) && large) {
                        continue;
                    }
                    large |= SIZES.contains(option);
                    set(line, option, value);
                }
            }
        }
        line.addFirst(mutator.oneIn(50) ? mutator.text() : command);
        return List.of(line);
    }

    private static boolean isMore(String value, int most) {
        try {
            return Double.parseDouble(value) > most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** In the place of the value that is there, as the parser takes an option only once. */
    private static void set(List<String> line, String option, String value) {
        int at = line.indexOf(option);
        if (at >= 0 && at < line.size() - 1) {
            line.set(at + 1, value);
        } else {
            line.add(option + "=" + value);
        }
    }
}
