package org.neurotron.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.neurotron.kernel.Kernel;

/**
 * JSON as this command writes it: {@code run.json}, which holds all that is needed to run again, and {@code --json}.
 */
final class RunJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT);

    private RunJson() {
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** What computed: version, kernel and JDK. No times, so that the same run gives the same file. */
    static void addEnvironment(ObjectNode node, Kernel kernel) {
        node.put("version", Version.number());
        node.put("kernel", kernel.name());
        node.put("vectorBits", kernel.vectorBits());
        node.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
    }

    /** JSON has no NaN and no infinity; they become null. */
    static void putNumber(ObjectNode node, String name, double value) {
        node.put(name, Double.isFinite(value) ? Double.valueOf(value) : null);
    }

    static String text(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
