package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;

/** Breaks if numbers or names in pictures are written in another way. */
class LabelTest {

    @ParameterizedTest
    @CsvSource({"0,10⁰", "1,10¹", "3,10³", "-3,10⁻³", "-14,10⁻¹⁴", "56,10⁵⁶", "2478,10²⁴⁷⁸", "90,10⁹⁰"})
    void powersHaveSmallDigits(int exponent, String text) {
        assertEquals(text, Label.power(exponent));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "0.125,0.125", "-0.5,-0.5", "0.001,0.001", "0.005,0.005", "9999,9999", "10000,10 000",
        "40000,40 000", "99999.5,99 999.5", "100000,10⁵", "1e6,10⁶", "2.5e6,2.5·10⁶", "1e-4,10⁻⁴", "5e-5,5·10⁻⁵",
        "-2.5e-4,-2.5·10⁻⁴", "1.7976931348623157e308,1.7976931348623157·10³⁰⁸", "4.9e-324,4.9·10⁻³²⁴",
        "Infinity,∞", "-Infinity,-Infinity", "NaN,NaN"})
    void numbersAreExact(double value, String text) {
        assertEquals(text.replace(' ', '\u00A0'), Label.number(value));
    }

    @ParameterizedTest
    @CsvSource({"0.0021999,2,0.0022", "0.00021999,2,2.2·10⁻⁴", "0.00099999,2,0.001", "99999,2,10⁵", "1234,2,1200",
        "12345,3,12 300", "0,2,0", "1.5,1,2", "-0.0444,2,-0.044", "Infinity,2,∞", "NaN,2,NaN", "0.0096,1,0.01"})
    void numbersAreRounded(double value, int digits, String text) {
        assertEquals(text.replace(' ', '\u00A0'), Label.rounded(value, digits));
    }

    @Test
    void theReadersLanguageDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            for (String language : new String[] {"de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr-TR"}) {
                Locale.setDefault(Locale.forLanguageTag(language));
                assertEquals("0.125", Label.number(0.125));
                assertEquals("40\u00A0000", Label.number(40_000));
                assertEquals("2.2·10⁻⁴", Label.rounded(2.2e-4, 2));
                assertEquals("10⁻¹²", Label.power(-12));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "2000,2000", "40000,40 000", "100000,100 000", "1234567,1 234 567", "3e9,3 000 000 000"})
    void whatIsCountedIsWrittenInFull(double value, String text) {
        assertEquals(text.replace(' ', '\u00A0'), Label.count(value));
    }

    @Test
    void algorithmsAndDistributionsHaveTheNamesOfThePaper() {
        assertEquals("Neuro-Tron", Names.of(Algorithm.TRON));
        assertEquals("SGD", Names.of(Algorithm.SGD));
        assertEquals("SGD as published", Names.of(Algorithm.SGD_PUBLISHED));
        assertEquals("N(0, 9)", Names.of(InputDistribution.parse("normal:3")));
        assertEquals("N(0, 0.01)", Names.of(InputDistribution.parse("normal:0.1")));
        assertEquals("N(0, 4.9·10⁻⁵)", Names.of(InputDistribution.parse("normal:0.007")));
        assertEquals("Laplace(0, 2)", Names.of(InputDistribution.parse("laplace:2")));
        assertEquals("t(4)", Names.of(InputDistribution.parse("student-t:4")));
        assertEquals("t(2.5)", Names.of(InputDistribution.parse("student-t:2.5")));
        assertEquals("θ", Names.symbol("theta"));
        assertEquals("k", Names.symbol("k"));
    }
}
