package org.neurotron.theory;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;

/** The linear algebra of this package, by EJML. */
final class Dense {

    private Dense() {
    }

    static DMatrixRMaj copy(Matrix matrix) {
        DMatrixRMaj copy = new DMatrixRMaj(matrix.rows(), matrix.columns());
        for (int i = 0; i < matrix.rows(); i++) {
            System.arraycopy(matrix.values(), matrix.rowOffset(i), copy.data, i * matrix.columns(), matrix.columns());
        }
        return copy;
    }

    /** a bᵀ. */
    static DMatrixRMaj timesTransposed(DMatrixRMaj a, DMatrixRMaj b) {
        return CommonOps_DDRM.multTransB(a, b, new DMatrixRMaj(a.numRows, b.numRows));
    }

    /** The smaller of a bᵀ and aᵀ b, which for b = a have the same largest eigenvalue. */
    static DMatrixRMaj smallerProduct(DMatrixRMaj a, DMatrixRMaj b) {
        return a.numRows <= a.numCols ? timesTransposed(a, b)
            : CommonOps_DDRM.multTransA(a, b, new DMatrixRMaj(a.numCols, b.numCols));
    }

    /** The symmetric part ½(a + aᵀ). */
    static DMatrixRMaj symmetricPart(DMatrixRMaj a) {
        DMatrixRMaj part = a.copy();
        for (int i = 0; i < a.numRows; i++) {
            for (int j = 0; j < i; j++) {
                double mean = (a.get(i, j) + a.get(j, i)) / 2;
                part.set(i, j, mean);
                part.set(j, i, mean);
            }
        }
        return part;
    }

    /** The largest |a_ij − a_ji|. */
    static double asymmetry(DMatrixRMaj a) {
        double largest = 0;
        for (int i = 0; i < a.numRows; i++) {
            for (int j = 0; j < i; j++) {
                largest = Math.max(largest, Math.abs(a.get(i, j) - a.get(j, i)));
            }
        }
        return largest;
    }

    /** The size of numbers whose squares are representable, which is what the iteration for eigenvalues needs. */
    private static final int EXTREME = 400;

    /** The eigenvalues of a symmetric matrix, which is overwritten. */
    static double[] eigenvalues(DMatrixRMaj symmetric) {
        if (!Double.isFinite(CommonOps_DDRM.elementSumAbs(symmetric))) {
            throw Check.illegal("product of matrices", "infinite", "must be within the range of double precision");
        }
        int exponent = Math.getExponent(CommonOps_DDRM.elementMaxAbs(symmetric));
        // By a power of two nothing is rounded.
        int scale = Math.abs(exponent) > EXTREME && exponent >= Double.MIN_EXPONENT ? exponent : 0;
        for (int i = 0; scale != 0 && i < symmetric.getNumElements(); i++) {
            symmetric.data[i] = Math.scalb(symmetric.data[i], -scale);
        }
        if (exponent < Double.MIN_EXPONENT) {
            // Too small to say anything of; 0 is as near as any.
            return new double[symmetric.numRows];
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen =
            DecompositionFactory_DDRM.eig(symmetric.numRows, false, true);
        if (!eigen.decompose(symmetric)) {
            throw new ArithmeticException("the eigenvalues of a " + symmetric.numRows + " x " + symmetric.numRows
                + " matrix did not converge");
        }
        double[] values = new double[symmetric.numRows];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb(eigen.getEigenvalue(i).getReal(), scale);
        }
        return values;
    }

    static double largestEigenvalue(DMatrixRMaj symmetric) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : eigenvalues(symmetric)) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** a p aᵀ. */
    static DMatrixRMaj congruence(DMatrixRMaj a, DMatrixRMaj p) {
        return timesTransposed(CommonOps_DDRM.mult(a, p, null), a);
    }

    static double[] times(DMatrixRMaj a, double[] x) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, 1);
        CommonOps_DDRM.mult(a, DMatrixRMaj.wrap(x.length, 1, x), product);
        return product.data;
    }

    /** a += factor x yᵀ. */
    static void addOuter(DMatrixRMaj a, double factor, double[] x, double[] y) {
        if (factor != 0) {
            CommonOps_DDRM.multAddTransB(factor, DMatrixRMaj.wrap(x.length, 1, x), DMatrixRMaj.wrap(y.length, 1, y), a);
        }
    }

    /** The solution x of a x = y, with as many columns as y has. */
    static DMatrixRMaj solution(DMatrixRMaj a, DMatrixRMaj y) {
        DMatrixRMaj solution = new DMatrixRMaj(a.numCols, y.numCols);
        // Both are left as they are.
        if (!CommonOps_DDRM.solve(a, y.copy(), solution)) {
            throw new ArithmeticException("a " + a.numRows + " x " + a.numCols + " matrix is singular");
        }
        return solution;
    }

    /** ‖x‖. */
    static double length(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(element -> element * element).sum());
    }

    /** E‖Δ‖² from covariance and mean. */
    static double meanSquare(DMatrixRMaj covariance, double[] mean) {
        double sum = CommonOps_DDRM.trace(covariance);
        for (double element : mean) {
            sum = Math.fma(element, element, sum);
        }
        return sum;
    }

    /**
     * From which η on I − ηa has an eigenvalue outside of the unit circle: the least 2 Re λ/|λ|²; 0 if an eigenvalue of
     * a has no positive real part.
     */
    static double largestStep(DMatrixRMaj a) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(a.numRows, false, false);
        if (!eigen.decompose(a.copy())) {
            throw new ArithmeticException("the eigenvalues of a " + a.numRows + " x " + a.numRows
                + " matrix did not converge");
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < a.numRows; i++) {
            double real = eigen.getEigenvalue(i).getReal();
            least = Math.min(least, real > 0 ? 2 * real / eigen.getEigenvalue(i).getMagnitude2() : 0);
        }
        return least;
    }
}
