package org.neurotron.bench.peers;

/**
 * That everyone computes the same.
 */
public final class Agreement {

    /** Relative to the largest element; what rounding explains, with room to spare. */
    private static final double TOLERANCE = 1e-9;

    private Agreement() {
    }

    /**
     * Compares all results of an implementation with those of the portable kernel, and leaves its filter at the start.
     *
     * @param name           who is checked
     * @param implementation the implementation
     * @param workload       what it was made with
     * @throws IllegalStateException if a result differs
     */
    public static void check(String name, Implementation implementation, Workload workload) {
        Implementation reference = Implementations.create("portable", workload);
        reference.forward();
        implementation.forward();
        compare(name + ", outputs", implementation.outputs(), reference.outputs());
        reference.tronGradient();
        implementation.tronGradient();
        compare(name + ", Tron-gradient", implementation.gradient(), reference.gradient());
        reference.sgdGradient();
        implementation.sgdGradient();
        compare(name + ", SGD gradient", implementation.gradient(), reference.gradient());
        // From 0 even a step of this size shows.
        double[] zero = new double[workload.shape().r()];
        reference.setFilter(zero);
        implementation.setFilter(zero);
        reference.step();
        implementation.step();
        compare(name + ", step", implementation.filter(), reference.filter());
        implementation.setFilter(workload.start());
    }

    static void compare(String what, double[] actual, double[] expected) {
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * largest)) {
                throw new IllegalStateException(what + " disagrees at " + i + ": " + actual[i] + " against "
                    + expected[i]);
            }
        }
    }
}
