package org.neurotron.bench.report;

import org.neurotron.bench.peers.Shape;
import org.neurotron.bench.peers.Workload;

/**
 * The work that cannot be avoided once the A_i are not written out.
 *
 * @param flops floating-point operations, a multiply-add counted as two; the gates are not counted
 * @param bytes of the matrices and the batch, each read once
 */
record Work(double flops, double bytes) {

    /**
     * Of a forward pass: u = A_iᵀw for every block, u·x for every sample.
     *
     * @param workload sizes and kind
     * @return the work
     */
    static Work forward(Workload workload) {
        return new Work(2 * forwardMultiplyAdds(workload), Double.BYTES * (blocks(workload) + inputs(workload)));
    }

    /**
     * Of a step: the forward pass, the sum of the weighted samples, M times it, and r elements of the filter.
     *
     * @param workload sizes and kind
     * @return the work
     */
    static Work step(Workload workload) {
        Shape shape = workload.shape();
        double tronMatrix = workload.kind() == Workload.Kind.SINGLE ? 0 : (double) shape.r() * shape.n();
        double multiplyAdds = forwardMultiplyAdds(workload) + inputs(workload) + tronMatrix + shape.r();
        // M is one of the blocks of the affine family, and a matrix of its own beside a dense list.
        double more = workload.kind() == Workload.Kind.DENSE ? tronMatrix : 0;
        return new Work(2 * multiplyAdds, Double.BYTES * (blocks(workload) + inputs(workload) + more));
    }

    /** Operations for each byte. */
    double intensity() {
        return flops / bytes;
    }

    private static double forwardMultiplyAdds(Workload workload) {
        return blocks(workload) + workload.blocks() * inputs(workload);
    }

    /** Elements of all blocks. */
    private static double blocks(Workload workload) {
        Shape shape = workload.shape();
        return workload.kind() == Workload.Kind.SINGLE ? 0 : (double) workload.blocks() * shape.r() * shape.n();
    }

    private static double inputs(Workload workload) {
        return (double) workload.shape().b() * workload.shape().n();
    }
}
