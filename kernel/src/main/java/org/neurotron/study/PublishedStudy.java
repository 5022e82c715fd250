package org.neurotron.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.neurotron.internal.Check;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.RunSettings;
import org.neurotron.training.Sampling;

/**
 * The simulation study of the paper (§4, Table 1, Appendix H), completed from the published code: r = 25, k = 10,
 * b = 16, α = 0, q = 1, the alternating attack, and for every column a problem of its own that the algorithms share.
 *
 * <p>The indices of problems and runs depend only on simulation, column and algorithm, so any part of the study gives
 * the same numbers as the whole.
 */
public final class PublishedStudy {

    /** Number of iterations in the paper. */
    public static final long ITERATIONS = 40_000;

    /** The study of the outer weights in Appendix H. */
    public static final String Q_ASSIST = "q-assist";

    private static final List<Double> THETAS = List.of(0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0);
    private static final List<Double> BETAS = List.of(0.0, 0.005, 0.05, 0.1, 0.2, 0.5, 0.9);
    private static final double FIXED_THETA = 0.25;
    private static final double FIXED_BETA = 0.5;

    private static final InputDistribution NORMAL = new InputDistribution.Normal(1);
    private static final InputDistribution WIDE_NORMAL = new InputDistribution.Normal(3);
    private static final InputDistribution LAPLACE = new InputDistribution.Laplace(2);
    private static final InputDistribution STUDENT = new InputDistribution.StudentT(4);

    private static final List<Simulation> SIMULATIONS = List.of(
        new Simulation("sim01", NORMAL, 100, 1e-4, Parameter.THETA),
        new Simulation("sim02", WIDE_NORMAL, 50, 5e-5, Parameter.THETA),
        new Simulation("sim03", LAPLACE, 50, 5e-5, Parameter.THETA),
        new Simulation("sim04", STUDENT, 100, 1e-4, Parameter.THETA),
        new Simulation("sim05", NORMAL, 100, 1e-4, Parameter.BETA),
        new Simulation("sim06", WIDE_NORMAL, 50, 5e-5, Parameter.BETA),
        new Simulation("sim07", LAPLACE, 50, 5e-5, Parameter.BETA),
        new Simulation("sim08", STUDENT, 100, 1e-4, Parameter.BETA));

    /** Room for columns between the problem indices of two simulations. */
    private static final long PROBLEMS_PER_SIMULATION = 16;

    /** Room for algorithms between the run indices of two problems. */
    private static final long RUNS_PER_PROBLEM = 16;

    private PublishedStudy() {
    }

    /**
     * The parameter that varies from column to column.
     */
    public enum Parameter {
        /** The bound θ on the distortion, with β = 0.5. */
        THETA,
        /** The probability β of an attack, with θ = 0.25. */
        BETA;

        /**
         * The name in files and tables.
         *
         * @return {@code theta} or {@code beta}
         */
        public String id() {
            return this == THETA ? "theta" : "beta";
        }

        /**
         * Its values in a run.
         *
         * @param run a run of the study
         * @return θ or β
         */
        public double of(PlannedRun run) {
            return this == THETA ? run.settings().oracle().theta() : run.settings().oracle().beta();
        }
    }

    /** One column of Table 1. */
    private record Simulation(String id, InputDistribution distribution, int n, double eta, Parameter varied) {

        static final int R = 25;
        static final int K = 10;
        static final int B = 16;

        List<PlannedRun> columns(Algorithm algorithm, boolean commonInputs, long number) {
            List<PlannedRun> columns = new ArrayList<>();
            for (double value : varied == Parameter.THETA ? THETAS : BETAS) {
                OracleSettings oracle = new OracleSettings(distribution, Attack.ALTERNATING,
                    varied == Parameter.THETA ? value : FIXED_THETA, varied == Parameter.BETA ? value : FIXED_BETA);
                long problem = number * PROBLEMS_PER_SIMULATION + columns.size();
                Algorithm whoseInputs = commonInputs ? Algorithm.TRON : algorithm;
                columns.add(new PlannedRun(
                    new RunSettings(new ProblemSettings(n, R, K), oracle, new LearnerSettings(algorithm, B, eta)),
                    problem, problem * RUNS_PER_PROBLEM + whoseInputs.ordinal()));
            }
            return columns;
        }
    }

    /**
     * The names of the simulations.
     *
     * @return sim01 to sim08 and q-assist, in this order
     */
    public static List<String> simulations() {
        List<String> ids = new ArrayList<>(SIMULATIONS.stream().map(Simulation::id).toList());
        ids.add(Q_ASSIST);
        return Collections.unmodifiableList(ids);
    }

    /**
     * What varies from run to run in a simulation.
     *
     * @param simulation its name
     * @return the parameter
     * @throws IllegalArgumentException if there is no such simulation
     */
    public static Parameter variedParameter(String simulation) {
        return simulation.equals(Q_ASSIST) ? Parameter.THETA : SIMULATIONS.get(numberOf(simulation)).varied();
    }

    /**
     * The tables of a simulation, in which each algorithm draws batches of its own, as published.
     *
     * @param simulation its name
     * @param algorithm  the algorithm; q-assist was published for Neuro-Tron only
     * @return one table, or the six of q-assist, or none for q-assist with another algorithm
     * @throws IllegalArgumentException if there is no such simulation
     */
    public static List<TraceTable> tables(String simulation, Algorithm algorithm) {
        return tables(simulation, algorithm, false, Sampling.DRAWN);
    }

    /**
     * The tables of a simulation.
     *
     * @param simulation   its name
     * @param algorithm    the algorithm; q-assist was published for Neuro-Tron only
     * @param commonInputs whether all algorithms get the inputs and attacks that Neuro-Tron gets by itself
     * @param sampling     how samples come about
     * @return one table, or the six of q-assist, or none for q-assist with another algorithm
     * @throws IllegalArgumentException if there is no such simulation, or not with this sampling
     */
    public static List<TraceTable> tables(String simulation, Algorithm algorithm, boolean commonInputs,
                                          Sampling sampling) {
        return published(simulation, algorithm, commonInputs).stream().map(table -> table.with(sampling)).toList();
    }

    /**
     * Whether the samples of a simulation can come about in some way.
     *
     * @param sampling   the way
     * @param simulation its name
     * @return false if inputs are to be projected that are not normal
     * @throws IllegalArgumentException if there is no such simulation
     */
    public static boolean allows(Sampling sampling, String simulation) {
        return sampling.allows(published(simulation, Algorithm.TRON, false).getFirst().columns().getFirst().settings()
            .oracle().distribution());
    }

    private static List<TraceTable> published(String simulation, Algorithm algorithm, boolean commonInputs) {
        int number = numberOf(simulation);
        if (!simulation.equals(Q_ASSIST)) {
            return List.of(new TraceTable(simulation, "", algorithm,
                SIMULATIONS.get(number).columns(algorithm, commonInputs, number)));
        }
        return algorithm == Algorithm.TRON ? qAssist(number) : List.of();
    }

    private static List<TraceTable> qAssist(long number) {
        long problem = number * PROBLEMS_PER_SIMULATION;
        List<TraceTable> tables = new ArrayList<>();
        for (int q : new int[] {1, 10}) {
            double eta = q == 1 ? 1e-4 : 2e-5;
            double[] thetas = {0, 0.5, 1};
            for (int i = 0; i < thetas.length; i++) {
                RunSettings settings = new RunSettings(
                    new ProblemSettings(50, 20, 100, 0, List.of((double) q), new SensingSampling.Gaussian()),
                    new OracleSettings(NORMAL, Attack.ALTERNATING, thetas[i], 0.05),
                    new LearnerSettings(Algorithm.TRON, 64, eta));
                PlannedRun run = new PlannedRun(settings, problem,
                    (problem + tables.size()) * RUNS_PER_PROBLEM + Algorithm.TRON.ordinal());
                tables.add(new TraceTable(Q_ASSIST, "neuro" + q + "_" + i, Algorithm.TRON, List.of(run)));
            }
        }
        return tables;
    }

    private static int numberOf(String simulation) {
        int number = simulations().indexOf(simulation);
        if (number < 0) {
            throw Check.illegal("simulation", simulation, "must be one of " + String.join(", ", simulations()));
        }
        return number;
    }
}
