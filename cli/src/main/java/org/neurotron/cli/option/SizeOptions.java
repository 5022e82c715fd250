package org.neurotron.cli.option;

import picocli.CommandLine.Option;

/** The dimensions of a network that is drawn, shared by the commands that draw one. The defaults are sim01's. */
final class SizeOptions {

    @Option(names = "--n", defaultValue = "100", paramLabel = "N", converter = Numbers.Size.class,
        description = "dimension of the inputs (default: ${DEFAULT-VALUE})")
    private int n;

    @Option(names = "--r", defaultValue = "25", paramLabel = "R", converter = Numbers.Size.class,
        description = "dimension of the filter (default: ${DEFAULT-VALUE})")
    private int r;

    /** The dimension of the inputs. */
    int n() {
        return n;
    }

    /** The dimension of the filter. */
    int r() {
        return r;
    }
}
