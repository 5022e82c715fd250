package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.StringJoiner;

/**
 * Files of a session.
 */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** Writes a session: one result a line, so that two sessions can be compared as text. */
    static void write(Path file, JsonNode header, List<JsonNode> jmh, List<JsonNode> numpy) throws IOException {
        replace(file, "{\n\"header\": " + MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(header)
            + ",\n\"jmh\": " + array(jmh) + ",\n\"numpy\": " + array(numpy) + "\n}\n");
    }

    private static String array(List<JsonNode> objects) throws IOException {
        StringJoiner lines = new StringJoiner(",\n", "[\n", "\n]").setEmptyValue("[]");
        for (JsonNode object : objects) {
            lines.add(MAPPER.writeValueAsString(object));
        }
        return lines.toString();
    }

    /** Writes a text beside its target and moves it into place. */
    static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.createDirectories(file.getParent());
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
