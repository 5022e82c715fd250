package org.neurotron.cli;

import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The kernel that was chosen on the command line. */
final class SelectedKernel {

    private SelectedKernel() {
    }

    /** The kernel, or the library's reason why it cannot run, as bad usage. */
    static Kernel orBadUsage(CommandLine commandLine) {
        try {
            return Kernels.selected();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage()
                + " (see --kernel and --vector-bits of neurotron --help)");
        }
    }
}
