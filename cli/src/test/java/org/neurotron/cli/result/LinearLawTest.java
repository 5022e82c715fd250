package org.neurotron.cli.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.neurotron.cli.figure.Figure;

/** Breaks if a law is claimed that the errors do not follow, or stated wrongly where they do. */
class LinearLawTest {

    private static final double[] BETAS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9};
    private static final double[] THETAS = {0, 0.1, 0.2, 0.5, 1, 2, 5, 10};

    private static double[][] errors(double[] parameter, double[] thetas, DoubleBinaryOperator error) {
        return Arrays.stream(parameter).mapToObj(p -> Arrays.stream(thetas)
            .map(theta -> error.applyAsDouble(p, theta)).toArray()).toArray(double[][]::new);
    }

    private static Optional<LinearLaw> law(DoubleBinaryOperator error) {
        return LinearLaw.of(BETAS, THETAS, errors(BETAS, THETAS, error));
    }

    private static double slope(double beta) {
        return 0.013 * Math.pow(beta, 0.7);
    }

    @Test
    void slopesAndExponentAreFound() {
        LinearLaw law = law((beta, theta) -> theta == 0 ? 1e-15 : slope(beta) * theta).orElseThrow();
        assertArrayEquals(Arrays.stream(BETAS).map(LinearLawTest::slope).toArray(), law.slopes(), 1e-16);
        assertEquals(0, law.deviation(), 1e-12);
        assertEquals(0.1 * slope(0.01), law.least(), 1e-18);
        assertEquals(10 * slope(0.9), law.most(), 1e-15);
        assertTrue(law.words("β").endsWith(", and s grows like β to the power of 0.7."), law.words("β"));
    }

    @Test
    void noiseIsBorneAndStated() {
        Random random = new Random(1);
        LinearLaw law = law((beta, theta) -> slope(beta) * theta * (0.9 + 0.2 * random.nextDouble())).orElseThrow();
        for (int i = 0; i < BETAS.length; i++) {
            assertEquals(slope(BETAS[i]), law.slopes()[i], 0.1 * slope(BETAS[i]));
        }
        // Two numbers within a tenth of a third are within 22 % of each other at most.
        assertTrue(law.deviation() > 0.02 && law.deviation() <= 0.2, "deviation " + law.deviation());
        assertTrue(law.words("β").startsWith("nineteen of twenty cells are within "
            + Math.round(100 * law.deviation()) + " % of it, and s grows like β to the power of 0."), law.words("β"));
    }

    @Test
    void oneCellInTwentyMayLieAnywhere() {
        // 49 cells with an attack, of which two may be ignored.
        DoubleBinaryOperator two = (beta, theta) -> slope(beta) * theta
            * (theta == 10 && (beta == 0.01 || beta == 0.9) ? 100 : 1);
        assertTrue(law(two).isPresent());
        DoubleBinaryOperator three = (beta, theta) -> slope(beta) * theta
            * (theta == 10 && (beta == 0.01 || beta == 0.5 || beta == 0.9) ? 100 : 1);
        assertFalse(law(three).isPresent());
    }

    @Test
    void whatDoesNotFollowItIsRefused() {
        Random random = new Random(2);
        assertFalse(law((_, theta) -> theta * theta).isPresent());
        assertFalse(law((_, theta) -> 0.1).isPresent());
        assertFalse(law((_, theta) -> theta * Math.pow(10, 2 * random.nextDouble())).isPresent());
        assertFalse(law((_, _) -> Double.NaN).isPresent());
        assertFalse(law((_, _) -> Double.POSITIVE_INFINITY).isPresent());
        assertFalse(law((_, _) -> 0).isPresent());
    }

    @Test
    void fewValuesMakeNoLaw() {
        double[] few = {0.1, 0.2, 0.3, 0.4};
        double[] five = {0.1, 0.2, 0.3, 0.4, 0.5};
        assertFalse(LinearLaw.of(few, THETAS, errors(few, THETAS, (_, theta) -> theta)).isPresent());
        assertFalse(LinearLaw.of(BETAS, few, errors(BETAS, few, (_, theta) -> theta)).isPresent());
        assertFalse(LinearLaw.of(five, five, errors(five, five, (_, theta) -> theta)).isPresent(),
            "less than a decade");
        double[] decade = {0.1, 0.2, 0.4, 0.7, 1};
        assertTrue(LinearLaw.of(five, decade, errors(five, decade, (_, theta) -> theta)).isPresent());
    }

    @Test
    void runsThatDivergedOrStoppedDoNotCount() {
        LinearLaw law = law((beta, theta) -> theta > 4 ? Double.POSITIVE_INFINITY : theta > 1 ? Double.NaN
            : slope(beta) * theta).orElseThrow();
        assertArrayEquals(Arrays.stream(BETAS).map(LinearLawTest::slope).toArray(), law.slopes(), 1e-16);
        assertEquals(slope(0.9), law.most(), 1e-15);
    }

    @Test
    void aValueWithoutAnyErrorHasNoSlope() {
        LinearLaw law = law((beta, theta) -> beta == 0.05 ? Double.POSITIVE_INFINITY : slope(beta) * theta)
            .orElseThrow();
        assertTrue(Double.isNaN(law.slopes()[2]));
        assertTrue(law.words("β").endsWith(" % of it."), law.words("β"));
        law.lines().forEach(line -> assertFalse(Arrays.stream(line.x()).anyMatch(x -> x == 0.05)));
    }

    @Test
    void noPowerIsNamedWhereAParameterIsZero() {
        double[] betas = {0, 0.1, 0.2, 0.5, 0.9};
        LinearLaw law = LinearLaw.of(betas, THETAS, errors(betas, THETAS, (beta, theta) -> (1 + beta) * theta))
            .orElseThrow();
        assertFalse(law.words("β").contains("power"), law.words("β"));
    }

    @Test
    void linesAreWhereTheErrorIsAPowerOfTen() {
        LinearLaw law = law((beta, theta) -> slope(beta) * theta).orElseThrow();
        List<Figure.Line> lines = law.lines();
        // s is 5e-4 to 1.2e-2, θ 0.1 to 10: five of the seven β reach 10⁻³, all but one 10⁻².
        assertEquals(List.of("10⁻³", "10⁻²"), lines.stream().map(Figure.Line::name).toList());
        for (int i = 0; i < lines.size(); i++) {
            Figure.Line line = lines.get(i);
            assertTrue(line.dashed());
            assertTrue(line.x().length >= 5 && line.x().length == line.y().length);
            for (int j = 0; j < line.x().length; j++) {
                assertEquals(Math.pow(10, i - 3), slope(line.x()[j]) * line.y()[j], 1e-12);
                assertTrue(line.y()[j] >= 0.1 && line.y()[j] <= 10);
            }
            assertArrayEquals(DoubleStream.of(line.x()).sorted().toArray(), line.x());
        }
    }
}
