package org.neurotron.random;

import org.neurotron.kernel.Matrix;

/** Inputs whose coordinates have a common random scale: normal rows, each times a factor of its own. */
final class ScaledRows implements InputSampler {

    private final InputSampler scales;
    private final InputSampler normal;
    private Matrix factors = Matrix.zeros(1, 1);

    /** Both samplers take what they need from one generator in turn. */
    ScaledRows(InputSampler scales, InputSampler normal) {
        this.scales = scales;
        this.normal = normal;
    }

    @Override
    public void fill(Matrix x) {
        if (factors.columns() != x.rows()) {
            factors = Matrix.zeros(1, x.rows());
        }
        scales.fill(factors);
        normal.fill(x);
        double[] values = x.values();
        for (int i = 0; i < x.rows(); i++) {
            double factor = factors.get(0, i);
            for (int j = x.rowOffset(i), end = j + x.columns(); j < end; j++) {
                values[j] *= factor;
            }
        }
    }
}
