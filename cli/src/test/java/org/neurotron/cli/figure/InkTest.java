package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.training.Algorithm;

/** Breaks if some readers could no longer tell the curves of the algorithms, or the values of a parameter, apart. */
class InkTest {

    /**
     * What remains of linear RGB for colour-blind eyes: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A
     * physiologically-based model for simulation of color vision deficiency, IEEE Transactions on Visualization and
     * Computer Graphics 15 (2009), 1291–1298, at severity 1.0.
     */
    private static final Map<String, double[][]> DEFICIENCIES = Map.of(
        "protanopia", new double[][] {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}},
        "deuteranopia", new double[][] {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}},
        "tritanopia", new double[][] {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
            {0.004733, 0.691367, 0.303900}});

    /** From linear sRGB to CIE XYZ, and its white (D65): IEC 61966-2-1. */
    private static final double[][] XYZ = {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722},
        {0.0193, 0.1192, 0.9505}};
    private static final double[] WHITE = {0.9505, 1, 1.089};

    private static double[] linear(Color colour) {
        return DoubleStream.of(colour.getRed(), colour.getGreen(), colour.getBlue()).map(c -> c / 255)
            .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4)).toArray();
    }

    private static double[] product(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
            .toArray();
    }

    /** CIE L*, a*, b*. */
    private static double[] lab(double[] linear) {
        double[] xyz = product(XYZ, linear);
        double[] f = new double[3];
        for (int i = 0; i < 3; i++) {
            double t = xyz[i] / WHITE[i];
            f[i] = t > Math.pow(6 / 29.0, 3) ? Math.cbrt(t) : t * Math.pow(29 / 6.0, 2) / 3 + 4 / 29.0;
        }
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }

    private static double lightness(Color colour) {
        return lab(linear(colour))[0];
    }

    /** The difference of 1976, a distance in L*a*b*. */
    private static double difference(double[] one, double[] other) {
        double[] a = lab(one);
        double[] b = lab(other);
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    /** As WCAG defines it. */
    private static double contrastOnWhite(Color colour) {
        return 1.05 / (product(XYZ, linear(colour))[1] + 0.05);
    }

    private static double[] seenWith(double[][] deficiency, Color colour) {
        return Arrays.stream(product(deficiency, linear(colour))).map(c -> Math.clamp(c, 0, 1)).toArray();
    }

    private static List<Algorithm[]> pairs() {
        return List.of(new Algorithm[] {Algorithm.TRON, Algorithm.SGD},
            new Algorithm[] {Algorithm.TRON, Algorithm.SGD_PUBLISHED},
            new Algorithm[] {Algorithm.SGD, Algorithm.SGD_PUBLISHED});
    }

    @Test
    void lightnessIsThatOfCie() {
        assertEquals(100, lightness(Color.WHITE), 1e-3);
        assertEquals(0, lightness(Color.BLACK), 1e-12);
        // Published coordinates of sRGB's red: L* = 53.24, a* = 80.09, b* = 67.20.
        assertArrayEquals(new double[] {53.24, 80.09, 67.20}, lab(linear(Color.RED)), 0.05);
        assertEquals(21, contrastOnWhite(Color.BLACK), 1e-9);
    }

    @Test
    void algorithmsAreToldApartInGrey() {
        for (Algorithm[] pair : pairs()) {
            double apart = Math.abs(lightness(Ink.of(pair[0]).light()) - lightness(Ink.of(pair[1]).light()));
            assertTrue(apart >= 15, pair[0] + " and " + pair[1] + " differ by " + apart);
        }
    }

    @Test
    void algorithmsAreToldApartByColourBlindReaders() {
        DEFICIENCIES.forEach((name, matrix) -> {
            for (Algorithm[] pair : pairs()) {
                for (boolean light : new boolean[] {true, false}) {
                    Color one = light ? Ink.of(pair[0]).light() : Ink.of(pair[0]).dark();
                    Color other = light ? Ink.of(pair[1]).light() : Ink.of(pair[1]).dark();
                    double apart = difference(seenWith(matrix, one), seenWith(matrix, other));
                    assertTrue(apart >= 20, pair[0] + " and " + pair[1] + (light ? " on white" : " on dark") + " with "
                        + name + " differ by " + apart);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAlgorithmIsSeenOnWhite(Algorithm algorithm) {
        double contrast = contrastOnWhite(Ink.of(algorithm).light());
        assertTrue(contrast >= 3, "contrast " + contrast);
    }

    @ParameterizedTest
    @EnumSource
    void shadesAreEverDarkerOnWhiteAndLighterOnDark(Algorithm algorithm) {
        for (int count = 2; count <= 10; count++) {
            for (int i = 1; i < count; i++) {
                Ink before = Ink.shade(algorithm, i - 1, count);
                Ink own = Ink.shade(algorithm, i, count);
                assertTrue(lightness(own.light()) < lightness(before.light()) - 2, i + " of " + count + " on white");
                assertTrue(lightness(own.dark()) > lightness(before.dark()) + 2, i + " of " + count + " on dark");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAlgorithmHasOneHue(Algorithm algorithm) {
        double hue = hue(Ink.of(algorithm).light());
        for (int count = 1; count <= 8; count++) {
            for (int i = 0; i < count; i++) {
                Ink shade = Ink.shade(algorithm, i, count);
                for (Color colour : new Color[] {shade.light(), shade.dark()}) {
                    if (algorithm == Algorithm.SGD_PUBLISHED) {
                        assertEquals(0, Color.RGBtoHSB(colour.getRed(), colour.getGreen(), colour.getBlue(), null)[1]);
                    } else {
                        assertEquals(hue, hue(colour), 12, colour.toString());
                    }
                }
            }
        }
        assertEquals(Ink.of(algorithm).light(), Ink.shade(algorithm, 0, 1).light());
        assertEquals(Ink.of(algorithm).light(), Ink.shade(algorithm, 2, 5).light());
    }

    private static double hue(Color colour) {
        return 360 * Color.RGBtoHSB(colour.getRed(), colour.getGreen(), colour.getBlue(), null)[0];
    }

    @Test
    void heatMapsReadInGrey() {
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= 100; i++) {
            double own = lightness(ColourScale.colour(i / 100.0));
            assertTrue(own > before, "at " + i);
            before = own;
        }
        assertEquals(ColourScale.colour(0), ColourScale.colour(-1));
        assertEquals(ColourScale.colour(1), ColourScale.colour(2));
    }

    @Test
    void shadesOfAnAlgorithmHaveItsHueAndNoOther() {
        for (Algorithm algorithm : Algorithm.values()) {
            for (int i = 0; i < 8; i++) {
                assertEquals(Ink.of(algorithm).hue(), Ink.shade(algorithm, i, 8).hue(), algorithm + " " + i);
            }
        }
        assertEquals(3, Arrays.stream(Algorithm.values()).map(algorithm -> Ink.of(algorithm).hue()).distinct().count());
    }
}
