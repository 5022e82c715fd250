package org.neurotron.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sampler of normals in C ({@code normals.c} beside this class's resources), built with gcc on the spot and called
 * through the foreign function interface.
 */
final class NativeNormals {

    private static final List<String> FLAGS = List.of("-O3", "-march=native", "-mprefer-vector-width=512",
        "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off", "-shared", "-fPIC");

    private final MethodHandle function;
    private final MemorySegment state;
    private final MemorySegment x;
    private final long count;

    /**
     * Builds and loads it.
     *
     * @param seed  state of the lanes
     * @param count numbers in a call
     * @throws IOException if there is no gcc or it fails
     */
    @SuppressWarnings("restricted")
    NativeNormals(long[] seed, int count) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("neurotron");
        Path source = folder.resolve("normals.c");
        Path library = folder.resolve("normals.so");
        try {
            try (InputStream in = NativeNormals.class.getResourceAsStream("normals.c")) {
                Files.copy(in, source);
            }
            List<String> command = new ArrayList<>(List.of("gcc"));
            command.addAll(FLAGS);
            command.addAll(List.of("-o", library.toString(), source.toString()));
            Process gcc = new ProcessBuilder(command).inheritIO().start();
            if (gcc.waitFor() != 0) {
                throw new IOException("gcc failed");
            }
            function = Linker.nativeLinker().downcallHandle(
                SymbolLookup.libraryLookup(library, Arena.global()).find("normals").orElseThrow(),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE,
                    ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(library);
            Files.delete(folder);
        }
        // Aligned to cache lines, which is the best a C program can do.
        state = Arena.global().allocate(seed.length * (long) Long.BYTES, 64);
        MemorySegment.copy(seed, 0, state, ValueLayout.JAVA_LONG, 0, seed.length);
        x = Arena.global().allocate(count * (long) Double.BYTES, 64);
        this.count = count;
    }

    /** Fills the buffer. */
    void fill() {
        try {
            function.invokeExact(state, 0.0, 1.0, x, count);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The numbers of the last call. */
    double[] numbers() {
        return x.toArray(ValueLayout.JAVA_DOUBLE);
    }
}
