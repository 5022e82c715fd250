package org.neurotron.theory;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Follows mean and covariance over the iterations, by strides of 2^i steps. Within a stride what every step adds to the
 * covariance is taken to be the same; a stride is so short that it makes little difference whether that is what the
 * first of its steps adds or the mean with what the last one does.
 */
final class CurveTracer {

    /** The difference as a share of the squared error at which a stride is too long, and at which it may be doubled. */
    private static final double TOO_LONG = 0.05;
    private static final double SHORT = 0.02;

    /** The last stride's length as a share of all steps before. */
    private static final double ENDING = 0.01;

    /** Beyond this there is nothing to be said. */
    private static final double TOO_LARGE = 1e300;

    private final SecondMoment moment;
    private final LongStream.Builder iterations = LongStream.builder();
    private final DoubleStream.Builder means = DoubleStream.builder();
    private final DoubleStream.Builder errors = DoubleStream.builder();
    private double[] m;
    private DMatrixRMaj v;
    private double square;

    CurveTracer(SecondMoment moment, double[] initial) {
        this.moment = moment;
        m = initial.clone();
        v = new DMatrixRMaj(m.length, m.length);
        square = Dense.meanSquare(v, m);
    }

    /** The curve to its end, or to where the error is no longer above what is enough. */
    ErrorCurve to(long steps, double enough) {
        add(0);
        DMatrixRMaj now = moment.added(v, m);
        int stride = 0;
        for (long t = 0; t < steps && square > enough * enough && square < TOO_LARGE;) {
            stride = Math.min(stride, Long.SIZE - 1 - Long.numberOfLeadingZeros(steps - t));
            double[] nextMean = moment.mean(m, stride);
            DMatrixRMaj kept = moment.left(v, stride);
            DMatrixRMaj byFirst = moment.total(now, stride);
            DMatrixRMaj first = CommonOps_DDRM.add(kept, byFirst, null);
            DMatrixRMaj then = moment.added(first, nextMean);
            DMatrixRMaj second = CommonOps_DDRM.add(kept, CommonOps_DDRM.add(0.5, byFirst, 0.5,
                moment.total(then, stride), null), null);
            double next = Dense.meanSquare(second, nextMean);
            double difference = Math.abs(CommonOps_DDRM.trace(first) - CommonOps_DDRM.trace(second));
            // Where the error comes down to what is enough, strides become so short that one can tell when that was.
            boolean tooFar = next <= enough * enough && 1L << stride > t * ENDING;
            if (stride > 0 && (!(difference <= TOO_LONG * next) || tooFar)) {
                stride--;
                continue;
            }
            t += 1L << stride;
            m = nextMean;
            v = second;
            square = next;
            now = then;
            add(t);
            stride += difference < SHORT * square ? 1 : 0;
        }
        return new ErrorCurve(iterations.build().toArray(), means.build().toArray(), errors.build().toArray());
    }

    private void add(long t) {
        iterations.add(t);
        means.add(Dense.length(m));
        errors.add(Math.sqrt(square));
    }
}
