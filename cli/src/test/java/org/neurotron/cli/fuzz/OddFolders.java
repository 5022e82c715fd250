package org.neurotron.cli.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.SweepOptions;

/** Odd folders of results, for {@code plot}, {@code report} and {@code resume}. */
final class OddFolders {

    /** What a run or a sweep may compute at most so that it is done at once. */
    private static final double MOST_WORK = 1e7;

    /** Checksum, format, and the five numbers of an ending. */
    private static final int SLOT_HEADER = 2 * Integer.BYTES + Long.BYTES + 4 * Double.BYTES;

    private static final int RUNS = 6;
    private static final int RECORDS = 4;

    private final Good good;
    private final List<String> sweep;

    OddFolders(Good good, Path folder) throws IOException {
        this.good = good;
        sweep = SweepOptions.of("sweep", RunJson.configuration(RunJson.read(folder.resolve("sweep/run.json"))))
            .runsConfiguration();
    }

    /** A configuration. */
    List<List<String>> configurations(Mutator mutator, Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(mutator.one(good.train(), good.sweep(), good.study(), good.fit()));
        String json = mutator.changed(new String(files.get(FileNames.RUN), StandardCharsets.UTF_8));
        files.put(FileNames.RUN, json.getBytes(StandardCharsets.UTF_8));
        boolean resume = mutator.oneIn(3) && !files.containsKey(FileNames.CHECKPOINT)
            && !files.containsKey(FileNames.MODEL) && isQuick(json);
        if (resume) {
            files.remove(FileNames.SUMMARY);
        }
        Path results = folder.resolve("results");
        Good.put(files, results);
        return List.of(resume ? List.of("resume", results.toString(), "--quiet", "--threads", "1")
            : looking(mutator, results));
    }

    private static List<String> looking(Mutator mutator, Path results) {
        return List.of(mutator.oneIn(50) ? "plot" : "report", results.toString());
    }

    /** Whether what is asked for, if it is anything, is computed at once; what is not may be as long as it likes. */
    private static boolean isQuick(String json) {
        try {
            JsonNode run = new ObjectMapper().readTree(json);
            double work = 1;
            for (String name : List.of("iterations", "replicates", "n", "r", "k", "b", "theta", "beta", "eta")) {
                JsonNode value = run.path(name);
                double size = name.length() > 1 && value.isArray() ? value.size() : 1;
                work *= name.length() == 1 || name.length() > 5 ? number(value) : size;
            }
            return work <= MOST_WORK;
        } catch (IOException e) {
            return true;
        }
    }

    private static double number(JsonNode value) {
        return Math.max(1, Math.abs(value.isNumber() ? value.asDouble() : Double.POSITIVE_INFINITY));
    }

    /** A table of results. */
    List<List<String>> results(Mutator mutator, Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(mutator.one(good.train(), good.sweep(), good.study(), good.fit()));
        List<String> tables = files.keySet().stream().filter(name -> name.endsWith(".csv")
            || name.equals(FileNames.METRICS)).toList();
        String odd = mutator.one(tables);
        files.put(odd, mutator.oneIn(4) ? mutator.changed(files.get(odd))
            : mutator.changed(new String(files.get(odd), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        Path results = folder.resolve("results");
        Good.put(files, results);
        return List.of(looking(mutator, results));
    }

    /** A checkpoint; most have a checksum that is right. */
    List<List<String>> checkpoints(Mutator mutator, Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(good.train());
        byte[] checkpoint = files.remove(FileNames.CHECKPOINT);
        files.remove(FileNames.PREVIOUS_CHECKPOINT);
        byte[] content = Sealed.content(checkpoint);
        files.put(FileNames.CHECKPOINT, switch (mutator.below(5)) {
            case 0 -> mutator.changed(checkpoint);
            case 1, 2 -> Sealed.checkpoint(mutator.changed(content));
            default -> Sealed.withArguments(checkpoint, arguments(mutator));
        });
        Path run = folder.resolve("run");
        Good.put(files, run);
        return List.of(List.of("resume", run.toString(), "--quiet", "--iterations", "25"));
    }

    private static List<String> arguments(Mutator mutator) {
        List<String> arguments = new ArrayList<>(List.of("--distribution=normal:1.0", "--attack=alternating", "--k=2",
            "--b=2", "--theta=0.25", "--beta=0.5", "--eta=1.0E-4", "--algorithm=tron", "--n=4", "--r=2", "--alpha=0.0",
            "--q=1.0", "--sensing=gaussian", "--seed=1", "--replicate=0", "--iterations=20", "--record=every:5",
            "--checkpoint-every=60s"));
        int odd = mutator.below(arguments.size());
        switch (mutator.below(6)) {
            case 0 -> arguments.remove(odd);
            case 1 -> arguments.add(odd, mutator.one("@/etc/passwd", "--x;touch P;#", "--help", "--", mutator.text()));
            case 2 -> arguments.add(odd, arguments.get(mutator.below(arguments.size())));
            case 3 -> arguments.set(odd, mutator.changed(arguments.get(odd)));
            default -> arguments.set(odd, arguments.get(odd).split("=")[0] + "=" + mutator.text());
        }
        return arguments;
    }

    /** The runs of a sweep that has not ended, and a look at what comes of it. */
    List<List<String>> slots(Mutator mutator, Path folder) throws IOException {
        byte[][] slots = new byte[RUNS][];
        for (int run = 0; run < RUNS; run++) {
            slots[run] = slot(mutator, run);
        }
        int odd = mutator.below(RUNS);
        boolean sealed = mutator.oneIn(2);
        if (sealed) {
            slots[odd] = Arrays.copyOf(mutator.changed(slots[odd]), slots[odd].length);
            Sealed.seal(slots[odd], odd, sweep);
        }
        ByteBuffer file = ByteBuffer.allocate(RUNS * slots[0].length);
        for (byte[] slot : slots) {
            file.put(slot);
        }
        Path results = folder.resolve("results");
        Good.put(Map.of(FileNames.RUN, good.sweep().get(FileNames.RUN), FileNames.SLOTS,
            sealed ? file.array() : mutator.changed(file.array())), results);
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("resume", results.toString(), "--quiet", "--threads", "1"));
        if (mutator.oneIn(4)) {
            commands.add(looking(mutator, results));
        }
        return commands;
    }

    private byte[] slot(Mutator mutator, int number) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_HEADER + RECORDS * Double.BYTES);
        slot.putInt(0).putInt(1).putLong(0);
        while (slot.hasRemaining()) {
            slot.putDouble(1 + mutator.below(100) / 100.0);
        }
        Sealed.seal(slot.array(), number, sweep);
        return slot.array();
    }
}
