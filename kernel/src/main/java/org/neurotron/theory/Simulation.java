package org.neurotron.theory;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;
import org.neurotron.random.InputSampler;

/** Draws inputs in blocks of bounded size. */
final class Simulation {

    /** Elements of a block. */
    private static final int ELEMENTS = 1 << 18;

    /** A block never has more inputs. */
    static final int MOST_ROWS = 1024;

    /** What is done with a block. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at some inputs.
         *
         * @param x     the block, padded with zeros
         * @param count the inputs that count are its first so many rows
         */
        void visit(Matrix x, int count);
    }

    private Simulation() {
    }

    /** Inputs in a block. */
    static int rows(int n) {
        return Math.max(1, Math.min(MOST_ROWS, ELEMENTS / n));
    }

    static void run(InputSampler inputs, int n, int samples, Visitor visitor) {
        Objects.requireNonNull(inputs, "inputs");
        if (samples < 2) {
            throw Check.illegal("samples", samples, "must be a whole number >= 2");
        }
        Matrix x = Matrix.zeros(rows(Check.positive("n", n)), n);
        for (int left = samples; left > 0; left -= x.rows()) {
            inputs.fill(x);
            visitor.visit(x, Math.min(left, x.rows()));
        }
    }
}
