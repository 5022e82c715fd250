package org.neurotron.cli.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;

/**
 * JSON as this command writes it: {@code run.json}, which holds all that is needed to run again, and {@code --json}.
 */
public final class RunJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        // What says two things, or goes on after its end, is damaged.
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** Far more than all options together; what is longer is something else, and not worth the memory. */
    private static final long LONGEST = 1 << 26;

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

    /**
     * Sees to it that nothing stands in a {@code run.json} but options of its command, whose values are text and
     * numbers: a folder may be from anybody, and what stands there is shown as a command to copy.
     *
     * @param run    its content
     * @param names  the names of the options, without dashes
     * @param folder where it is
     * @throws BadUsage if something else does
     */
    public static void requireOptions(ObjectNode run, Set<String> names, Path folder) {
        run.properties().forEach(option -> {
            String name = option.getKey();
            String problem = NO_OPTIONS.contains(name) || names.contains(name)
                ? isPlain(option.getValue()) ? "" : " has a value that no option has"
                : " is no option of " + run.path("command").asText();
            if (!problem.isEmpty()) {
                throw new BadUsage(folder.resolve(FileNames.RUN) + " is damaged: " + Messages.quoted(name) + problem);
            }
        });
    }

    private static boolean isPlain(JsonNode value) {
        return value.isArray() ? value.valueStream().allMatch(one -> one.isValueNode() && isPlain(one))
            : value.isValueNode() && Messages.printable(value.asText()).equals(value.asText());
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
     * @throws BadUsage if it is no JSON object
     */
    public static ObjectNode read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        if (Files.size(file) > LONGEST) {
            throw new BadUsage(file + " is damaged: it has more than " + LONGEST + " bytes");
        }
        try {
            return (ObjectNode) MAPPER.readTree(Files.readString(RegularFiles.toRead(file)));
        } catch (JsonProcessingException | ClassCastException | MalformedInputException e) {
            throw new BadUsage(file + " is damaged: it holds no JSON object");
        }
    }

    /**
     * A whole number of a {@code run.json}.
     *
     * @param run    its content
     * @param name   the number's name
     * @param folder where it is
     * @throws BadUsage if there is no such number ≥ 1
     */
    public static long count(ObjectNode run, String name, Path folder) {
        long count = run.path(name).asLong();
        if (count < 1) {
            throw new BadUsage("the configuration in " + folder.resolve(FileNames.RUN) + " makes no sense: " + name
                + " must be a whole number from 1");
        }
        return count;
    }

    /** Words as JSON on one line. */
    public static String line(List<String> words) {
        ArrayNode array = MAPPER.createArrayNode();
        words.forEach(array::add);
        return array.toString();
    }

    public static String text(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
