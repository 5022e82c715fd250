package org.neurotron.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The mean m and the covariance V of Δ = w − w* under an update with one learning rate, by the recursion that
 * {@link ExpectedError} states. F of many steps is a power, which comes by squaring, and so does what is added up on
 * the way.
 */
final class SecondMoment {

    /** So many doublings are endless: of F nothing is left by then, however small η is in practice. */
    private static final int ENDLESS = 62;

    /** What is smaller than this share of a sum does not change it. */
    private static final double NOTHING = 1e-17;

    private final LocalUpdate update;
    private final LabelNoise noise;
    private final int b;
    private final double eta;

    /** F, F², F⁴, …, and what is added to the mean by as many steps. */
    private final List<DMatrixRMaj> powers = new ArrayList<>();
    private final List<double[]> drifts = new ArrayList<>();

    SecondMoment(LocalUpdate update, LabelNoise noise, int b, double eta) {
        this.update = update;
        this.noise = noise;
        this.b = b;
        this.eta = eta;
        DMatrixRMaj f = CommonOps_DDRM.identity(update.r());
        CommonOps_DDRM.addEquals(f, -eta, update.mean());
        powers.add(f);
        drifts.add(Arrays.stream(update.direction()).map(d -> eta * noise.mean() * d).toArray());
    }

    /** The same with a part of the sample. */
    SecondMoment part(int first, int count) {
        return new SecondMoment(update.part(first, count), noise, b, eta);
    }

    /** F to the power 2^doublings. */
    private DMatrixRMaj power(int doublings) {
        while (powers.size() <= doublings) {
            DMatrixRMaj last = powers.getLast();
            drifts.add(sum(Dense.times(last, drifts.getLast()), drifts.getLast()));
            powers.add(CommonOps_DDRM.mult(last, last, null));
        }
        return powers.get(doublings);
    }

    /** The mean after 2^doublings steps. */
    double[] mean(double[] m, int doublings) {
        return sum(Dense.times(power(doublings), m), drifts.get(doublings));
    }

    private static double[] sum(double[] x, double[] y) {
        double[] sum = x.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += y[i];
        }
        return sum;
    }

    /** F^t V (F^t)ᵀ after t = 2^doublings steps, what is left of a covariance. */
    DMatrixRMaj left(DMatrixRMaj v, int doublings) {
        return Dense.congruence(power(doublings), v);
    }

    /** Σ_{j < t} F^j Q (F^j)ᵀ with t = 2^doublings, what comes of it that every step adds Q. */
    DMatrixRMaj total(DMatrixRMaj q, int doublings) {
        DMatrixRMaj sum = q;
        for (int i = 0; i < doublings; i++) {
            DMatrixRMaj more = Dense.congruence(power(i), sum);
            if (!(CommonOps_DDRM.elementMaxAbs(more) > NOTHING * CommonOps_DDRM.elementMaxAbs(sum))) {
                break;
            }
            sum = CommonOps_DDRM.add(sum, more, null);
        }
        return sum;
    }

    /** The fixed point of V ↦ F V Fᵀ + Q. */
    DMatrixRMaj endless(DMatrixRMaj q) {
        return total(q, ENDLESS);
    }

    /** K(V, m). */
    DMatrixRMaj added(DMatrixRMaj v, double[] m) {
        DMatrixRMaj s = v.copy();
        Dense.addOuter(s, 1, m, m);
        DMatrixRMaj added = fluctuation(s, m, noise);
        double[] d = update.direction();
        double[] hm = Dense.times(update.mean(), m);
        Dense.addOuter(added, noise.mean(), d, hm);
        Dense.addOuter(added, noise.mean(), hm, d);
        Dense.addOuter(added, -noise.product(), d, d);
        CommonOps_DDRM.scale(eta * eta / b, added);
        Dense.addOuter(added, eta * eta * (noise.product() - noise.mean() * noise.mean()), d, d);
        return added;
    }

    private DMatrixRMaj fluctuation(DMatrixRMaj s, double[] m, LabelNoise of) {
        DMatrixRMaj w = update.second(of, s, m);
        CommonOps_DDRM.subtractEquals(w, Dense.congruence(update.mean(), s));
        return w;
    }

    /** The part of K that is linear in V. */
    DMatrixRMaj linear(DMatrixRMaj v) {
        DMatrixRMaj added = fluctuation(v, new double[update.r()], LabelNoise.NONE);
        CommonOps_DDRM.scale(eta * eta / b, added);
        return added;
    }
}
