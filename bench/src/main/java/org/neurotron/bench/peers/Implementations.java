package org.neurotron.bench.peers;

import java.util.List;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;

/**
 * All implementations, by the names that the harnesses use.
 */
public final class Implementations {

    private static final List<String> NAMES = List.of("textbook", "scalar-dot", "scalar-auto", "portable",
        "simd-128", "simd-256", "simd-512", "ejml", "vectorblas", "openblas", "c");

    private Implementations() {
    }

    /**
     * Everyone who may take part.
     *
     * @return the names
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Makes an implementation.
     *
     * @param name     one of {@link #names}
     * @param workload what to compute with
     * @return the implementation, with the workload's start as its filter
     * @throws MissingPeerException     if it cannot run on this machine
     * @throws IllegalArgumentException if there is no such name
     */
    public static Implementation create(String name, Workload workload) {
        return switch (name) {
            case "textbook" -> new Textbook(workload);
            case "scalar-dot" -> new ScalarDot(workload);
            case "scalar-auto" -> new ScalarAuto(workload);
            case "portable", "simd-128", "simd-256", "simd-512" ->
                new Neurotron(workload, kernel(name));
            case "ejml" -> new Ejml(workload);
            case "vectorblas" -> new BlasPeer<>(workload, new VectorBlas());
            case "openblas" -> new BlasPeer<>(workload, new OpenBlas());
            case "c" -> new CNetwork(workload);
            default -> throw new IllegalArgumentException("implementation = " + name + ": must be one of " + NAMES);
        };
    }

    /**
     * One of the library's kernels.
     *
     * @param name such as {@code simd-512} or {@code portable}
     * @return the kernel
     * @throws MissingPeerException if it cannot run on this machine
     */
    public static Kernel kernel(String name) {
        return Kernels.available().stream().filter(kernel -> kernel.toString().equals(name)).findFirst()
            .orElseThrow(() -> new MissingPeerException("the kernel " + name + " cannot run on this machine"));
    }
}
