package org.neurotron.bench.peers;

import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * VectorBLAS, the implementation of dev.ludovic.netlib with the Vector API. BLAS is column-major, so that it sees every
 * row-major matrix as its transpose.
 */
final class VectorBlas implements Blas<double[]> {

    /** Elements of a matrix that stays in the cache: there dgemv row by row is faster than dgemm. */
    private static final long CACHED = 1 << 16;

    private final JavaBLAS blas;

    VectorBlas() {
        blas = JavaBLAS.getInstance();
        String name = blas.getClass().getSimpleName();
        if (!name.equals("VectorBLAS")) {
            throw new MissingPeerException("dev.ludovic.netlib gives " + name
                + " instead of VectorBLAS (needs --add-modules=jdk.incubator.vector)");
        }
    }

    @Override
    public double[] own(double[] values) {
        return values;
    }

    @Override
    public double[] share(double[] values) {
        return values;
    }

    @Override
    public void multiply(int rows, int columns, double[] a, double[] x, int xOffset, double beta, double[] y) {
        blas.dgemv("T", columns, rows, 1, a, 0, columns, x, xOffset, 1, beta, y, 0, 1);
    }

    @Override
    public void multiplyTransposed(int rows, int columns, double[] a, double[] x, double[] y, int yOffset) {
        blas.dgemv("N", columns, rows, 1, a, 0, columns, x, 0, 1, 0, y, yOffset, 1);
    }

    @Override
    public void multiply(int rows, int columns, int inner, double[] a, double[] b, double[] c) {
        if ((long) columns * inner <= CACHED) {
            for (int i = 0; i < rows; i++) {
                blas.dgemv("N", columns, inner, 1, b, 0, columns, a, i * inner, 1, 0, c, i * columns, 1);
            }
        } else {
            blas.dgemm("N", "N", columns, rows, inner, 1, b, columns, a, inner, 0, c, columns);
        }
    }

    @Override
    public void multiplyByTransposed(int rows, int columns, int inner, double[] a, double[] b, double[] c) {
        if ((long) columns * inner <= CACHED) {
            for (int i = 0; i < rows; i++) {
                blas.dgemv("T", inner, columns, 1, b, 0, inner, a, i * inner, 1, 0, c, i * columns, 1);
            }
        } else {
            blas.dgemm("T", "N", columns, rows, inner, 1, b, inner, a, inner, 0, c, columns);
        }
    }
}
