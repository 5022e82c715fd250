package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.neurotron.internal.Refusals.assertIllegal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which kernel is chosen and which requests are refused (contract C6). Without this, a machine could run on the slow
 * kernel unnoticed, or a forced kernel could quietly be another one.
 */
class KernelsTest {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String ADD_MODULE = "--add-modules=" + MODULE;

    @TempDir
    private Path folder;

    @Test
    void portableIsAlwaysThere() {
        assertEquals("portable", Kernels.portable().name());
        assertEquals("portable", Kernels.portable().toString());
        assertEquals(64, Kernels.portable().vectorBits());
        assertSame(Kernels.portable(), Kernels.portable());
        assertSame(Kernels.portable(), Kernels.select("portable", null));
        assertSame(Kernels.portable(), Kernels.available().getFirst());
    }

    @Test
    void theSelectionIsMadeOnce() {
        assertSame(Kernels.selected(), Kernels.selected());
    }

    /** Keeps the run of this suite with the module from skipping, unnoticed, what it is for. */
    @Test
    void withTheModuleThereAreSimdKernels() {
        assumeTrue(modulePresent(), MODULE + " is not among the modules of this run");
        assumeTrue(Set.of("amd64", "x86_64", "aarch64").contains(System.getProperty("os.arch")),
            "only these processors are sure to have vectors of 128 bits");
        List<Kernel> kernels = Kernels.available();
        assertTrue(kernels.size() > 1, kernels::toString);
        for (int i = 1; i < kernels.size(); i++) {
            assertEquals("simd", kernels.get(i).name());
            assertEquals(64 << i, kernels.get(i).vectorBits());
            assertEquals("simd-" + (64 << i), kernels.get(i).toString());
        }
    }

    @Test
    void withoutTheModuleThereIsOnlyThePortableKernel() {
        assumeFalse(modulePresent(), MODULE + " is among the modules of this run");
        assertEquals(List.of(Kernels.portable()), Kernels.available());
        assertSame(Kernels.portable(), Kernels.select("auto", null));
    }

    @Test
    void autoAndSimdTakeTheWidestVectors() {
        assumeSimd();
        assertSame(Kernels.available().getLast(), Kernels.select("auto", null));
        assertSame(Kernels.available().getLast(), Kernels.select("simd", null));
    }

    @Test
    void aWidthCanBeForced() {
        assumeSimd();
        for (Kernel kernel : Kernels.available().subList(1, Kernels.available().size())) {
            String bits = Integer.toString(kernel.vectorBits());
            assertSame(kernel, Kernels.simd(kernel.vectorBits()));
            assertSame(kernel, Kernels.select("simd", bits));
            assertSame(kernel, Kernels.select("auto", bits));
        }
    }

    /** One class for all widths would give the first one's species to the others. */
    @Test
    void eachWidthHasAClassOfItsOwn() {
        List<Kernel> kernels = Kernels.available();
        for (int i = 1; i < kernels.size(); i++) {
            assertNotSame(kernels.get(i - 1).getClass(), kernels.get(i).getClass());
        }
    }

    @Test
    void aWidthAboveTheMachinesIsRefused() {
        assumeSimd();
        int widest = Kernels.available().getLast().vectorBits();
        assumeTrue(widest < 512, "this machine has every width");
        assertRefusal(() -> Kernels.select("simd", "512"), "512", Integer.toString(widest));
        assertRefusal(() -> Kernels.select("auto", "512"), "512", Integer.toString(widest));
        assertRefusal(() -> Kernels.simd(512), "512", Integer.toString(widest));
    }

    @Test
    void forcingSimdWithoutTheModuleIsRefused() {
        assumeFalse(modulePresent(), MODULE + " is among the modules of this run");
        assertRefusal(() -> Kernels.select("simd", null), MODULE);
        assertRefusal(() -> Kernels.select("simd", "256"), MODULE);
        assertRefusal(() -> Kernels.select("auto", "128"), MODULE);
        assertRefusal(() -> Kernels.simd(128), MODULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIMD", "fast", "auto "})
    void unknownKernelsAreRefused(String kernel) {
        assertIllegal(Kernels.KERNEL_PROPERTY, () -> Kernels.select(kernel, null));
        assertIllegal(Kernels.KERNEL_PROPERTY, () -> Kernels.select(kernel, "256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "192", "1024", "-256", "256 ", "wide"})
    void otherWidthsAreRefused(String vectorBits) {
        assertIllegal(Kernels.VECTOR_BITS_PROPERTY, () -> Kernels.select("auto", vectorBits));
        assertIllegal(Kernels.VECTOR_BITS_PROPERTY, () -> Kernels.select("simd", vectorBits));
        assertIllegal(Kernels.VECTOR_BITS_PROPERTY, () -> Kernels.select("portable", vectorBits));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -128, 64, 192, 1024})
    void otherWidthsAreRefused(int vectorBits) {
        assertIllegal(Kernels.VECTOR_BITS_PROPERTY, () -> Kernels.simd(vectorBits));
    }

    @Test
    void thePortableKernelHasNoWidthToForce() {
        assertIllegal(Kernels.VECTOR_BITS_PROPERTY, () -> Kernels.select("portable", "256"));
    }

    @Test
    void withoutTheModuleAutoWarnsOnce() {
        Child child = run();
        assertEquals(List.of("portable", "portable", "[portable]"), child.out());
        assertEquals(1, child.errorLines("running on the portable kernel"), child::toString);
        assertEquals(1, child.errorLines("WARNING"), child::toString);
        assertEquals(1, child.errorLines(MODULE), child::toString);
    }

    @Test
    void withoutTheModulePortableOnRequestDoesNotWarn() {
        Child child = run("-Dneurotron.kernel=portable");
        assertEquals(List.of("portable", "portable", "[portable]"), child.out());
        assertEquals(0, child.errorLines("WARNING"), child::toString);
    }

    @Test
    void withoutTheModuleSimdFails() {
        Child child = run("-Dneurotron.kernel=simd");
        assertNotEquals(0, child.exit());
        assertEquals(List.of(), child.out());
        assertEquals(1, child.errorLines("UnsupportedOperationException"), child::toString);
        assertEquals(1, child.errorLines(MODULE), child::toString);
    }

    @Test
    void theSystemPropertiesForceAKernel() {
        assertEquals("portable", run(ADD_MODULE, "-Dneurotron.kernel=portable").out().getFirst());
        assumeSimd();
        assertEquals("simd-128", run(ADD_MODULE, "-Dneurotron.vectorBits=128").out().getFirst());
    }

    @Test
    void aPropertyThatIsNoKernelFails() {
        Child child = run("-Dneurotron.kernel=fast");
        assertNotEquals(0, child.exit());
        assertEquals(1, child.errorLines("neurotron.kernel = fast"), child::toString);
    }

    @Test
    void withAvx2OnlyTheVectorsHave256Bits() {
        assumeTrue(run(ADD_MODULE).out().toString().contains("simd-256"), "this machine has no AVX2");
        assumeTrue(Set.of("amd64", "x86_64").contains(System.getProperty("os.arch")), "not an x86 processor");
        Child child = run(ADD_MODULE, "-XX:UseAVX=2");
        assertEquals(List.of("simd-256", "simd-256", "[portable, simd-128, simd-256]"), child.out());
        assertEquals(0, child.errorLines("portable kernel"), child::toString);
        Child refused = run(ADD_MODULE, "-XX:UseAVX=2", "-Dneurotron.kernel=simd", "-Dneurotron.vectorBits=512");
        assertNotEquals(0, refused.exit());
        assertEquals(1, refused.errorLines("cannot run at 512 bits: the vectors of this machine have 256"),
            refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void withoutTheOptimisingCompilerAutoIsPortable(String option) {
        Child child = run(ADD_MODULE, option);
        assertEquals(List.of("portable", "portable", "[portable]"), child.out());
        assertEquals(1, child.errorLines("running on the portable kernel"), child::toString);
        assertEquals(1, child.errorLines("compiler"), child::toString);
    }

    private static boolean modulePresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    private static void assumeSimd() {
        assumeTrue(Kernels.available().size() > 1, "no simd kernel in this run");
    }

    private static void assertRefusal(Runnable call, String... named) {
        String message = assertThrows(UnsupportedOperationException.class, call::run).getMessage();
        for (String name : named) {
            assertTrue(message.contains(name), message);
        }
    }

    /** A JVM that has ended: its exit code and the lines it printed. */
    private record Child(int exit, List<String> out, List<String> err) {

        long errorLines(String text) {
            return err.stream().filter(line -> line.contains(text)).filter(line -> !line.contains("Using incubator"))
                .count();
        }
    }

    /** Runs {@link KernelProbe} on the class path, which is the other way to use the library. */
    private Child run(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.language=en");
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", root(Kernels.class) + System.getProperty("path.separator")
            + root(KernelProbe.class), KernelProbe.class.getName()));
        try {
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
            builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
            Process process = builder.start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertTrue(ended, command + " does not end");
            return new Child(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The folder from which a class was loaded; for a patched module its code source does not say. */
    private static Path root(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try {
            URI uri = type.getResource("/" + name).toURI();
            assertFalse(uri.getScheme().equals("jar"), "the test expects classes in folders: " + uri);
            Path root = Path.of(uri);
            for (int i = 0; i < Path.of(name).getNameCount(); i++) {
                root = root.getParent();
            }
            return root;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
