package org.neurotron.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.Kernels;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/** Breaks if a moment of the norm is wrong, overflows, or is finite where the law has none. */
class MomentsTest {

    /** m₁ worked with 50 digits from factorials, for n = 10⁶ from Stirling's series. */
    @ParameterizedTest
    @CsvSource({"1, 0.7978845608028654", "2, 1.2533141373155003", "100, 9.975031639551051", "1000, 31.61487189698008",
        "1000000, 999.99975000003125"})
    void momentsOfNormalInputsAreThoseOfTheClosedForm(int n, double first) {
        Moments m = Moments.ofNorm(new InputDistribution.Normal(3), n);
        assertEquals(3 * first, m.of(1), 4e-15 * 3 * first);
        assertEquals(9.0 * n, m.of(2));
        assertEquals(27 * first * (n + 1), m.of(3), 4e-15 * 27 * first * (n + 1));
        assertEquals(81.0 * n * (n + 2.0), m.of(4), 1e-15 * 81 * n * (n + 2.0));
        assertEquals(0, m.standardError(3));
    }

    /** n = 1: E|x|ⁱ; n = 2: by integration in polar coordinates, m₁ = 1 + ln(1+√2)/√2, m₃ = 10.5 + 4.5 ln(1+√2)/√2. */
    @ParameterizedTest
    @CsvSource({"1, 1, 2, 6, 24", "2, 1.6232252401402305, 4, 13.304513580631037, 56"})
    void momentsOfLaplaceInputsAgreeWithValuesByHand(int n, double first, double second, double third, double fourth) {
        double s = 2;
        Moments m = Moments.ofNorm(new InputDistribution.Laplace(s), n);
        assertEquals(s * first, m.of(1), 1e-13 * s * first);
        assertEquals(s * s * second, m.of(2));
        assertEquals(s * s * s * third, m.of(3), 1e-13 * s * s * s * third);
        assertEquals(s * s * s * s * fourth, m.of(4));
    }

    /** E|t|ⁱ = ν^{i/2} Γ((i+1)/2)Γ((ν−i)/2)/(√π Γ(ν/2)). */
    @ParameterizedTest
    @CsvSource({"5, 0.949016724556236, 4.74508362278118", "3.5, 1.040962562449867, 14.573475874298138",
        "40, 0.8132449737422441, 1.7583675107940409"})
    void momentsOfOneStudentCoordinateAgreeWithTheKnownFormula(double nu, double first, double third) {
        Moments m = Moments.ofNorm(new InputDistribution.StudentT(nu), 1);
        assertEquals(first, m.of(1), 1e-11 * first);
        assertEquals(third, m.of(3), 1e-11 * third);
    }

    /** Of one coordinate they are those of the Laplace and of the t law, whose scale all coordinates share. */
    @ParameterizedTest
    @ValueSource(doubles = {4.5, 5, 12.25, 1000})
    void momentsOfOneCoordinateOfAMultivariateLawAreThoseOfItsLaw(double nu) {
        Moments one = Moments.ofNorm(new InputDistribution.MultivariateT(nu), 1);
        Moments student = Moments.ofNorm(new InputDistribution.StudentT(nu), 1);
        Moments two = Moments.ofNorm(new InputDistribution.MultivariateLaplace(nu), 1);
        Moments laplace = Moments.ofNorm(new InputDistribution.Laplace(nu), 1);
        for (int i = 1; i <= 4; i++) {
            assertEquals(1, one.of(i) / student.of(i), 1e-10, "t, order " + i);
            assertEquals(1, two.of(i) / laplace.of(i), 1e-10, "Laplace, order " + i);
        }
    }

    /** Against simulation, with six standard errors; and what the law does not have is infinite. */
    @Test
    void momentsOfMultivariateLawsAreThoseOfTheirInputs() {
        for (InputDistribution law : List.of(new InputDistribution.MultivariateT(20),
            new InputDistribution.MultivariateLaplace(0.7))) {
            Moments known = Moments.ofNorm(law, 30);
            Moments simulated = Moments.simulate(inputs(law), 30, AttackProbability.constant(1), 50_000);
            for (int i = 1; i <= 4; i++) {
                assertEquals(known.of(i), simulated.of(i), 6 * simulated.standardError(i), law + ", order " + i);
            }
        }
        Moments few = Moments.ofNorm(new InputDistribution.MultivariateT(2.5), 10);
        assertTrue(Double.isFinite(few.of(1)) && Double.isFinite(few.of(2)) && few.of(3) == Double.POSITIVE_INFINITY
            && few.of(4) == Double.POSITIVE_INFINITY);
        assertEquals(Double.POSITIVE_INFINITY, Moments.ofNorm(new InputDistribution.MultivariateT(1), 10).of(1));
    }

    /** With very many degrees of freedom the quadrature has to find the closed form of the normal law. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 1_000_000})
    void quadratureAgreesWithTheNormalLaw(int n) {
        Moments normal = Moments.ofNorm(new InputDistribution.Normal(1), n);
        Moments student = Moments.ofNorm(new InputDistribution.StudentT(1e12), n);
        for (int i = 1; i <= 4; i++) {
            assertEquals(1, student.of(i) / normal.of(i), 2e-11, "order " + i);
        }
    }

    /** Nine standard errors: false alarms have probability 10⁻¹⁸ if the means were normal. */
    @ParameterizedTest
    @ValueSource(strings = {"normal:3", "laplace:2", "student-t:10", "student-t:20"})
    void momentsAgreeWithSimulation(String text) {
        InputDistribution law = InputDistribution.parse(text);
        for (int n : new int[] {1, 7, 100}) {
            Moments exact = Moments.ofNorm(law, n).times(0.25);
            Moments simulated = Moments.simulate(inputs(law), n, AttackProbability.constant(0.25), 200_000);
            for (int i = 1; i <= 4; i++) {
                assertTrue(simulated.standardError(i) > 0 && simulated.standardError(i) < 0.05 * exact.of(i));
                assertEquals(exact.of(i), simulated.of(i), 9 * simulated.standardError(i), text + ", order " + i);
            }
        }
    }

    /** β(x) = 1 where ‖x‖² > 2 for two normal coordinates: ‖x‖² is exponential, so β₂ = 4/e and β₄ = 20/e. */
    @Test
    void momentsOfAttacksThatDependOnTheInput() {
        Moments beta = Moments.simulate(inputs(new InputDistribution.Normal(1)), 2,
            (x, offset, n) -> x[offset] * x[offset] + x[offset + 1] * x[offset + 1] > 2 ? 1 : 0, 400_000);
        assertEquals(4 / Math.E, beta.of(2), 6 * beta.standardError(2));
        assertEquals(20 / Math.E, beta.of(4), 6 * beta.standardError(4));
        assertTrue(beta.standardError(4) < 0.05);
        assertThrows(IllegalStateException.class, () -> Moments.simulate(inputs(new InputDistribution.Normal(1)), 2,
            (x, offset, n) -> 1.5, 10));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1.5, 1", "2, 1", "3, 2", "4, 3", "4.5, 4"})
    void momentsThatTheLawDoesNotHaveAreInfinite(double nu, int finite) {
        for (int n : new int[] {1, 100, 1_000_000}) {
            Moments m = Moments.ofNorm(new InputDistribution.StudentT(nu), n);
            for (int i = 1; i <= 4; i++) {
                assertEquals(i <= finite, Double.isFinite(m.of(i)), m.toString());
            }
            assertEquals(finite == 4, m.isFinite());
            assertTrue(m.times(0).isFinite(), "an attack that never comes has moments");
            assertEquals(finite == 4, m.times(0.5).isFinite());
        }
    }

    /** Moments of any law increase with their order in this sense (Lyapunov). */
    @ParameterizedTest
    @ValueSource(strings = {"normal:1e-3", "laplace:1e3", "student-t:4.01", "student-t:1e5", "laplace:1"})
    void momentsAreLogConvexInTheirOrder(String text) {
        for (int n : new int[] {1, 2, 1000, 1_000_000}) {
            Moments m = Moments.ofNorm(InputDistribution.parse(text), n);
            assertTrue(m.isFinite());
            assertTrue(m.of(1) * m.of(1) <= m.of(2) * (1 + 1e-12));
            for (int i = 2; i <= 3; i++) {
                assertTrue(m.of(i) * m.of(i) <= m.of(i - 1) * m.of(i + 1) * (1 + 1e-12), text + " n " + n + " " + m);
            }
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertRefused("n", 0, () -> Moments.ofNorm(new InputDistribution.Normal(1), 0));
        assertRefused("moment of order 2", -1.0, () -> Moments.known(1, -1, 1, 1));
        assertRefused("moment of order 4", Double.NaN, () -> Moments.known(1, 1, 1, Double.NaN));
        assertRefused("beta", 1.5, () -> Moments.known(1, 1, 1, 1).times(1.5));
        assertRefused("samples", 1, () -> Moments.simulate(inputs(new InputDistribution.Normal(1)), 2,
            AttackProbability.constant(0), 1));
        assertFalse(Moments.known(1, 2, Double.POSITIVE_INFINITY, 4).isFinite());
        assertThrows(IndexOutOfBoundsException.class, () -> Moments.known(1, 1, 1, 1).of(0));
        assertThrows(IndexOutOfBoundsException.class, () -> Moments.known(1, 1, 1, 1).standardError(5));
    }

    private static InputSampler inputs(InputDistribution law) {
        return law.sampler(RandomStreams.open(11, 0, Purpose.ESTIMATE, Kernels.selected().random()));
    }
}
