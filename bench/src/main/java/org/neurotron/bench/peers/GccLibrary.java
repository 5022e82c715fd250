package org.neurotron.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neurotron.kernel.Kernels;

/**
 * A C program among the resources, built with gcc on the spot and loaded for the life of the JVM.
 */
public final class GccLibrary {

    private final SymbolLookup symbols;

    private GccLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /**
     * Builds and loads a program.
     *
     * @param owner  the class beside whose resources the source is
     * @param source name of the source
     * @param flags  options of gcc besides those for a shared library
     * @return the library; nothing if there is no gcc
     * @throws IllegalStateException if gcc rejects the source
     */
    @SuppressWarnings("restricted")
    public static Optional<GccLibrary> build(Class<?> owner, String source, List<String> flags) {
        try {
            Path folder = Files.createTempDirectory("neurotron");
            Path copy = folder.resolve(source);
            Path library = folder.resolve(source + ".so");
            try {
                try (InputStream in = owner.getResourceAsStream(source)) {
                    Files.copy(in, copy);
                }
                List<String> command = new ArrayList<>(List.of("gcc"));
                command.addAll(flags);
                command.addAll(width());
                command.addAll(List.of("-shared", "-fPIC", "-o", library.toString(), copy.toString()));
                Process gcc;
                try {
                    gcc = new ProcessBuilder(command).inheritIO().start();
                } catch (IOException e) {
                    return Optional.empty();
                }
                if (gcc.waitFor() != 0) {
                    throw new IllegalStateException("gcc failed: " + String.join(" ", command));
                }
                return Optional.of(new GccLibrary(SymbolLookup.libraryLookup(library, Arena.global())));
            } finally {
                Files.deleteIfExists(copy);
                Files.deleteIfExists(library);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while gcc ran", e);
        }
    }

    /** Vectors as wide as those of Java, where gcc has a choice: it would rather take 256 bits than 512. */
    private static List<String> width() {
        int bits = Kernels.available().getLast().vectorBits();
        if (!System.getProperty("os.arch").equals("amd64") || bits < 256) {
            return List.of();
        }
        String preferred = "-mprefer-vector-width=" + bits;
        return bits < 512 ? List.of(preferred, "-mno-avx512f") : List.of(preferred);
    }

    /**
     * What to throw where {@link #build} gave nothing.
     *
     * @return the exception
     */
    public static MissingPeerException missing() {
        return new MissingPeerException("gcc is not installed");
    }

    /**
     * A function.
     *
     * @param name       its name
     * @param descriptor its arguments and result
     * @return the way to call it
     */
    @SuppressWarnings("restricted")
    public MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), descriptor);
    }
}
