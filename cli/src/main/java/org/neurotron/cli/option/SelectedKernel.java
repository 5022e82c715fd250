package org.neurotron.cli.option;

import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The kernel that was chosen on the command line. */
public final class SelectedKernel {

    private SelectedKernel() {
    }

    /** The kernel, or the library's reason why it cannot run, as bad usage. */
    public static Kernel orBadUsage(CommandLine commandLine) {
        try {
            return Kernels.selected();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage()
                + " (see --kernel and --vector-bits of neurotron --help)");
        }
    }
}
