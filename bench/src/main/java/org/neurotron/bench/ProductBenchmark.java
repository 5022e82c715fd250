package org.neurotron.bench;

import org.neurotron.bench.peers.Products;
import org.neurotron.bench.peers.Workload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The product in the forward pass over a dense list, Z = U Xᵀ: the one place where libraries for matrices are at home.
 */
@State(Scope.Thread)
public class ProductBenchmark extends AbstractBenchmark {

    /** Who multiplies, see {@link Products}. */
    @Param("simd-512")
    public String implementation;

    /** A name or {@code NxRxKxB}, see {@link org.neurotron.bench.peers.Shape}. */
    @Param("large")
    public String shape;

    private Products.Product product;

    /** Makes the operands and checks the result. */
    @Setup
    public void setUp() {
        Workload workload = Workload.parse(shape, "dense");
        product = Products.create(implementation, workload);
        Products.check(implementation, product, workload);
    }

    /**
     * A product.
     *
     * @return who computed, so that the work counts
     */
    @Benchmark
    public Products.Product multiply() {
        product.multiply();
        return product;
    }
}
