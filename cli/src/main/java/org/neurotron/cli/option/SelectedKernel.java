package org.neurotron.cli.option;

import java.util.concurrent.ForkJoinPool;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.training.WarmUp;

/**
 * The kernel that was chosen on the command line, as runs compute with it: unless a kernel was asked for by name, the
 * portable one until the other is warm.
 */
public final class SelectedKernel implements AutoCloseable {

    private final ForkJoinPool helpers;
    private final WarmUp warmUp;

    private SelectedKernel(ForkJoinPool helpers, WarmUp warmUp) {
        this.helpers = helpers;
        this.warmUp = warmUp;
    }

    /** What computes until the kernel is warm: what was asked for by name is wanted from the first step on. */
    private static Kernel first(Kernel kernel) {
        return System.getProperty(Kernels.KERNEL_PROPERTY, "auto").equals("auto") ? Kernels.portable() : kernel;
    }

    /**
     * The kernel for runs that are computed by a thread each.
     *
     * @param steps   number of steps of all runs together
     * @param threads number of threads
     * @throws BadUsage if it cannot run here
     */
    public static SelectedKernel forRuns(long steps, int threads) {
        Kernel kernel = orBadUsage();
        return new SelectedKernel(null, WarmUp.of(first(kernel), kernel, steps, threads));
    }

    /**
     * The kernel for a run whose large products are shared among threads.
     *
     * @param steps   number of steps of the run
     * @param threads how many threads
     * @throws BadUsage if it cannot run here
     */
    public static SelectedKernel sharedBy(long steps, int threads) {
        if (threads == 1) {
            return forRuns(steps, 1);
        }
        Kernel kernel = orBadUsage();
        Kernel first = first(kernel);
        ForkJoinPool helpers = new ForkJoinPool(threads - 1);
        Kernel parallel = Kernels.parallel(kernel, helpers, threads);
        return new SelectedKernel(helpers, WarmUp.of(
            first == kernel ? parallel : Kernels.parallel(first, helpers, threads), parallel, steps, 1));
    }

    /**
     * The kernel for work that does not change over on its way, as of {@link Kernels#forWork}.
     *
     * @param operations about how many multiply-adds there are
     * @throws BadUsage if the kernel that was asked for cannot run here
     */
    public static Kernel forWork(double operations) {
        orBadUsage();
        return Kernels.forWork(operations);
    }

    /** The kernel, or the library's reason why it cannot run, as bad usage. */
    public static Kernel orBadUsage() {
        try {
            return Kernels.selected();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new BadUsage(e.getMessage() + " (see --kernel and --vector-bits of neurotron --help)");
        }
    }

    /** The kernel that computes in the end. */
    public Kernel kernel() {
        return warmUp.kernel();
    }

    /** What runs begin with and change over to. */
    public WarmUp warmUp() {
        return warmUp;
    }

    @Override
    public void close() {
        if (helpers != null) {
            helpers.close();
        }
    }
}
