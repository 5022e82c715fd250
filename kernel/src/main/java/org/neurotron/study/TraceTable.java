package org.neurotron.study;

import java.util.List;
import org.neurotron.internal.Check;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;
import org.neurotron.training.Sampling;

/**
 * One table of the study: the error traces of several runs side by side, which the published code writes to one file.
 *
 * @param simulation the simulation it belongs to, such as {@code sim01}
 * @param series     what tells the tables of one simulation and algorithm apart, or "" where there is only one; for
 *                   q-assist {@code neuro1_0} (q = 1, first θ) and so on
 * @param algorithm  the algorithm of all its runs
 * @param columns    the runs, in the order of the columns
 */
public record TraceTable(String simulation, String series, Algorithm algorithm, List<PlannedRun> columns) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no run
     */
    public TraceTable {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw Check.illegal("columns", columns, "must be at least one run");
        }
    }

    /**
     * The same runs with samples that come about in some way.
     *
     * @param sampling the way
     * @return the table
     * @throws IllegalArgumentException if it does not apply to the inputs of a run
     */
    TraceTable with(Sampling sampling) {
        return new TraceTable(simulation, series, algorithm, columns.stream().map(run -> new PlannedRun(
            new RunSettings(run.settings().problem(), run.settings().oracle().with(sampling),
                run.settings().learner()), run.problemIndex(), run.runIndex())).toList());
    }

    /**
     * The same runs with a rule for residuals, on the same problems, inputs and attacks.
     *
     * @param rule the rule
     * @return the table
     * @throws IllegalArgumentException if the algorithm has none
     */
    public TraceTable with(Robust rule) {
        return new TraceTable(simulation, series, algorithm, columns.stream().map(run -> new PlannedRun(
            run.settings().with(run.settings().learner().with(rule)),
            run.problemIndex(), run.runIndex())).toList());
    }

    /**
     * What is done about false labels.
     *
     * @return the rule of all its runs
     */
    public Robust robust() {
        return columns.getFirst().settings().learner().robust();
    }

    /**
     * The name of the file, as published where there is no rule.
     *
     * @return such as {@code sim01_tron.csv}, {@code q_assist_neuro10_2_tron.csv} or {@code sim01_tron_clip.csv}
     */
    public String fileName() {
        String stem = simulation.replace('-', '_') + (series.isEmpty() ? "" : "_" + series);
        return stem + "_" + algorithm.id() + (robust().equals(Robust.NONE) ? "" : "_" + robust().name()) + ".csv";
    }
}
