package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.bench.peers.MissingPeerException;

/**
 * The peer in Python: a script that times itself.
 *
 * @param version of NumPy and Python
 * @param results objects with {@code name}, {@code shape} and {@code nanoseconds}
 */
record NumPy(String version, List<JsonNode> results) {

    private static final Path SCRIPT = Path.of("bench/src/main/python/numpy_step.py");

    /**
     * Runs the script.
     *
     * @return what it printed
     * @throws MissingPeerException if there is no Python or no NumPy, or the script fails
     */
    static NumPy measure() throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("python3", SCRIPT.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new MissingPeerException("no python3");
        }
        List<String> lines;
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            lines = reader.readAllLines();
        }
        if (process.waitFor() != 0) {
            throw new MissingPeerException(lines.isEmpty() ? SCRIPT + " failed" : lines.getLast());
        }
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines) {
            // Others are warnings.
            if (line.startsWith("{")) {
                objects.add(Json.MAPPER.readTree(line));
            }
        }
        JsonNode first = objects.removeFirst();
        return new NumPy(first.get("version").asText() + ", Python " + first.get("python").asText(), objects);
    }
}
