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

    private SelectedKernel(int threads) {
        Kernel kernel = orBadUsage();
        Kernel first = System.getProperty(Kernels.KERNEL_PROPERTY, "auto").equals("auto") ? Kernels.portable() : kernel;
        if (threads == 1) {
            helpers = null;
            warmUp = WarmUp.of(first, kernel);
        } else {
            helpers = new ForkJoinPool(threads - 1);
            Kernel parallel = Kernels.parallel(kernel, helpers, threads);
            warmUp = WarmUp.of(first == kernel ? parallel : Kernels.parallel(first, helpers, threads), parallel);
        }
    }

    /**
     * The kernel for runs that are computed by a thread each.
     *
     * @throws BadUsage if it cannot run here
     */
    public static SelectedKernel forRuns() {
        return new SelectedKernel(1);
    }

    /**
     * The kernel for a run whose large products are shared among threads.
     *
     * @param threads how many threads
     * @throws BadUsage if it cannot run here
     */
    public static SelectedKernel sharedBy(int threads) {
        return new SelectedKernel(threads);
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
        warmUp.close();
        if (helpers != null) {
            helpers.close();
        }
    }
}
