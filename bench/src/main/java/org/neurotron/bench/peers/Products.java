package org.neurotron.bench.peers;

import java.util.List;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * The one large product of the forward pass over a dense list, Z = U Xᵀ with U k × n and X b × n.
 */
public final class Products {

    private static final List<String> NAMES = List.of("portable", "simd-128", "simd-256", "simd-512", "ejml",
        "vectorblas", "openblas");

    private Products() {
    }

    /**
     * Everyone who may take part.
     *
     * @return the names
     */
    public static List<String> names() {
        return NAMES;
    }

    /** A product whose operands and result are in memory of its own. */
    public interface Product {

        /** Computes the product. */
        void multiply();

        /**
         * The result.
         *
         * @return Z, k · b elements, row-major
         */
        double[] result();
    }

    /**
     * Makes a product of random numbers with the workload's inputs.
     *
     * @param name     one of {@link #names}
     * @param workload sizes and data
     * @return the product
     * @throws MissingPeerException     if it cannot run on this machine
     * @throws IllegalArgumentException if there is no such name
     */
    public static Product create(String name, Workload workload) {
        return switch (name) {
            case "portable", "simd-128", "simd-256", "simd-512" ->
                new Ours(workload, Implementations.kernel(name));
            case "ejml" -> new Ejml.Product(workload);
            case "vectorblas" -> new BlasPeer.Product<>(workload, new VectorBlas());
            case "openblas" -> new BlasPeer.Product<>(workload, new OpenBlas());
            default -> throw new IllegalArgumentException("implementation = " + name + ": must be one of " + NAMES);
        };
    }

    /**
     * Compares a product with that of the portable kernel.
     *
     * @param name     who is checked
     * @param product  the product
     * @param workload what it was made with
     * @throws IllegalStateException if the result differs
     */
    public static void check(String name, Product product, Workload workload) {
        Product reference = create("portable", workload);
        reference.multiply();
        product.multiply();
        Agreement.compare(name + ", product", product.result(), reference.result());
    }

    /** U of a workload, k · n elements, row-major. */
    static double[] left(Workload workload) {
        return Workload.numbers(workload.shape().k() * workload.shape().n(), 3);
    }

    private static final class Ours implements Product {

        private final Kernel kernel;
        private final Matrix u;
        private final Matrix x;
        private final Matrix z;
        private final double[] workspace;

        Ours(Workload workload, Kernel kernel) {
            Shape shape = workload.shape();
            this.kernel = kernel;
            u = Matrix.of(left(workload), shape.k(), shape.n()).copy().padded();
            x = Matrix.of(workload.inputs(), shape.b(), shape.n()).copy().padded();
            z = Matrix.zeros(shape.k(), shape.b());
            workspace = new double[Kernel.workspaceLength(shape.k())];
        }

        @Override
        public void multiply() {
            kernel.multiplyByTransposed(u, x, z, workspace);
        }

        @Override
        public double[] result() {
            double[] result = new double[z.rows() * z.columns()];
            for (int i = 0; i < z.rows(); i++) {
                System.arraycopy(z.values(), z.rowOffset(i), result, i * z.columns(), z.columns());
            }
            return result;
        }
    }
}
