package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.neurotron.bench.peers.MissingPeerException;

/**
 * Measures, stores what came out as {@code results/bench/quick.json} or {@code full.json}, and prints tables and the
 * headline ratios; {@code bench/run} starts it. The working directory is the root of the project.
 */
public final class Session {

    private static final Path FOLDER = Path.of("results", "bench");

    private boolean failed;

    private Session() {
    }

    /**
     * Runs a session: {@code quick}, {@code full} or {@code report [quick|full]}. Ends the JVM: 0 if all went well, 1
     * if a measurement or file failed, 2 for other arguments.
     *
     * @param args the arguments
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws InterruptedException {
        Session session = new Session();
        try {
            switch (String.join(" ", args)) {
                case "quick", "full" -> session.measure(args.getFirst());
                case "report", "report quick", "report full" -> report(args.size() > 1 ? args.getLast() : "");
                default -> {
                    System.err.println("bench/run: arguments = \"" + String.join(" ", args)
                        + "\": must be quick, full or report [quick|full]");
                    return 2;
                }
            }
        } catch (IOException e) {
            System.err.println("bench/run: " + e);
            return 1;
        }
        return session.failed ? 1 : 0;
    }

    /** All pages, and what they are about as text. */
    private static void report(String extent) throws IOException {
        List<Path> kinds = Overview.kinds(FOLDER).stream()
            .filter(kind -> extent.isEmpty() || Files.exists(kind.resolve(extent + ".json"))).toList();
        if (kinds.isEmpty()) {
            throw new IOException("no session in " + FOLDER + ": run bench/run quick or bench/run full first");
        }
        for (Path kind : kinds) {
            System.out.println(kind.getFileName() + "\n");
            print(extent.isEmpty() ? Report.main(kind) : Results.read(kind.resolve(extent + ".json")));
        }
        write();
    }

    private static void print(Results results) {
        System.out.print(Tables.of(results));
        Ratios.of(results).forEach(ratio -> System.out.println(ratio.line()));
    }

    private static void write() throws IOException {
        for (Path kind : Overview.kinds(FOLDER)) {
            Report.write(kind);
        }
        Overview.write(FOLDER);
    }

    private void measure(String extent) throws IOException, InterruptedException {
        ObjectNode header = Json.MAPPER.createObjectNode();
        Machine.describe(header);
        Peers peers = Peers.find();
        header.put("kernel", peers.ours());
        Map<String, String> skipped = peers.skipped();

        // First, while nothing else of ours runs.
        List<JsonNode> numpy = List.of();
        try {
            NumPy measured = NumPy.measure();
            header.put("numpy", measured.version());
            numpy = measured.results();
        } catch (MissingPeerException e) {
            skipped.put("numpy", e.getMessage());
        }
        skipped.forEach((name, reason) -> System.err.println("skipped: " + name + " (" + reason + ")"));

        List<JsonNode> jmh = measureAll(extent.equals("quick") ? Plan.quick(peers) : Plan.full(peers));
        header.set("flags", flags(jmh));
        ArrayNode list = header.putArray("skipped");
        skipped.forEach((name, reason) -> list.addObject().put("name", name).put("reason", reason));
        Path file = FOLDER.resolve(header.get("kind").asText()).resolve(extent + ".json");
        Json.write(file, header, jmh, numpy);
        print(Results.read(file));
        write();
    }

    private List<JsonNode> measureAll(List<Measurement> measurements) {
        System.err.printf(Locale.ROOT, "%d measurements, about %.0f minutes%n", measurements.size(),
            Math.ceil(Plan.seconds(measurements) / 60));
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < measurements.size(); i++) {
            Measurement measurement = measurements.get(i);
            String label = "[" + (i + 1) + "/" + measurements.size() + "] " + measurement.label();
            try {
                JsonNode result = Harness.run(measurement);
                results.add(result);
                System.err.println(label + ": " + Format.time(Timing.of(result).nanoseconds()));
            } catch (IOException e) {
                // The others still count.
                failed = true;
                System.err.println(e.getMessage());
                System.err.println("failed: " + label);
            }
        }
        return results;
    }

    /** The flags of the forks, each distinct set once. */
    private static ArrayNode flags(List<JsonNode> jmh) {
        TreeSet<String> distinct = new TreeSet<>();
        for (JsonNode result : jmh) {
            List<String> flags = new ArrayList<>();
            result.get("jvmArgs").forEach(flag -> flags.add(flag.asText()));
            distinct.add(String.join(" ", flags));
        }
        ArrayNode array = Json.MAPPER.createArrayNode();
        distinct.forEach(array::add);
        return array;
    }
}
