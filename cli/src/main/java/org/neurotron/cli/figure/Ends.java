package org.neurotron.cli.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.neurotron.study.Outcome;

/**
 * How the runs ended whose errors a curve shows: where some recovered w* and others did not, median and band look as if
 * they had done the same.
 *
 * @param ink that of the curve
 * @param all the runs
 */
public record Ends(Ink ink, List<End> all) {

    /** Pieces of the axis in which runs are counted. */
    private static final int PIECES = 40;

    /** In the order in which runs of a piece are laid side by side. */
    private static final List<Outcome> ORDER = List.of(Outcome.RECOVERED, Outcome.UNDECIDED, Outcome.STUCK,
        Outcome.DIVERGED);

    /** How much of what is below a bar it covers: those have only an outline that are far from w*. */
    private static final double[] OPACITY = {1, 0.35, 0, 0};

    /** Copies the list. */
    public Ends {
        Objects.requireNonNull(ink, "ink");
        all = List.copyOf(all);
    }

    /**
     * How a run ended.
     *
     * @param error   its final error, infinite if it diverged
     * @param outcome what became of it
     */
    public record End(double error, Outcome outcome) {
    }

    /**
     * How many runs of an outcome ended in a piece of the axis, as a bar to the right of those of other outcomes.
     *
     * @param lower   lower end of the piece
     * @param upper   its upper end
     * @param start   where the bar begins, 0 to 1
     * @param end     where it ends; 1 for as many runs as are in the fullest piece
     * @param opacity how much of what is below it covers; with 0 it has only an outline
     */
    public record Bar(double lower, double upper, double start, double end, double opacity) {
    }

    /**
     * Counts the runs in pieces of equal height.
     *
     * @param least lower end of the axis
     * @param most  upper end of the axis; what is beyond counts in the last piece
     * @return the bars from below to above
     */
    public List<Bar> bars(double least, double most) {
        int[][] counts = new int[PIECES][ORDER.size()];
        double length = Math.log(most / least);
        for (End one : all) {
            double place = one.error > 0 ? Math.log(one.error / least) / length : 0;
            counts[(int) Math.clamp(place * PIECES, 0, PIECES - 1)][ORDER.indexOf(one.outcome)]++;
        }
        double fullest = 1;
        for (int[] piece : counts) {
            fullest = Math.max(fullest, piece[0] + piece[1] + piece[2] + piece[3]);
        }
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            double start = 0;
            for (int j = 0; j < ORDER.size(); j++) {
                if (counts[i][j] > 0) {
                    double end = start + counts[i][j] / fullest;
                    bars.add(new Bar(least * Math.exp(i * length / PIECES), least * Math.exp((i + 1) * length / PIECES),
                        start, end, OPACITY[j]));
                    start = end;
                }
            }
        }
        return bars;
    }
}
