package org.neurotron.theory;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.neurotron.internal.Check;

/**
 * What to expect of ‖w − w*‖ when training with a constant learning rate η under an attack that does not look at the
 * inputs: where it levels off, how it gets there, from which η on it diverges, and which η is best.
 *
 * <p>Let m and V be mean and covariance of Δ = w − w*, and F = I − ηH. To first order in Δ near w*
 * <pre>
 *   m' = F m + ημD̄,     V' = F V Fᵀ + K(V, m),
 *   K = (η²/b) [W(V + mmᵀ, m) − H(V + mmᵀ)Hᵀ + μ(D̄(Hm)ᵀ + (Hm)D̄ᵀ) − κD̄D̄ᵀ] + η²(κ − μ²) D̄D̄ᵀ
 * </pre>
 * with the moments of a sample that {@link LocalUpdate} has and those of the attack, {@link LabelNoise}: μ = Eξ, and
 * κ that of two samples of a batch. The floor is the fixed point, found by adding up F^j K (F^j)ᵀ and putting the sum
 * into K again. Δ is close to normal there. The largest learning rate is the one at which such a round no longer
 * shrinks V.
 *
 * <p>To leading order in η, where H is a multiple h of E[D Dᵀ] and D̄ or μ and κ are 0, V = η s²/(2hb) I with
 * s² = Eξ²: for the affine family with equal outer weights q Neuro-Tron levels off at θ√(rηβ/(b(1+α)q)) and SGD at
 * θ√(rηβ/(2b)) under an attack by ±θ with probability β. Neither n, nor the law of the inputs, nor M, C and k matter.
 *
 * <p><b>Limits.</b> All is linear in Δ: for Neuro-Tron the mean is exact from anywhere, but its fluctuations far from
 * w* are not, and of SGD nothing is seen that is far from w*, such as its other fixed points, where some runs stay.
 * Where floors are as large as ‖w*‖ the numbers are a guide at most. Attacks that look at the input or at the learner,
 * and residuals that are bounded, are beyond it. Where inputs have no fourth moment, E‖Δ‖² is infinite, and so is the
 * {@linkplain Floor#rms() root of the mean square}; what is said of it here is that of inputs like those of the
 * sample, which is what runs of a limited length see.
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.2
 */
public final class ExpectedError {

    /** So many parts of the sample tell how far the whole is off. */
    private static final int PARTS = 8;

    /** What a number may be off, as a share of it: floors, and learning rates. */
    private static final double TOLERANCE = 1e-8;
    private static final double ETA_TOLERANCE = 1e-3;

    /** Rounds until a fixed point; so many are needed only next to the largest learning rate. */
    private static final int MOST_ROUNDS = 2000;

    /** How far below the largest learning rate others are looked for. */
    private static final double NEARLY = 0.98;

    /** Learning rates that are tried first are so many times smaller than the one before. */
    private static final double COARSE = 4;
    private static final int MOST_COARSE = 60;

    /** Of an error so much smaller than the first one it does not matter how small it is. */
    private static final double ROUNDING = 1e-15;

    /** What an error must have fallen to, as a share of the first, to tell how it goes on, and what it was lately. */
    private static final double FALLEN = 1e-5;
    private static final double LATELY = 10;

    /** 2⁶⁰, about 10¹⁸. */
    private static final long MOST_STEPS = 1L << 60;

    /** Curves and searches look at so many inputs, which is enough to choose a learning rate. */
    private static final int SEARCHED = 1024;

    private final LocalUpdate update;
    private final LocalUpdate few;
    private final LabelNoise noise;
    private final int b;
    private double largestEta = Double.NaN;

    /**
     * Prepares predictions.
     *
     * @param update the update near w*
     * @param noise  what the attack adds to labels
     * @param b      size of the batches, ≥ 1
     * @throws IllegalArgumentException if {@code b < 1}
     */
    public ExpectedError(LocalUpdate update, LabelNoise noise, int b) {
        this.update = Objects.requireNonNull(update, "update");
        this.noise = Objects.requireNonNull(noise, "noise");
        this.b = Check.positive("b", b);
        few = update.samples() > SEARCHED ? update.part(0, SEARCHED) : update;
    }

    /**
     * The update near w*.
     *
     * @return what this was made of
     */
    public LocalUpdate update() {
        return update;
    }

    private SecondMoment moment(double eta) {
        return new SecondMoment(update, noise, b, Check.positive("eta", eta));
    }

    /**
     * Whether E‖w − w*‖² stays bounded near w*, which takes less time to find than {@link #largestEta()}.
     *
     * @param eta η, &gt; 0
     * @return false if w moves away from w*, however near it starts
     * @throws IllegalArgumentException if η is out of range
     */
    public boolean isStable(double eta) {
        return isStable(moment(eta), eta);
    }

    private boolean isStable(SecondMoment moment, double eta) {
        return eta < Dense.largestStep(update.mean()) && growth(moment, CommonOps_DDRM.identity(update.r())) < 1;
    }

    /**
     * What a covariance is multiplied by, at most, when what its steps add is added up and taken for the next one: the
     * spectral radius of that map, by the power method.
     *
     * @param start where to start from; receives where it ended
     */
    private double growth(SecondMoment moment, DMatrixRMaj start) {
        double growth = 0;
        double before = -1;
        for (int i = 0; i < MOST_ROUNDS && Math.abs(growth - before) > ETA_TOLERANCE / 10 * growth; i++) {
            before = growth;
            CommonOps_DDRM.scale(1 / CommonOps_DDRM.trace(start), start);
            start.setTo(moment.endless(moment.linear(start)));
            growth = CommonOps_DDRM.trace(start);
        }
        return growth;
    }

    /**
     * Where the error levels off.
     *
     * @param eta η, &gt; 0
     * @return the floor; infinite if η is not below {@link #largestEta()}
     * @throws IllegalArgumentException if η is out of range
     */
    public Floor floor(double eta) {
        SecondMoment moment = moment(eta);
        if (!isStable(moment, eta)) {
            return Floor.NONE;
        }
        double[] m = meanFloor();
        DMatrixRMaj v = fixedPoint(moment, m, new DMatrixRMaj(update.r(), update.r()));
        RunningMean parts = new RunningMean();
        int size = update.samples() / PARTS;
        if (size > 0) {
            IntStream.range(0, PARTS).forEach(i -> {
                double[] own = meanFloor(update.part(i * size, size), m);
                parts.add(Math.sqrt(Dense.meanSquare(fixedPoint(moment.part(i * size, size), own, v), own)));
            });
        }
        double variance = 0;
        double[] vm = Dense.times(v, m);
        for (double element : v.data) {
            variance += 2 * element * element;
        }
        for (int i = 0; i < m.length; i++) {
            variance += 4 * m[i] * vm[i];
        }
        return Floor.of(Dense.meanSquare(v, m), variance, parts.estimate().standardError());
    }

    /**
     * The floor to leading order in η, in closed form: E‖w − w*‖² = ½η tr(H⁻¹Q), Q what the attack on one batch adds to
     * the covariance in units of η².
     *
     * @param eta η, &gt; 0
     * @return √E‖w − w*‖², if H is symmetric and w* the mean of w
     * @throws IllegalArgumentException if η is out of range
     */
    public OptionalDouble leadingOrder(double eta) {
        Check.positive("eta", eta);
        if (!update.isSymmetric() || noise.mean() != 0 && !update.isCentred()) {
            return OptionalDouble.empty();
        }
        DMatrixRMaj q = update.square().copy();
        CommonOps_DDRM.scale(noise.square() / b, q);
        Dense.addOuter(q, noise.product() - noise.product() / b, update.direction(), update.direction());
        return OptionalDouble.of(Math.sqrt(eta / 2 * CommonOps_DDRM.trace(Dense.solution(update.mean(), q))));
    }

    /** The mean of Δ at the end, which is 0 but for SGD under an attack that has a direction. */
    private double[] meanFloor() {
        return noise.mean() == 0 || update.isCentred() ? new double[update.r()]
            : Dense.solution(update.mean(), DMatrixRMaj.wrap(update.r(), 1, Arrays.stream(update.direction())
                .map(d -> noise.mean() * d).toArray())).data;
    }

    /** The same as a part of the sample has it: a step of Newton's from that of the whole, whose H can be inverted. */
    private double[] meanFloor(LocalUpdate part, double[] m) {
        if (noise.mean() == 0 || update.isCentred()) {
            return m;
        }
        double[] own = Dense.solution(update.mean(), DMatrixRMaj.wrap(update.r(), 1, part.drift(noise.mean(), m))).data;
        Arrays.setAll(own, i -> own[i] + m[i]);
        return own;
    }

    private DMatrixRMaj fixedPoint(SecondMoment moment, double[] m, DMatrixRMaj start) {
        DMatrixRMaj v = start;
        for (int i = 0; i < MOST_ROUNDS; i++) {
            DMatrixRMaj next = moment.endless(moment.added(v, m));
            double size = CommonOps_DDRM.trace(next);
            boolean done = Math.abs(size - CommonOps_DDRM.trace(v)) <= TOLERANCE * size;
            v = next;
            if (done) {
                break;
            }
        }
        return v;
    }

    /**
     * The learning rate from which on E‖w − w*‖² does not stay bounded, even if it starts next to w*.
     *
     * @return η, to {@value #ETA_TOLERANCE} of it; 0 if H has an eigenvalue without a positive real part, so that no
     *     learning rate leads to w*
     */
    public double largestEta() {
        if (Double.isNaN(largestEta)) {
            largestEta = findLargestEta();
        }
        return largestEta;
    }

    private double findLargestEta() {
        double high = Dense.largestStep(update.mean());
        double low = 0;
        double eta = high / 4;
        DMatrixRMaj v = CommonOps_DDRM.identity(update.r());
        while (high - low > ETA_TOLERANCE * high) {
            double growth = growth(moment(eta), v);
            if (Math.abs(growth - 1) < ETA_TOLERANCE) {
                return eta / growth;
            }
            low = growth < 1 ? eta : low;
            high = growth < 1 ? high : eta;
            // It is nearly proportional to η.
            double guess = eta / growth;
            eta = guess > low && guess < high ? guess : (low + high) / 2;
        }
        return (low + high) / 2;
    }

    /**
     * The expected error over the iterations.
     *
     * @param eta     η, &gt; 0
     * @param initial w₁ − w*, r elements
     * @param steps   number of updates, ≥ 1
     * @return the curve; it ends before if the error has fallen to the rounding of w* or grown beyond all measure
     * @throws IllegalArgumentException if an argument is out of range
     */
    public ErrorCurve curve(double eta, double[] initial, long steps) {
        Check.length("initial", initial, update.r());
        Check.positive("steps", steps);
        return trace(Check.positive("eta", eta), initial, steps, ROUNDING * Dense.length(initial));
    }

    /** The logarithm of the error after some steps, also of one that would be beyond the digits of w*. */
    private double errorAfter(double logarithm, double[] initial, long steps) {
        double start = Dense.length(initial);
        // Without an attack the error goes on falling as it does at last.
        double enough = noise.square() == 0 ? FALLEN * start : ROUNDING * start;
        ErrorCurve curve = trace(Math.exp(logarithm), initial, steps, enough);
        if (noise.square() > 0 || curve.last() > enough) {
            return Math.log(curve.last());
        }
        long end = curve.first(enough);
        return Math.log(enough) - Math.log(LATELY) * (steps - end)
            / Math.max(1, end - curve.first(LATELY * enough));
    }

    private ErrorCurve trace(double eta, double[] initial, long steps, double enough) {
        return new CurveTracer(new SecondMoment(few, noise, b, eta), initial).to(steps, enough);
    }

    /**
     * The learning rate with the least expected error after some steps.
     *
     * @param initial w₁ − w*, r elements
     * @param steps   number of updates, ≥ 1
     * @return the learning rate, to about 2 %, and the expected error
     * @throws IllegalArgumentException if an argument is out of range, or no learning rate leads to w*
     */
    public LearningRate best(double[] initial, long steps) {
        Check.length("initial", initial, update.r());
        Check.positive("steps", steps);
        double top = requireLargestEta() * NEARLY;
        double best = Double.POSITIVE_INFINITY;
        int at = 0;
        // Downwards until the steps are clearly too short.
        for (int i = 0; i < MOST_COARSE && i <= at + 2; i++) {
            double error = errorAfter(Math.log(top) - i * Math.log(COARSE), initial, steps);
            if (error < best) {
                best = error;
                at = i;
            }
        }
        double middle = Math.log(top) - at * Math.log(COARSE);
        double eta = Math.exp(GoldenSection.minimum(log -> errorAfter(log, initial, steps), middle - Math.log(COARSE),
            Math.min(middle + Math.log(COARSE), Math.log(top)), 0.02));
        return new LearningRate(eta, steps, curve(eta, initial, steps).last());
    }

    /**
     * The learning rate with the fewest steps to an expected error.
     *
     * @param initial w₁ − w*, r elements
     * @param error   √E‖w − w*‖² that is wanted, &gt; 0
     * @return the learning rate, to about 2 %, and the steps; {@link Long#MAX_VALUE} stands for more than 10¹⁸
     * @throws IllegalArgumentException if an argument is out of range, or no learning rate leads to w*
     */
    public LearningRate fewestSteps(double[] initial, double error) {
        Check.length("initial", initial, update.r());
        Check.positive("error", error);
        double top = Math.log(requireLargestEta() * NEARLY);
        // With less than this the floor, which grows with η, is low enough.
        double low = top;
        while (floorOfFew(low) >= error) {
            low -= Math.log(COARSE);
        }
        double high = Math.min(top, low + Math.log(COARSE));
        while (high - low > ETA_TOLERANCE) {
            double middle = (low + high) / 2;
            if (floorOfFew(middle) >= error) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double eta = Math.exp(GoldenSection.minimum(log -> stepsTo(Math.exp(log), initial, error),
            low - 2 * Math.log(COARSE), low, 0.02));
        return new LearningRate(eta, stepsTo(eta, initial, error), error);
    }

    private double floorOfFew(double logarithm) {
        double[] m = meanFloor();
        return Math.sqrt(Dense.meanSquare(fixedPoint(new SecondMoment(few, noise, b, Math.exp(logarithm)), m,
            new DMatrixRMaj(update.r(), update.r())), m));
    }

    private long stepsTo(double eta, double[] initial, double error) {
        return trace(eta, initial, MOST_STEPS, error).first(error);
    }

    private double requireLargestEta() {
        if (!(largestEta() > 0)) {
            throw Check.illegal("H", "an eigenvalue without a positive real part", "must lead to w*");
        }
        return largestEta();
    }
}
