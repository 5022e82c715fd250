package org.neurotron.bench;

import org.neurotron.bench.peers.Implementations;
import org.neurotron.bench.peers.Shape;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.Robust;
import org.neurotron.training.Sampling;
import org.neurotron.training.TrainingRun;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A whole iteration of a training run: drawing inputs, labels and attack, the step, the error.
 */
@State(Scope.Thread)
public class IterationBenchmark extends AbstractBenchmark {

    /** The kernel, see {@link Implementations}. */
    @Param("simd-512")
    public String implementation;

    /** A name or {@code NxRxKxB}, see {@link Shape}. */
    @Param("paper")
    public String shape;

    /** The algorithm. */
    @Param("tron")
    public String algorithm;

    /** The inputs. */
    @Param("normal:1")
    public String distribution;

    /** How the inputs come about. */
    @Param("drawn")
    public String sampling;

    /** What is done about false labels. */
    @Param("none")
    public String robust;

    private TrainingRun run;

    /** Starts a run with the study's rate and attack. */
    @Setup
    public void setUp() {
        Shape sizes = Shape.parse(shape);
        Problem problem = Problem.draw(new ProblemSettings(sizes.n(), sizes.r(), sizes.k()), 1, 0);
        run = TrainingRun.of(problem,
            new OracleSettings(InputDistribution.parse(distribution), Attack.ALTERNATING, 0.25, 0.5,
                Sampling.of(sampling)),
            new LearnerSettings(Algorithm.of(algorithm), sizes.b(), Math.min(1e-4, 1e-2 / sizes.n()),
                Robust.parse(robust)),
            1, 0, Implementations.kernel(implementation));
    }

    /**
     * An iteration.
     *
     * @return the run, so that the work counts
     */
    @Benchmark
    public TrainingRun iteration() {
        run.step();
        return run;
    }
}
