package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;

/**
 * What a reader has to know about the machine and its software.
 */
final class Machine {

    private static final long STRING_LIMIT = 1_000;

    private Machine() {
    }

    /** Adds what is known before the measurements. */
    static void describe(ObjectNode header) {
        header.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        header.put("commit", commit());
        header.put("kind", kind());
        header.put("cpu", cpu());
        header.put("cores", Runtime.getRuntime().availableProcessors());
        header.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        header.put("jdk", Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
            + System.getProperty("java.vendor"));
        header.put("vectorBits", DoubleVector.SPECIES_PREFERRED.vectorBitSize());
        Optional.ofNullable(System.getenv("JDK_JAVA_OPTIONS")).ifPresent(options -> header.put("options", options));
        gcc().ifPresent(version -> header.put("gcc", version));
        openblas().ifPresent(version -> header.put("openblas", version));
    }

    /** First line of {@code gcc --version}, or nothing if there is no gcc. */
    static Optional<String> gcc() {
        return output("gcc", "--version").map(text -> text.lines().findFirst().orElse(""));
    }

    private static String commit() {
        Optional<String> commit = output("git", "rev-parse", "--short", "HEAD");
        // What sessions like this one write does not make the code another.
        boolean dirty = output("git", "status", "--porcelain", "--", ".", ":!results").filter(text -> !text.isEmpty())
            .isPresent();
        return commit.map(name -> dirty ? name + "+" : name).orElse("unknown");
    }

    /** The kind of CPU, for the name of a folder: vendor, family and bits of a vector, such as amd-26-512. */
    private static String kind() {
        String vendor = switch (cpuinfo("vendor_id")) {
            case "AuthenticAMD" -> "amd";
            case "GenuineIntel" -> "intel";
            // Arm gives its vendors numbers.
            case "" -> System.getProperty("os.arch") + cpuinfo("CPU implementer");
            case String other -> other;
        };
        String family = Stream.of("cpu family", "CPU part").map(Machine::cpuinfo).filter(value -> !value.isEmpty())
            .findFirst().map(value -> "-" + value).orElse("");
        return (vendor + family).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-") + "-"
            + DoubleVector.SPECIES_PREFERRED.vectorBitSize();
    }

    private static String cpu() {
        String name = cpuinfo("model name");
        return name.isEmpty() ? output("sysctl", "-n", "machdep.cpu.brand_string").orElse(System.getProperty("os.arch"))
            : name;
    }

    /** What Linux says of the first CPU, or nothing. */
    private static String cpuinfo(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.matches(name + "\\s*:.*")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** What OpenBLAS says of itself, if the loader finds one. */
    @SuppressWarnings("restricted")
    private static Optional<String> openblas() {
        for (String library : List.of("libopenblas.so.0", "libopenblas.so", "libopenblas.dylib")) {
            try {
                MemorySegment function = SymbolLookup.libraryLookup(library, Arena.global())
                    .find("openblas_get_config").orElseThrow();
                MemorySegment text = (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS)).invokeExact();
                return Optional.of(text.reinterpret(STRING_LIMIT).getString(0));
            } catch (IllegalArgumentException e) {
                // Not under this name.
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.empty();
    }

    /** What a command prints, or nothing if there is no such command or it fails. */
    private static Optional<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String text = new String(process.getInputStream().readAllBytes(),
                System.getProperty("native.encoding", "UTF-8")).strip();
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
