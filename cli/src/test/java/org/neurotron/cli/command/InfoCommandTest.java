package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neurotron.cli.Cli;
import org.neurotron.kernel.Kernels;

/** What the machine gives, help and version. */
class InfoCommandTest {

    @Test
    void showsJdkKernelVectorBitsFmaAndCores() throws IOException {
        Cli.Result text = Cli.run("info");
        assertEquals(0, text.exitCode());
        for (String label : List.of("JDK", "kernel", "vector bits", "FMA", "cores")) {
            assertTrue(text.out().contains(label), text.out());
        }
        JsonNode json = new ObjectMapper().readTree(Cli.run("info", "--json").out());
        assertEquals(Kernels.selected().name(), json.get("kernel").asText());
        assertEquals(Kernels.selected().vectorBits(), json.get("vectorBits").asInt());
        assertEquals(Runtime.getRuntime().availableProcessors(), json.get("cores").asInt());
        assertTrue(json.get("fma").isBoolean() && json.get("fma").asBoolean());
        assertTrue(json.get("commit").asText().matches("[0-9a-f]{7}|unknown"), json.toString());
    }

    @Test
    void theVersionNamesTheCommit() {
        assertTrue(Cli.run("--version").out().strip().matches("neurotron [^ ]+ \\(commit ([0-9a-f]{7}|unknown)\\)"),
            Cli.run("--version").out());
    }

    @Test
    void aForcedKernelIsUsedOrRefused() throws IOException, InterruptedException {
        Cli.Result portable = Cli.runInNewJvm(List.of("--add-modules=jdk.incubator.vector"), "--kernel", "portable",
            "info", "--json");
        assertEquals("portable", new ObjectMapper().readTree(portable.out()).get("kernel").asText());
        Cli.Result refused = Cli.runInNewJvm(List.of(), "--kernel", "simd", "info");
        assertEquals(2, refused.exitCode());
        assertEquals(1, refused.errorLines().size(), refused.err());
        assertTrue(refused.err().contains("jdk.incubator.vector"), refused.err());
    }
}
