package org.neurotron.kernel;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.neurotron.internal.Check;

/**
 * Chooses the kernel for this machine, once.
 *
 * <p>With {@code neurotron.kernel=auto} (the default) the SIMD kernel at the preferred vector width is taken if these
 * gates pass, in this order: the module {@code jdk.incubator.vector} is present; the vectors have at least 128 bits;
 * the JVM is HotSpot with its optimising compiler. Otherwise the portable kernel is taken and the first gate that
 * failed is reported through {@link System.Logger} at level WARNING. {@code portable} and {@code simd} force a kernel,
 * {@code neurotron.vectorBits=128|256|512} a width; forcing what cannot run is an error, never a fallback.
 */
public final class Kernels {

    /** System property that forces a kernel: {@code auto}, {@code portable} or {@code simd}. */
    public static final String KERNEL_PROPERTY = "neurotron.kernel";

    /** System property that forces the width of the vectors: {@code 128}, {@code 256} or {@code 512}. */
    public static final String VECTOR_BITS_PROPERTY = "neurotron.vectorBits";

    private static final Kernel PORTABLE = new PortableKernel();

    /** The portable kernel does so many multiply-adds in a second or two. */
    private static final double MUCH_WORK = 2e9;

    private static Kernel selected;

    private Kernels() {
    }

    /**
     * The kernel of this process.
     *
     * @return always the same instance
     * @throws IllegalArgumentException      if a system property holds a value that it cannot have
     * @throws UnsupportedOperationException if a kernel or width is forced that cannot run here; the message says why
     */
    public static synchronized Kernel selected() {
        if (selected == null) {
            selected = select(System.getProperty(KERNEL_PROPERTY, "auto"), System.getProperty(VECTOR_BITS_PROPERTY));
        }
        return selected;
    }

    /**
     * The kernel for work that does not change over on its way. What the portable kernel does sooner than Java's
     * compiler is ready for the code for the vector unit is left to it, unless {@value #KERNEL_PROPERTY} forces a
     * kernel; the bits are the same.
     *
     * @param operations about how many multiply-adds there are
     * @return one of the two kernels
     * @throws IllegalArgumentException      as {@link #selected}
     * @throws UnsupportedOperationException as {@link #selected}
     */
    public static Kernel forWork(double operations) {
        Kernel kernel = selected();
        return operations < MUCH_WORK && System.getProperty(KERNEL_PROPERTY, "auto").equals("auto") ? PORTABLE : kernel;
    }

    /**
     * The kernel in plain Java.
     *
     * @return always the same instance
     */
    public static Kernel portable() {
        return PORTABLE;
    }

    /**
     * The Vector API kernel at one width.
     *
     * @param vectorBits 128, 256 or 512
     * @return always the same instance for the same width
     * @throws IllegalArgumentException      if there is no such width
     * @throws UnsupportedOperationException if it cannot run here; the message says why
     */
    public static Kernel simd(int vectorBits) {
        if (vectorBits != 128 && vectorBits != 256 && vectorBits != 512) {
            throw Check.illegal(VECTOR_BITS_PROPERTY, vectorBits, "must be 128, 256 or 512");
        }
        String obstacle = obstacleToSimd();
        if (obstacle != null) {
            throw new UnsupportedOperationException("the simd kernel cannot run: " + obstacle);
        }
        if (vectorBits > SimdAccess.PREFERRED_BITS) {
            throw new UnsupportedOperationException("the simd kernel cannot run at " + vectorBits
                + " bits: the vectors of this machine have " + SimdAccess.PREFERRED_BITS);
        }
        return SimdAccess.kernel(vectorBits);
    }

    /**
     * A kernel that shares out large products among several threads, for networks and batches so large that one step
     * is worth splitting. The bits are those of the given kernel. It allocates a few objects for each product that it
     * splits.
     *
     * @param kernel  the kernel to compute with
     * @param pool    threads that help; the caller's own thread works too. Stays the caller's to close
     * @param threads largest number of threads to work on one product, ≥ 1, the caller's included
     * @return a new kernel
     * @throws IllegalArgumentException if {@code threads < 1}
     */
    public static Kernel parallel(Kernel kernel, ForkJoinPool pool, int threads) {
        return new ParallelKernel(kernel, pool, threads, ParallelKernel.WORK_PER_THREAD);
    }

    /**
     * Every kernel that can run here, the portable one first, then SIMD by increasing width. All of them give the same
     * bits, which is what this list is for: to be tested and compared.
     *
     * @return at least one kernel
     */
    public static List<Kernel> available() {
        List<Kernel> kernels = new ArrayList<>();
        kernels.add(PORTABLE);
        if (obstacleToSimd() == null) {
            for (int bits = 128; bits <= Math.min(512, SimdAccess.PREFERRED_BITS); bits *= 2) {
                kernels.add(SimdAccess.kernel(bits));
            }
        }
        return List.copyOf(kernels);
    }

    /** The decision itself, as a function of the two properties; {@code vectorBits} may be null. */
    static Kernel select(String kernel, String vectorBits) {
        Integer bits = null;
        if (vectorBits != null) {
            bits = switch (vectorBits) {
                case "128", "256", "512" -> Integer.valueOf(vectorBits);
                default -> throw Check.illegal(VECTOR_BITS_PROPERTY, vectorBits, "must be 128, 256 or 512");
            };
        }
        switch (kernel) {
            case "portable" -> {
                if (bits != null) {
                    throw Check.illegal(VECTOR_BITS_PROPERTY, vectorBits, "must be absent with the portable kernel");
                }
                return PORTABLE;
            }
            case "simd" -> {
                return simdAt(bits);
            }
            case "auto" -> {
                if (bits != null) {
                    return simdAt(bits);
                }
                String obstacle = obstacleToSimd();
                if (obstacle == null) {
                    return simdAt(null);
                }
                System.getLogger(Kernels.class.getName()).log(Level.WARNING,
                    "running on the portable kernel, which is slower: " + obstacle);
                return PORTABLE;
            }
            default -> throw Check.illegal(KERNEL_PROPERTY, kernel, "must be auto, portable or simd");
        }
    }

    private static Kernel simdAt(Integer bits) {
        if (bits != null) {
            return simd(bits);
        }
        return simd(obstacleToSimd() == null ? Math.min(512, SimdAccess.PREFERRED_BITS) : 512);
    }

    /** Why the SIMD kernel cannot run at any width, or null if it can. */
    private static String obstacleToSimd() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!present) {
            return "the module jdk.incubator.vector is missing (start Java with --add-modules jdk.incubator.vector)";
        }
        Module self = Kernels.class.getModule();
        if (!self.canRead(ModuleLayer.boot().findModule("jdk.incubator.vector").orElseThrow())) {
            return "the module " + self + " does not read jdk.incubator.vector";
        }
        if (SimdAccess.PREFERRED_BITS < 128) {
            return "the vectors of this machine have only " + SimdAccess.PREFERRED_BITS + " bits";
        }
        String vm = System.getProperty("java.vm.name", "");
        if (!vm.contains("HotSpot") && !vm.contains("OpenJDK")) {
            return "the JVM is " + vm + ", not HotSpot";
        }
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted") || mode.contains("emulated-client")) {
            return "the JVM runs without its optimising compiler (" + mode + ")";
        }
        return null;
    }

    /**
     * The way to {@code kernel.simd}. By reflection, so that no class of the Vector API is linked before the gates have
     * passed.
     */
    private static final class SimdAccess {

        static final int PREFERRED_BITS;

        private static final MethodHandle KERNEL;

        static {
            try {
                Class<?> simd = Class.forName("org.neurotron.kernel.simd.SimdKernels");
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                PREFERRED_BITS = (int) lookup.findStatic(simd, "preferredBits", MethodType.methodType(int.class))
                    .invokeExact();
                KERNEL = lookup.findStatic(simd, "kernel", MethodType.methodType(Kernel.class, int.class));
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static Kernel kernel(int vectorBits) {
            try {
                return (Kernel) KERNEL.invokeExact(vectorBits);
            } catch (Throwable e) {
                throw new IllegalStateException("the simd kernel could not be loaded", e);
            }
        }
    }
}
