package org.neurotron.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;

/**
 * The whole battery of statistical tests; {@code mvn -P random-battery verify} writes its report.
 */
public final class RandomBattery {

    /** A test with a p-value below this is repeated with a new seed. */
    private static final double WEAK = 0.005;

    /** A sampler is wrong if a p-value is below this: for the whole battery a false-alarm probability of about 5e-5. */
    private static final double FAILED = 1e-6;

    /** Distance of the seed of a repetition. */
    private static final long AGAIN = 100;

    private static final long LAYERS_SEED = 50;

    private static final int COUNT = 10_000_000;

    private static final long TAIL_COUNT = 1_000_000_000;

    /** A sampler with the law it should have. */
    record Subject(String name, Function<BlockGenerator, InputSampler> sampler, ContinuousDistribution law,
                   int finiteMoments) {
    }

    static final List<Subject> SUBJECTS = List.of(
        new Subject("normal(0, 1)", g -> InputSampler.normal(g, 0, 1), NormalDistribution.of(0, 1), 8),
        new Subject("normal(5, 3)", g -> InputSampler.normal(g, 5, 3), NormalDistribution.of(5, 3), 8),
        new Subject("laplace(0, 2)", g -> InputSampler.laplace(g, 0, 2), LaplaceDistribution.of(0, 2), 8),
        new Subject("student-t(1)", g -> InputSampler.studentT(g, 1), TDistribution.of(1), 0),
        new Subject("student-t(4)", g -> InputSampler.studentT(g, 4), TDistribution.of(4), 2),
        new Subject("student-t(2.5)", g -> InputSampler.studentT(g, 2.5), TDistribution.of(2.5), 2),
        new Subject("student-t(30)", g -> InputSampler.studentT(g, 30), TDistribution.of(30), 8),
        new Subject("uniform(-1, 1)", g -> InputSampler.uniform(g, -1, 1), UniformContinuousDistribution.of(-1, 1), 8));

    private RandomBattery() {
    }

    /**
     * Runs everything.
     *
     * @param args the file for the report
     * @throws IOException if it cannot be written
     */
    public static void main(String[] args) throws IOException {
        StringBuilder report = new StringBuilder();
        report.append("# Statistical tests of the block samplers\n\n")
            .append(String.format(Locale.ROOT, "%,d numbers for each sampler, each with a seed of its own; a p-value "
                + "below %s is WEAK and repeated with a new seed, one below %s is FAILED. Written by "
                + "`mvn -P random-battery verify`.%n%n", COUNT, WEAK, FAILED))
            .append("| sampler | test | statistic | p | verdict |\n| --- | --- | --- | --- | --- |\n");
        int tests = 0;
        int weak = 0;
        boolean failed = false;
        for (Subject subject : SUBJECTS) {
            long seed = 1 + SUBJECTS.indexOf(subject);
            List<SampleTests.Outcome> outcomes = outcomes(subject, seed);
            List<SampleTests.Outcome> again = null;
            for (int i = 0; i < outcomes.size(); i++) {
                SampleTests.Outcome outcome = outcomes.get(i);
                tests++;
                String verdict = verdict(outcome.p());
                if (outcome.p() < WEAK) {
                    weak++;
                    again = again == null ? outcomes(subject, seed + AGAIN) : again;
                    verdict += String.format(Locale.ROOT, "; again with seed %d: p = %.4f", seed + AGAIN,
                        again.get(i).p());
                    failed |= outcome.p() < FAILED || again.get(i).p() < WEAK;
                }
                report.append(String.format(Locale.ROOT, "| %s | %s | %.6g | %.4f | %s |%n", subject.name(),
                    outcome.name(), outcome.statistic(), outcome.p(), verdict));
            }
        }
        SampleTests.Outcome layers = SampleTests.layers(LAYERS_SEED, COUNT);
        tests++;
        weak += layers.p() < WEAK ? 1 : 0;
        failed |= layers.p() < FAILED;
        report.append(String.format(Locale.ROOT, "| words | %s | %.6g | %.4f | %s |%n", layers.name(),
            layers.statistic(), layers.p(), verdict(layers.p())));
        report.append(String.format(Locale.ROOT, "%n%d tests, %d weak; expected by chance: %.1f.%n%n", tests, weak,
            tests * WEAK));
        failed |= tail(report);
        report.append("\nKernel: ").append(Kernels.selected()).append("; every kernel gives the same numbers.\n");
        Files.writeString(Path.of(args[0]), report);
        System.out.print(report);
        System.exit(failed ? 1 : 0);
    }

    private static List<SampleTests.Outcome> outcomes(Subject subject, long seed) {
        return SampleTests.all(SampleTests.sample(subject.sampler(), seed, COUNT), subject.law(),
            subject.finiteMoments());
    }

    private static String verdict(double p) {
        return p < FAILED ? "FAILED" : p < WEAK ? "WEAK" : "passed";
    }

    /** Counts normals beyond 4, 5 and 6 standard deviations; true if a count is out of bounds. */
    private static boolean tail(StringBuilder report) {
        InputSampler sampler = InputSampler.normal(
            RandomStreams.open(3, 0, Purpose.INPUTS, Kernels.selected().random()), 0, 1);
        double[] x = new double[1 << 14];
        Matrix block = Matrix.of(x, 1, x.length);
        long[] below = new long[3];
        long[] above = new long[3];
        for (long done = 0; done < TAIL_COUNT; done += x.length) {
            sampler.fill(block);
            int length = (int) Math.min(x.length, TAIL_COUNT - done);
            for (int i = 0; i < length; i++) {
                if (Math.abs(x[i]) > 4) {
                    long[] side = x[i] < 0 ? below : above;
                    int sigmas = (int) Math.min(6, Math.abs(x[i]));
                    for (int s = 4; s <= sigmas; s++) {
                        side[s - 4]++;
                    }
                }
            }
        }
        report.append(String.format(Locale.ROOT, "## The tail of the normal at %,d values%n%n", TAIL_COUNT))
            .append("| beyond | side | count | expected | p (Poisson, two-sided) | verdict |\n")
            .append("| --- | --- | --- | --- | --- | --- |\n");
        boolean failed = false;
        for (int s = 4; s <= 6; s++) {
            double expected = TAIL_COUNT * NormalDistribution.of(0, 1).survivalProbability(s);
            for (boolean upper : new boolean[] {false, true}) {
                long count = upper ? above[s - 4] : below[s - 4];
                PoissonDistribution poisson = PoissonDistribution.of(expected);
                double p = Math.min(1, 2 * Math.min(poisson.cumulativeProbability((int) count),
                    poisson.survivalProbability((int) count - 1)));
                failed |= p < FAILED;
                report.append(String.format(Locale.ROOT, "| %d sigma | %s | %d | %.2f | %.4f | %s |%n", s,
                    upper ? "upper" : "lower", count, expected, p, verdict(p)));
            }
        }
        return failed;
    }
}
