package org.neurotron.bench.peers;

/**
 * The few BLAS routines that are wanted, for row-major matrices.
 *
 * @param <V> numbers in memory as a library takes them
 */
interface Blas<V> {

    /**
     * Numbers for the library alone, in memory as it likes best.
     *
     * @param values the numbers, not used any further by the caller
     * @return the numbers
     */
    V own(double[] values);

    /**
     * Numbers that Java reads and writes too.
     *
     * @param values the numbers
     * @return the same memory
     */
    V share(double[] values);

    /**
     * y ← A x + β y.
     *
     * @param a       A, rows × columns
     * @param x       x, columns elements from {@code xOffset}
     * @param xOffset where x starts
     * @param beta    β
     * @param y       y, rows elements
     */
    void multiply(int rows, int columns, V a, V x, int xOffset, double beta, V y);

    /**
     * y ← Aᵀ x.
     *
     * @param a       A, rows × columns
     * @param x       x, rows elements
     * @param y       y, columns elements from {@code yOffset}
     * @param yOffset where y starts
     */
    void multiplyTransposed(int rows, int columns, V a, V x, V y, int yOffset);

    /**
     * C ← A B.
     *
     * @param a A, rows × inner
     * @param b B, inner × columns
     * @param c C, rows × columns
     */
    void multiply(int rows, int columns, int inner, V a, V b, V c);

    /**
     * C ← A Bᵀ.
     *
     * @param a A, rows × inner
     * @param b B, columns × inner
     * @param c C, rows × columns
     */
    void multiplyByTransposed(int rows, int columns, int inner, V a, V b, V c);
}
