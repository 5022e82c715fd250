package org.neurotron.theory;

/**
 * Expected errors over the iterations, at iterations that are chosen so that nothing happens in between. Treat the
 * arrays as read-only.
 *
 * @param iterations numbers of updates, ascending, from 0 on
 * @param mean       ‖E w_t − w*‖
 * @param rms        √E‖w_t − w*‖²
 * @since 0.2
 */
public record ErrorCurve(long[] iterations, double[] mean, double[] rms) {

    /**
     * The last of the expected errors.
     *
     * @return √E‖w_t − w*‖² at the end
     */
    public double last() {
        return rms[rms.length - 1];
    }

    /**
     * When an error is first expected.
     *
     * @param error √E‖w_t − w*‖²
     * @return number of updates, by interpolation; {@link Long#MAX_VALUE} if not before the curve ends
     */
    public long first(double error) {
        for (int i = 0; i < rms.length; i++) {
            if (rms[i] <= error) {
                if (i == 0) {
                    return 0;
                }
                double share = Math.log(rms[i - 1] / error) / Math.log(rms[i - 1] / rms[i]);
                return iterations[i - 1] + (long) Math.ceil((iterations[i] - iterations[i - 1]) * Math.min(1, share));
            }
        }
        return Long.MAX_VALUE;
    }
}
