package org.neurotron.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Every public operation of {@link Kernel}, to be run on {@link Operands}. The result is a view of a larger array whose
 * other elements are {@link Operands#UNTOUCHED}.
 */
enum Operation {

    MULTIPLY {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, o.rows);
            kernel.multiply(o.a, o.across, o.offset, y.values(), y.offset());
            return y;
        }
    },

    MULTIPLY_TRANSPOSED {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, o.columns);
            kernel.multiplyTransposed(o.a, o.down, o.offset, y.values(), y.offset());
            return y;
        }
    },

    MULTIPLY_BY_TRANSPOSED {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix c = o.result(o.few.rows(), o.rows);
            kernel.multiplyByTransposed(o.few, o.a, c);
            return c;
        }
    },

    MULTIPLY_BY_TRANSPOSED_WITH_WORKSPACE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix c = o.result(o.few.rows(), o.rows);
            double[] workspace = new double[Kernel.workspaceLength(o.few.rows())];
            Arrays.fill(workspace, Operands.UNTOUCHED);
            kernel.multiplyByTransposed(o.few, o.a, c, workspace);
            return c;
        }
    },

    MULTIPLY_MATRICES {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix c = o.result(o.left.rows(), o.columns);
            kernel.multiply(o.left, o.a, c);
            return c;
        }
    },

    MULTIPLY_GROUPS_BY_TRANSPOSED {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix c = o.result(4, o.rows);
            kernel.multiplyByTransposed(o.pattern, o.groupValues, o.offset, o.whole, c);
            return c;
        }
    },

    ADD_PRODUCT_TO_GROUPS {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, Math.max(1, o.pattern.length()));
            System.arraycopy(o.groupValues, o.offset, y.values(), y.offset(), y.columns());
            kernel.addProduct(o.four, o.whole, o.pattern, y.values(), y.offset());
            return y;
        }
    },

    /** The left matrix has one column, so of the rows of the right one only the first counts. */
    ADD_PRODUCT_OF_FIRST_ROWS_TO_GROUPS {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, Math.max(1, o.pattern.length()));
            System.arraycopy(o.groupValues, o.offset, y.values(), y.offset(), y.columns());
            kernel.addProduct(o.four.columns(0, 1), o.whole, o.pattern, y.values(), y.offset());
            return y;
        }
    },

    GATES {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix f = o.result(1, o.columns);
            kernel.gates(o.a, o.q, leak, o.factor, f.values(), f.offset());
            return f;
        }
    },

    AFFINE_GATES {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix f = o.result(1, o.columns);
            kernel.affineGates(o.pair, o.c, o.q, leak, o.factor, f.values(), f.offset());
            return f;
        }
    },

    GATE_WEIGHTS {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix d = o.result(o.rows, o.columns);
            kernel.gateWeights(o.a, o.q, leak, o.factor, o.across, o.offset, d);
            return d;
        }
    },

    AFFINE_GATE_WEIGHTS {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix d = o.result(2, o.columns);
            kernel.affineGateWeights(o.pair, o.c, o.q, leak, o.factor, o.across, o.offset, d);
            return d;
        }
    },

    /** The closed form for coefficients −rows, …, −1, 1, …, rows, that is 2 · rows gates. */
    EVEN_GATES {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix f = o.result(1, o.columns);
            kernel.affineGates(o.pair, 2 * o.rows, leak, o.factor, f.values(), f.offset());
            return f;
        }
    },

    /** The closed form for coefficients −rows, …, −1, 1, …, rows, that is 2 · rows gates. */
    EVEN_GATE_WEIGHTS {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix d = o.result(2, o.columns);
            kernel.affineGateWeights(o.pair, 2 * o.rows, leak, o.factor, o.across, o.offset, d);
            return d;
        }
    },

    SCALED_DIFFERENCE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix d = o.result(1, o.columns);
            kernel.scaledDifference(o.columns, o.across, o.offset, o.acrossToo, o.offset, o.factor, d.values(),
                d.offset());
            return d;
        }
    },

    SCALED_DIFFERENCE_IN_PLACE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix d = o.result(1, o.columns);
            System.arraycopy(o.acrossToo, o.offset, d.values(), d.offset(), o.columns);
            kernel.scaledDifference(o.columns, o.across, o.offset, d.values(), d.offset(), o.factor, d.values(),
                d.offset());
            return d;
        }
    },

    /** A row for each way to bound: the differences, and then how many exceed the threshold. */
    BOUNDED_DIFFERENCE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix d = o.result(Bound.values().length, o.columns + 1);
            for (Bound bound : Bound.values()) {
                int row = bound.ordinal();
                d.set(row, o.columns, kernel.boundedDifference(o.columns, o.across, o.offset, o.acrossToo, o.offset,
                    bound, threshold(o), o.factor, d.values(), d.rowOffset(row)));
            }
            return d;
        }
    },

    ADD_SCALED {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, o.columns);
            System.arraycopy(o.acrossToo, o.offset, y.values(), y.offset(), o.columns);
            kernel.addScaled(o.columns, o.factor, o.across, o.offset, y.values(), y.offset());
            return y;
        }
    },

    ADD_SCALED_IN_PLACE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, o.columns);
            System.arraycopy(o.across, o.offset, y.values(), y.offset(), o.columns);
            kernel.addScaled(o.columns, o.factor, y.values(), y.offset(), y.values(), y.offset());
            return y;
        }
    },

    MULTIPLY_ELEMENTS {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix y = o.result(1, o.columns);
            kernel.multiplyElements(o.columns, o.across, o.offset, o.acrossToo, o.offset, y.values(), y.offset());
            return y;
        }
    },

    STANDARDIZE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix x = o.result(1, o.columns);
            System.arraycopy(o.across, o.offset, x.values(), x.offset(), o.columns);
            kernel.standardize(o.columns, Arrays.copyOfRange(o.acrossToo, o.offset, o.offset + o.columns),
                scales(o), x.values(), x.offset());
            return x;
        }
    },

    SQUARED_DISTANCE {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix result = o.result(1, 1);
            result.set(0, 0, kernel.squaredDistance(o.columns, o.across, o.offset, o.acrossToo, o.offset));
            return result;
        }
    },

    SUM {
        @Override
        Matrix run(Kernel kernel, Operands o, double leak) {
            Matrix result = o.result(1, 1);
            result.set(0, 0, kernel.sum(o.columns, o.across, o.offset));
            return result;
        }
    };

    /** A threshold that some differences exceed: a power of two, so that products with it are exact. */
    static double threshold(Operands o) {
        double size = Math.abs(o.across[o.offset] - o.acrossToo[o.offset]);
        return size > 0 && size < Double.POSITIVE_INFINITY ? Math.max(Math.scalb(1, Math.getExponent(size) - 1),
            Double.MIN_NORMAL) : 1;
    }

    /** Other numbers than the ones beside them. */
    static double[] scales(Operands o) {
        double[] scales = Arrays.copyOfRange(o.acrossToo, o.offset, o.offset + o.columns);
        return IntStream.range(0, o.columns).mapToDouble(j -> scales[(j + 1) % o.columns]).toArray();
    }

    /** Runs it; {@code leak} is for the operations that have gates. */
    abstract Matrix run(Kernel kernel, Operands operands, double leak);

    /** Whether the leak of the activation matters. */
    boolean hasGates() {
        return switch (this) {
            case GATES, AFFINE_GATES, GATE_WEIGHTS, AFFINE_GATE_WEIGHTS, EVEN_GATES, EVEN_GATE_WEIGHTS -> true;
            default -> false;
        };
    }
}
