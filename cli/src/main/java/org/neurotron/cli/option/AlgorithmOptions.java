package org.neurotron.cli.option;

import org.neurotron.training.Algorithm;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One way of learning, shared by the commands that take no lists of them. */
public final class AlgorithmOptions {

    @Option(names = "--algorithm", defaultValue = "tron", paramLabel = "NAME",
        completionCandidates = Choices.OfAlgorithm.class,
        description = "tron, sgd or sgd-published (default: ${DEFAULT-VALUE})")
    private String algorithm;

    @Mixin
    private RobustOptions robust;

    /** The algorithm, or a complaint. */
    public Algorithm algorithm() {
        return Algorithm.of(algorithm);
    }

    /** What is done about false labels. */
    public RobustOptions robust() {
        return robust;
    }
}
