package org.neurotron.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;

/**
 * Good input of all kinds, as small as can be.
 *
 * @param data   arrays of fit by their names
 * @param csv    the same data as a table
 * @param models fitted models
 * @param train  the files of a run
 * @param sweep  the files of a sweep
 * @param study  the files of the study
 * @param fit    the files of a fit
 */
record Good(Map<String, byte[]> data, String csv, List<byte[]> models, Map<String, byte[]> train,
            Map<String, byte[]> sweep, Map<String, byte[]> study, Map<String, byte[]> fit) {

    /** Inputs and labels of fit. */
    static final int SAMPLES = 12;
    static final int N = 3;

    /** What makes a run a tiny one. */
    static final List<String> TINY = List.of("--n", "4", "--r", "2", "--k", "2", "--b", "2");

    /** Makes all of it in a folder. */
    static Good in(Path folder) throws IOException {
        Map<String, byte[]> data = new TreeMap<>(Map.of("X.npy", array("<f8", SAMPLES, N), "X4.npy",
            array("<f4", SAMPLES, N), "y.npy", array("<f8", SAMPLES), "A.npy", array("<f8", 2, 2, N), "M.npy",
            array("<f8", 2, N), "C.npy", array("<f8", 2, N), "w.npy", array("<f8", 2)));
        for (Map.Entry<String, byte[]> array : data.entrySet()) {
            Files.write(folder.resolve(array.getKey()), array.getValue());
        }
        String csv = IntStream.range(0, SAMPLES).mapToObj(i -> number(3 * i) + "," + number(3 * i + 1) + ","
            + number(3 * i + 2) + "," + number(i)).collect(Collectors.joining("\n", "a,b,c,y\n", "\n"));
        Files.writeString(folder.resolve("data.csv"), csv);
        String[][] fits = {{}, {"--k", "1"}, {"--sensing-matrices", folder.resolve("A.npy").toString()},
            {"--affine", folder.resolve("M.npy") + "," + folder.resolve("C.npy"), "--k", "2"},
            {"--convolution", "2,1", "--standardize"}};
        List<byte[]> models = new ArrayList<>();
        for (String[] fit : fits) {
            Path out = folder.resolve("fit" + models.size());
            if (Cli.run(concat(List.of("fit", "--inputs", folder.resolve("X.npy").toString(), "--labels",
                folder.resolve("y.npy").toString(), "--epochs", "1", "--out", out.toString()), List.of(fit))
                .toArray(String[]::new)).exitCode() == 0) {
                models.add(Files.readAllBytes(out.resolve("model.npz")));
            }
        }
        run("fit", "--data", folder.resolve("data.csv").toString(), "--target", "y", "--intercept", "--epochs", "1",
            "--out", folder.resolve("fit-csv").toString());
        models.add(Files.readAllBytes(folder.resolve("fit-csv/model.npz")));
        List<String> tiny = concat(TINY, List.of("--iterations", "20", "--record", "every:5"));
        run(concat(concat(List.of("train"), tiny), List.of("--out", folder.resolve("train").toString()))
            .toArray(String[]::new));
        run(concat(concat(List.of("sweep"), tiny), List.of("--theta", "0,1", "--replicates", "3", "--out",
            folder.resolve("sweep").toString())).toArray(String[]::new));
        run("reproduce", "--sims", "sim01", "--algorithms", "tron", "--iterations", "30", "--no-figures", "--out",
            folder.resolve("study").toString());
        return new Good(data, csv, models, Tree.files(folder.resolve("train")), Tree.files(folder.resolve("sweep")),
            Tree.files(folder.resolve("study")), Tree.files(folder.resolve("fit-csv")));
    }

    static List<String> concat(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static void run(String... arguments) {
        Cli.Result result = Cli.run(arguments);
        assertEquals(0, result.exitCode(), result.err());
    }

    private static double number(int i) {
        return (i * 37 % 101 - 50) / 25.0;
    }

    private static byte[] array(String type, int... shape) {
        int count = IntStream.of(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer data = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (type.equals("<f4")) {
                data.putFloat((float) number(i));
            } else {
                data.putDouble(number(i));
            }
        }
        byte[] bytes = new byte[data.position()];
        data.flip().get(bytes);
        return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + IntStream.of(shape)
            .mapToObj(length -> length + ",").collect(Collectors.joining(" ")) + "), }\n", 1, bytes);
    }

    /** An array of any header. */
    static byte[] npy(String header, int version, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(data);
        byte[] all = new byte[bytes.position()];
        bytes.flip().get(all);
        return all;
    }

    /** Puts files into a folder. */
    static void put(Map<String, byte[]> files, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }
}
