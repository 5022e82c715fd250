package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.internal.RandomArrays.Values;

/**
 * Sharing out a product changes no bit (contract C1), neither gets it stuck nor takes the pool from its owner. Without
 * this, numbers would depend on the number of threads.
 */
@Timeout(300)
class ParallelKernelTest {

    /**
     * Enough for four parts, 4 · 2¹⁸ multiply-adds, of rows and of columns; with no whole groups of lanes and odd rows
     * between, and with long rows, for the workspace.
     */
    private static final List<Operands> LARGE = List.of(
        new Operands(1031, 1029, 1, Values.ORDINARY),
        new Operands(515, 2056, 0, Values.HUGE),
        new Operands(65, 17_000, 2, Values.TINY));

    private static final double LEAK = 0.1;

    private final ForkJoinPool pool = new ForkJoinPool(3);

    @AfterEach
    void closePool() {
        pool.close();
    }

    static List<Arguments> kernelsAndOperations() {
        return KernelBitEqualityTest.kernelsAndOperations();
    }

    /** Shares out smaller products than {@link Kernels#parallel} would, so that the tests stay short. */
    private Kernel sharing(Kernel kernel, int threads) {
        return new ParallelKernel(kernel, pool, threads, 1L << 18);
    }

    private static double[] run(Operation operation, Kernel kernel, Operands operands) {
        return operation.run(kernel, operands, LEAK).values();
    }

    @ParameterizedTest
    @MethodSource("kernelsAndOperations")
    void theBitsAreThoseOfTheKernelUnderneath(Kernel kernel, Operation operation) {
        for (Operands operands : LARGE) {
            double[] expected = run(operation, kernel, operands);
            for (int threads = 1; threads <= 4; threads++) {
                Kernel parallel = sharing(kernel, threads);
                assertArrayEquals(expected, run(operation, parallel, operands), threads + " threads, " + operands);
            }
        }
    }

    /** The sizes around which a product is worth a second thread, and parts that are not all of the same size. */
    @ParameterizedTest
    @ValueSource(ints = {8, 15, 16, 17, 24, 25, 33, 63, 100})
    void partsOfAnySizeMakeUpTheWhole(int length) {
        int other = (1 << 20) / length + 1;
        Kernel parallel = sharing(Kernels.selected(), 4);
        for (Operands operands : List.of(new Operands(length, other, 0, Values.ORDINARY),
            new Operands(other, length, 1, Values.ORDINARY))) {
            for (Operation operation : List.of(Operation.MULTIPLY, Operation.MULTIPLY_TRANSPOSED,
                Operation.MULTIPLY_BY_TRANSPOSED_WITH_WORKSPACE, Operation.MULTIPLY_MATRICES)) {
                assertArrayEquals(run(operation, Kernels.selected(), operands), run(operation, parallel, operands),
                    () -> operation + ", " + operands);
            }
        }
    }

    /** Two threads need 2 · 2²⁰ multiply-adds. A pool starts its threads when there is work for them. */
    @Test
    void onlyLargeProductsAreShared() {
        Kernel parallel = Kernels.parallel(Kernels.selected(), pool, 2);
        double[] x = new double[2048];
        double[] y = new double[2048];
        parallel.multiply(Matrix.of(new double[2047 * 1024], 2047, 1024), x, 0, y, 0);
        parallel.multiplyTransposed(Matrix.of(new double[2048 * 1023], 2048, 1023), x, 0, y, 0);
        // Less than two whole groups of elements.
        parallel.multiply(Matrix.of(new double[15 << 18], 15, 1 << 18), new double[1 << 18], 0, y, 0);
        assertEquals(0, pool.getPoolSize());
        parallel.multiply(Matrix.of(new double[2048 * 1024], 2048, 1024), x, 0, y, 0);
        assertTrue(pool.getPoolSize() > 0);
    }

    @Test
    void withOneThreadAllIsDoneByTheCaller() {
        Kernel parallel = sharing(Kernels.selected(), 1);
        for (Operation operation : Operation.values()) {
            run(operation, parallel, LARGE.getFirst());
        }
        assertEquals(0, pool.getPoolSize());
    }

    /** A kernel has no state, so that one serves any number of threads; here more than the pool has. */
    @Test
    void moreThreadsThanThePoolHasMayShareTheKernel() throws Exception {
        Kernel parallel = sharing(Kernels.selected(), 3);
        List<FutureTask<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Operands operands = LARGE.get(i % LARGE.size());
            FutureTask<Void> caller = new FutureTask<>(() -> assertAllBits(parallel, operands), null);
            callers.add(caller);
            Thread.ofPlatform().start(caller);
        }
        for (FutureTask<Void> caller : callers) {
            caller.get();
        }
    }

    /** The worker that waits for the other parts is the only thread of the pool: it has to compute them itself. */
    @Test
    void aWorkerOfThePoolMayCallTheKernelWithoutADeadlock() throws ExecutionException, InterruptedException {
        try (ForkJoinPool single = new ForkJoinPool(1)) {
            Kernel parallel = new ParallelKernel(Kernels.selected(), single, 4, 1L << 18);
            single.submit(() -> assertAllBits(parallel, LARGE.getFirst())).get();
        }
    }

    /** All workers wait for parts at the same time. */
    @Test
    void allWorkersOfThePoolMayCallTheKernelAtOnce() {
        Kernel parallel = sharing(Kernels.selected(), 4);
        List<ForkJoinTask<?>> callers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Operands operands = LARGE.get(i % LARGE.size());
            callers.add(pool.submit(() -> assertAllBits(parallel, operands)));
        }
        callers.forEach(ForkJoinTask::join);
    }

    private static void assertAllBits(Kernel parallel, Operands operands) {
        for (Operation operation : Operation.values()) {
            assertArrayEquals(run(operation, Kernels.selected(), operands), run(operation, parallel, operands),
                () -> operation + ", " + operands);
        }
    }

    /** The outer one cuts a product into parts, and the inner one cuts each of these again. */
    @Test
    void oneParallelKernelOverAnotherGivesTheSameBits() {
        Kernel once = sharing(Kernels.selected(), 2);
        assertAllBits(sharing(once, 2), LARGE.getFirst());
    }

    @Test
    void thePoolStaysOpenForItsOwner() throws ExecutionException, InterruptedException {
        assertAllBits(sharing(Kernels.selected(), 4), LARGE.getFirst());
        assertFalse(pool.isShutdown());
        assertEquals(7, pool.submit(() -> 7).get());
    }

    @Test
    void nameWidthAndRandomKernelAreThoseOfTheKernelUnderneath() {
        for (Kernel kernel : Kernels.available()) {
            Kernel parallel = sharing(kernel, 2);
            assertNotSame(kernel, parallel);
            assertEquals(kernel.toString(), parallel.toString());
            assertEquals(kernel.name(), parallel.name());
            assertEquals(kernel.vectorBits(), parallel.vectorBits());
            assertSame(kernel.random(), parallel.random());
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertNull("kernel", () -> Kernels.parallel(null, pool, 2));
        assertNull("pool", () -> Kernels.parallel(Kernels.portable(), null, 2));
        assertIllegal("threads", () -> Kernels.parallel(Kernels.portable(), pool, 0));
        assertIllegal("threads", () -> Kernels.parallel(Kernels.portable(), pool, -1));
        assertIllegal("threads", () -> Kernels.parallel(Kernels.portable(), pool, Integer.MIN_VALUE));
    }
}
