package org.neurotron.bench.report;

import java.util.List;
import java.util.Set;

/**
 * Who and what is measured, by the names that the harnesses use, in the order of the tables.
 */
final class Names {

    /** The portable kernel in a JVM that has no Vector API. */
    static final String PORTABLE_NO_MODULE = "portable-no-module";

    /** Everyone who computes all questions. */
    static final List<String> IMPLEMENTATIONS = List.of("simd-512", "simd-256", "simd-128", "portable",
        PORTABLE_NO_MODULE, "c", "openblas", "vectorblas", "ejml", "scalar-auto", "scalar-dot", "textbook");

    /** Everyone who computes the one large product. */
    static final List<String> PRODUCTS = List.of("simd-512", "simd-256", "simd-128", "portable", "openblas",
        "vectorblas", "ejml");

    /** Loops that only a patient reader runs at the large shape. */
    static final List<String> SCALAR = List.of("scalar-auto", "scalar-dot", "textbook");

    /** The samplers in the headline ratios. */
    static final List<String> SAMPLERS = List.of("normal", "c-normal", "commons-normal");

    /** Those who need no long warm-up. */
    static final Set<String> WITHOUT_VECTOR_API = Set.of("portable", PORTABLE_NO_MODULE, "c", "openblas", "ejml",
        "scalar-auto", "scalar-dot", "textbook", "c-normal", "commons-normal");

    /** The named shapes, smallest first. */
    static final List<String> SHAPES = List.of("tiny", "paper", "q-assist", "single-gate", "medium", "large");

    /** The sensing families that are told apart. */
    static final List<String> FAMILIES = List.of("affine", "dense");

    /** The paper's shape with many more inputs, as {@code NxRxKxB}. */
    static final String MANY_INPUTS = "4096x25x10x16";

    /** The same with more than anybody draws. */
    static final String MOST_INPUTS = "1000000x25x10x16";

    /** The bounds on residuals whose price is measured. */
    static final List<String> RULES = List.of("clip", "trim", "hampel");

    private Names() {
    }

    /** Whether a shape has no choice of sensing matrices: it is measured once, as {@code affine}. */
    static boolean onlyOneFamily(String shape) {
        return shape.equals("single-gate");
    }
}
