package org.neurotron.cli.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;

/**
 * JSON as this command writes it: {@code run.json}, which holds all that is needed to run again, and {@code --json}.
 */
public final class RunJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT);

    /** What {@code run.json} says besides the options. */
    private static final Set<String> NO_OPTIONS = Set.of("command", "version", "kernel", "vectorBits", "jdk");

    private RunJson() {
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** What computed: version, kernel and JDK. No times, so that the same run gives the same file. */
    public static void addEnvironment(ObjectNode node, Kernel kernel) {
        node.put("version", Version.number());
        node.put("kernel", kernel.name());
        node.put("vectorBits", kernel.vectorBits());
        node.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
    }

    /** JSON has no NaN and no infinity; they become null. */
    public static void putNumber(ObjectNode node, String name, double value) {
        node.put(name, Double.isFinite(value) ? Double.valueOf(value) : null);
    }

    /** What stands in an object, but for the command and what computed, as options of the command line. */
    public static List<String> configuration(ObjectNode node) {
        return node.properties().stream().filter(option -> !NO_OPTIONS.contains(option.getKey()))
            .map(option -> "--" + option.getKey() + "=" + value(option.getValue())).toList();
    }

    private static String value(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
            : value.asText();
    }

    /**
     * Reads a {@code run.json}.
     *
     * @param file where it is
     * @return what stands in it, or null if there is no such file
     * @throws Failure if it is no JSON object
     */
    public static ObjectNode read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return (ObjectNode) MAPPER.readTree(Files.readString(RegularFiles.toRead(file)));
        } catch (JsonProcessingException | ClassCastException | MalformedInputException e) {
            throw new Failure(file + " is damaged: it holds no JSON object");
        }
    }

    /**
     * A whole number of a {@code run.json}.
     *
     * @param run    its content
     * @param name   the number's name
     * @param folder where it is
     * @throws Failure if there is no such number ≥ 1
     */
    public static long count(ObjectNode run, String name, Path folder) {
        long count = run.path(name).asLong();
        if (count < 1) {
            throw new Failure("the configuration in " + folder.resolve(FileNames.RUN) + " makes no sense: " + name
                + " must be a whole number from 1");
        }
        return count;
    }

    public static String text(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
