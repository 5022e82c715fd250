package org.neurotron.cli.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Odd arrays, models and tables, for {@code fit} and what takes a model. */
final class OddData {

    /** As many zeros pack into a few kilobytes. */
    private static final int BOMB = 64 << 20;

    private final Good good;

    OddData(Good good) {
        this.good = good;
    }

    /** An array, for one of the options that take one. */
    List<List<String>> arrays(Mutator mutator, Path folder) throws IOException {
        Good.put(good.data(), folder);
        Files.write(folder.resolve("model.npz"), good.models().getFirst());
        String odd = mutator.one(List.copyOf(good.data().keySet()));
        Files.write(folder.resolve(odd), mutator.oneIn(3) ? madeUpArray(mutator)
            : mutator.changed(good.data().get(odd)));
        String inputs = folder.resolve(odd.startsWith("X") ? odd : "X.npy").toString();
        if (odd.startsWith("X") && mutator.oneIn(2)) {
            return List.of(List.of("predict", "--model", folder.resolve("model.npz").toString(), "--inputs", inputs,
                "--out", folder.resolve(mutator.one("p.csv", "p.npy")).toString()));
        }
        List<String> fit = new ArrayList<>(List.of("fit", "--inputs", inputs, "--labels",
            folder.resolve("y.npy").toString(), "--epochs", "1", "--out", folder.resolve("out").toString()));
        switch (odd) {
            case "A.npy" -> fit.addAll(List.of("--sensing-matrices", folder.resolve(odd).toString()));
            case "M.npy", "C.npy" -> fit.addAll(List.of("--k", "2", "--affine", folder.resolve("M.npy") + ","
                + folder.resolve("C.npy")));
            case "w.npy" -> fit.addAll(List.of("--r", "2", "--start", folder.resolve(odd).toString()));
            default -> {
                if (mutator.oneIn(2)) {
                    fit.addAll(List.of("--standardize", "--intercept", "--validation", "0.25"));
                }
            }
        }
        return List.of(fit);
    }

    private static byte[] madeUpArray(Mutator mutator) {
        String type = mutator.one("<f8", "<f4", "=f8", ">f8", "f8", "<i8", "|u1", "<c16", "<U5", "|O", mutator.text());
        String order = mutator.one("False", "False", "False", "True", "0", mutator.text());
        String shape = mutator.one("(12, 3)", "(12,)", "()", "(0,)", "(0, 3)", "(12, 0)", "(12L, 3L)", "12, 3",
            "(3, 12)", "(" + mutator.number() + ", 3)", "(" + mutator.number() + ",)",
            "(2, 2, " + mutator.number() + ")", "(" + "1, ".repeat(mutator.below(100)) + "12, 3)", mutator.text());
        String quote = mutator.one("'", "'", "\"");
        String header = "{'descr': '#', 'fortran_order': ".replace("'", quote).replace("#", type) + order
            + ", 'shape': ".replace("'", quote) + shape + ", }";
        return Good.npy(mutator.oneIn(4) ? mutator.changed(header) : header, mutator.one(1, 1, 2, 3, 0, 255),
            mutator.oneIn(4) ? mutator.noise(12 * 3 * 8) : new byte[mutator.one(12 * 3 * 8, 12 * 3 * 4, 12 * 8, 0, 8)]);
    }

    /** A model: its bytes changed, or those of its parts. */
    List<List<String>> models(Mutator mutator, Path folder) throws IOException {
        byte[] model = mutator.one(good.models());
        Files.write(folder.resolve("model.npz"), mutator.oneIn(3) ? mutator.changed(model) : repacked(model, mutator));
        List<String> predict = new ArrayList<>(List.of("predict", "--model", folder.resolve("model.npz").toString(),
            "--out", folder.resolve("p.csv").toString()));
        if (mutator.oneIn(2)) {
            Files.writeString(folder.resolve("data.csv"), good.csv());
            predict.addAll(List.of("--data", folder.resolve("data.csv").toString()));
        } else {
            Files.write(folder.resolve("X.npy"), good.data().get("X.npy"));
            predict.addAll(List.of("--inputs", folder.resolve("X.npy").toString()));
        }
        return List.of(List.of("inspect", folder.toString(), mutator.one("--all", "--json")), List.of("export",
            folder.toString(), "--onnx", folder.resolve("model.onnx").toString()), predict);
    }

    private static byte[] repacked(byte[] model, Mutator mutator) throws IOException {
        List<Map.Entry<String, byte[]>> parts = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(model))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.add(Map.entry(entry.getName(), zip.readAllBytes()));
            }
        }
        int odd = mutator.below(parts.size());
        String name = parts.get(odd).getKey();
        byte[] content = parts.get(odd).getValue();
        switch (mutator.below(10)) {
            case 0 -> parts.remove(odd);
            case 1 -> parts.set(odd, Map.entry(mutator.one("../../x", "/x", "x\0", "w.npy", mutator.text()), content));
            case 2 -> parts.set(odd, parts.set(mutator.below(parts.size()), parts.get(odd)));
            case 3 -> parts.set(odd, Map.entry(name, madeUpArray(mutator)));
            case 4 -> parts.set(odd, Map.entry(name, mutator.one(parts).getValue()));
            case 5 -> parts.set(odd, Map.entry(name, mutator.oneIn(20) ? new byte[BOMB] : new byte[0]));
            default -> parts.set(odd, Map.entry(name, name.endsWith(".npy") ? mutator.changed(content)
                : mutator.changed(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            List<String> names = new ArrayList<>();
            for (Map.Entry<String, byte[]> part : parts) {
                // A name must be text to be written at all.
                String written = part.getKey().replace('\uD800', '?');
                if (!names.contains(written)) {
                    names.add(written);
                    zip.putNextEntry(new ZipEntry(written));
                    zip.write(part.getValue());
                }
            }
        }
        return bytes.toByteArray();
    }

    /** A table, for fit or predict. */
    List<List<String>> tables(Mutator mutator, Path folder) throws IOException {
        Path data = folder.resolve("data.csv");
        switch (mutator.below(4)) {
            case 0 -> Files.write(data, mutator.changed(good.csv().getBytes(StandardCharsets.UTF_8)));
            case 1 -> Files.write(data, madeUpTable(mutator).getBytes(StandardCharsets.UTF_8));
            default -> Files.write(data, mutator.changed(good.csv()).getBytes(StandardCharsets.UTF_8));
        }
        if (mutator.oneIn(3)) {
            Files.write(folder.resolve("model.npz"), mutator.one(good.models().getFirst(), good.models().getLast()));
            return List.of(List.of("predict", "--model", folder.resolve("model.npz").toString(), "--data",
                data.toString(), "--out", folder.resolve(mutator.one("p.csv", "p.npy")).toString()));
        }
        List<String> fit = new ArrayList<>(List.of("fit", "--data", data.toString(), "--target", "y", "--epochs", "1",
            "--out", folder.resolve("out").toString()));
        switch (mutator.below(5)) {
            case 0 -> fit.addAll(List.of("--standardize", "--intercept", "--validation", "0.25"));
            case 1 -> fit.addAll(List.of("--features", mutator.one("a,b", "b", "a,a", "y", mutator.text())));
            case 2 -> fit.addAll(List.of("--poison", "theta=1,beta=0.5"));
            case 3 -> fit.addAll(List.of("--missing", mutator.one("drop", "mean")));
            default -> {
                // As it is.
            }
        }
        return List.of(fit);
    }

    private static String madeUpTable(Mutator mutator) {
        int columns = mutator.one(1, 2, 4, 4, 4, 300);
        String end = mutator.one("\n", "\r\n", "\r", "\n\n");
        StringBuilder table = new StringBuilder(mutator.one("", "", "\uFEFF", "# x\n", "\n\n"));
        for (int row = mutator.below(20); row >= 0; row--) {
            for (int column = 0; column < columns; column++) {
                String cell = table.indexOf("\n") < 0 ? column == 0 ? "y" : "c" + column
                    : mutator.oneIn(40) ? mutator.text() : mutator.oneIn(20) ? mutator.number() : "0.5";
                String quoted = mutator.oneIn(10) ? "\"" + cell + "\"" : cell;
                table.append(quoted).append(column < columns - 1 ? "," : end);
            }
        }
        return table.toString();
    }
}
