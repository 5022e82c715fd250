package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures through JMH.
 */
final class Harness {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private static final List<String> DERIVED = List.of("scorePercentiles", "scoreConfidence");

    private Harness() {
    }

    /**
     * Runs one measurement in JVMs of its own.
     *
     * @param measurement what to run
     * @return JMH's result as its JSON format has it, without what says where files lie, what is bulky and follows from
     *         the rest (percentiles, confidence intervals), what the header of the session has once, and what the
     *         garbage collector did beyond the bytes of a call
     * @throws IOException if it fails; the message is all that JMH said
     */
    static JsonNode run(Measurement measurement) throws IOException {
        Effort effort = measurement.effort();
        // Empty, else the forks are started with the arguments of this JVM too.
        ChainedOptionsBuilder options = new OptionsBuilder()
            .include("^" + measurement.benchmark().getName() + "\\.").jvmArgs()
            .addProfiler(GCProfiler.class)
            .forks(effort.forks())
            .warmupIterations(effort.warmups()).warmupTime(TimeValue.milliseconds(effort.milliseconds()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.milliseconds()))
            .shouldFailOnError(true);
        measurement.parameters().forEach((name, value) ->
            options.param(name, value.equals(Names.PORTABLE_NO_MODULE) ? "portable" : value));
        if (measurement.withoutModule()) {
            // Instead of what the annotation of the benchmark says.
            options.jvmArgsAppend("--enable-native-access=ALL-UNNAMED");
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            Collection<RunResult> results = new Runner(options.build(),
                OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL)).run();
            if (results.size() != 1) {
                throw new IOException(said.toString(StandardCharsets.UTF_8));
            }
            return tidy(results, measurement);
        } catch (RunnerException e) {
            throw new IOException(said.toString(StandardCharsets.UTF_8) + e.getMessage(), e);
        }
    }

    private static JsonNode tidy(Collection<RunResult> results, Measurement measurement) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(json, true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        ObjectNode result = (ObjectNode) Json.MAPPER.readTree(json.toByteArray()).get(0);
        result.remove(List.of("jvm", "jdkVersion", "vmName", "vmVersion"));
        ((ObjectNode) result.get("primaryMetric")).remove(DERIVED);
        ObjectNode secondary = (ObjectNode) result.get("secondaryMetrics");
        secondary.retain(ALLOCATION);
        if (secondary.get(ALLOCATION) instanceof ObjectNode allocation) {
            allocation.remove(DERIVED);
            allocation.remove("rawData");
        }
        if (measurement.withoutModule()) {
            ((ObjectNode) result.get("params")).put("implementation", Names.PORTABLE_NO_MODULE);
        }
        return result;
    }
}
