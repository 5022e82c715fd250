package org.neurotron.bench.report;

import org.neurotron.bench.ForwardBenchmark;
import org.neurotron.bench.SgdGradientBenchmark;
import org.neurotron.bench.StepBenchmark;
import org.neurotron.bench.TronGradientBenchmark;

/**
 * The questions that everyone answers.
 */
enum Question {

    /** The outputs of a mini-batch. */
    FORWARD(ForwardBenchmark.class, "forward pass"),
    /** Outputs and Tron-gradient. */
    TRON_GRADIENT(TronGradientBenchmark.class, "forward pass and Tron-gradient"),
    /** Outputs and exact SGD gradient. */
    SGD_GRADIENT(SgdGradientBenchmark.class, "forward pass and SGD gradient"),
    /** Outputs, Tron-gradient and update. */
    STEP(StepBenchmark.class, "whole step without sampling");

    private final Class<?> benchmark;
    private final String title;

    Question(Class<?> benchmark, String title) {
        this.benchmark = benchmark;
        this.title = title;
    }

    Class<?> benchmark() {
        return benchmark;
    }

    String title() {
        return title;
    }
}
