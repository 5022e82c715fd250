package org.neurotron.internal;

/**
 * Logarithm, exponential, sine and cosine for the samplers, as polynomials in fused multiply-adds: the same bits on
 * every machine, scalar or vector. The vector kernel writes the same expressions over vectors, with these constants.
 *
 * <p>The coefficients are minimax (Remez exchange in 60 digits, then rounded); beside each polynomial stands its error
 * relative to the function. Worst errors measured against high precision, in units in the last place: log 0.8,
 * sinQuarter 0.7, cosQuarter 1.0, sinHalf 1.4, expm1 1.8; a test holds them below 2.
 */
public final class RandomFunctions {

    /** Bits of 1.0. */
    public static final long ONE_BITS = 0x3ff0000000000000L;

    /** Bits of 2.0. */
    public static final long TWO_BITS = 0x4000000000000000L;

    /** The 52 bits below the exponent. */
    public static final long MANTISSA = 0x000fffffffffffffL;

    /** 2⁻⁵³: half the spacing of 52-bit uniforms. It centres them in (0, 1), so that neither 0 nor 1 occurs. */
    public static final double HALF_STEP = 0x1p-53;

    /** 2⁻⁵²: half the spacing of 52-bit numbers in [−1, 1). It centres them, so that t and −t are equally likely. */
    public static final double HALF_STEP_OF_TWO = 0x1p-52;

    /** Brings bit 0 of a word, which chooses a sign, to the place of a sign. */
    public static final int SIGN_SHIFT = 63;

    /** How far right the bit of a word lies that swaps sine and cosine. */
    public static final int SWAP_SHIFT = 1;

    /** Bits of √½, where the reduced argument of the logarithm starts. */
    public static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

    /** Bits of 2⁵², into whose mantissa an exponent is put to make a double of it. */
    public static final long TWO_52_BITS = 0x4330000000000000L;

    /** 2⁵² + 1023, to be subtracted from that. */
    public static final double TWO_52_AND_BIAS = 0x1p52 + 1023;

    /** 1.5 · 2⁵²: adding it rounds to a whole number, which then lies in the lowest bits. */
    public static final double ROUNDER = 0x1.8p52;

    /** ln 2, upper part. */
    public static final double LN2_HI = 0.6931471805599453;

    /** ln 2, lower part. */
    public static final double LN2_LO = 2.3190468138462996e-17;

    /** The largest argument of the exponential: the square of the result is still finite. */
    public static final double EXPM1_LIMIT = 354.0;

    /** 1 / ln 2. */
    public static final double INV_LN2 = 1.4426950408889634;

    /** π/4, upper part. */
    public static final double PI_4_HI = 0.7853981633974483;

    /** π/4, lower part. */
    public static final double PI_4_LO = 3.061616997868383e-17;

    /** π/2 − 1. */
    public static final double PI_2_LESS_1 = 0.5707963267948966;

    // ln((1 + s)/(1 - s)) = 2s + s·z·L(z), z = s², for |s| <= 3 - 2√2; error 2^-59.5.
    public static final double L0 = 0.6666666666666734;
    public static final double L1 = 0.399999999994143;
    public static final double L2 = 0.2857142874247897;
    public static final double L3 = 0.22222198563131837;
    public static final double L4 = 0.18183564883178302;
    public static final double L5 = 0.1531403543691255;
    public static final double L6 = 0.14796109336156382;

    // sin(πt/4) = t·(π/4 + y·S(y)), y = t², for |t| <= 1; error 2^-58.0.
    public static final double S0 = -0.08074551218828062;
    public static final double S1 = 0.0024903945701894603;
    public static final double S2 = -3.657620416106448e-05;
    public static final double S3 = 3.133616261687906e-07;
    public static final double S4 = -1.757152998274904e-09;
    public static final double S5 = 6.87826546154072e-12;

    // cos(πt/4) = 1 + y·C(y), y = t², for |t| <= 1; error 2^-64.2.
    public static final double C0 = -0.30842513753404244;
    public static final double C1 = 0.015854344243815433;
    public static final double C2 = -0.0003259918869268038;
    public static final double C3 = 3.59086044619155e-06;
    public static final double C4 = -2.4611364249578345e-08;
    public static final double C5 = 1.1500526510896718e-10;
    public static final double C6 = -3.8585770251700516e-13;

    // sin(πt/2) = t·(π/2 + y·H(y)), y = t², for |t| <= 1; error 2^-62.0.
    public static final double H0 = -0.6459640975062462;
    public static final double H1 = 0.07969262624616588;
    public static final double H2 = -0.00468175413530583;
    public static final double H3 = 0.00016044118471841105;
    public static final double H4 = -3.5988430306222035e-06;
    public static final double H5 = 5.692137529613126e-08;
    public static final double H6 = -6.684480132857362e-10;
    public static final double H7 = 5.874472020614905e-12;

    // e^f - 1 = f + f²·E(f) for |f| <= ln(2)/2; error 2^-61.7.
    public static final double E0 = 0.5;
    public static final double E1 = 0.16666666666666677;
    public static final double E2 = 0.0416666666666667;
    public static final double E3 = 0.008333333333321617;
    public static final double E4 = 0.0013888888888866694;
    public static final double E5 = 0.00019841269886157698;
    public static final double E6 = 2.4801587360795128e-05;
    public static final double E7 = 2.7557244182703013e-06;
    public static final double E8 = 2.755724258742789e-07;
    public static final double E9 = 2.5109044640537406e-08;
    public static final double E10 = 2.0924488510003118e-09;

    private RandomFunctions() {
    }

    /** A uniform number from a word: m·2⁻⁵² with m its upper 52 bits, in [0, 1). */
    public static double uniform(long word) {
        return Double.longBitsToDouble(word >>> 12 | ONE_BITS) - 1.0;
    }

    /** A uniform number from a word: (m + ½)·2⁻⁵² with m its upper 52 bits, strictly between 0 and 1. */
    public static double openUniform(long word) {
        return uniform(word) + HALF_STEP;
    }

    /** A number from a word, uniform on (−1, 1), symmetric about 0 and never 0. */
    public static double symmetricUniform(long word) {
        return Double.longBitsToDouble(word >>> 12 | TWO_BITS) - 3.0 + HALF_STEP_OF_TWO;
    }

    /** ln x for normal x &gt; 0, finite. */
    public static double log(double x) {
        long bits = Double.doubleToRawLongBits(x) + (ONE_BITS - SQRT_HALF_BITS);
        double e = Double.longBitsToDouble(bits >>> 52 | TWO_52_BITS) - TWO_52_AND_BIAS;
        double f = Double.longBitsToDouble((bits & MANTISSA) + SQRT_HALF_BITS) - 1.0;
        double s = f / (f + 2.0);
        double z = s * s;
        double p = Math.fma(L6, z, L5);
        p = Math.fma(p, z, L4);
        p = Math.fma(p, z, L3);
        p = Math.fma(p, z, L2);
        p = Math.fma(p, z, L1);
        p = Math.fma(p, z, L0);
        // ln(1 + f) = f - (f²/2 - s(f²/2 + z·L)): the large term is exact, so that little is lost near 1.
        double h = 0.5 * f * f;
        double correction = Math.fma(e, LN2_LO, s * Math.fma(p, z, h));
        return Math.fma(e, LN2_HI, f - (h - correction));
    }

    /** sin(πt/4) for |t| ≤ 1. */
    public static double sinQuarter(double t) {
        double y = t * t;
        double p = Math.fma(S5, y, S4);
        p = Math.fma(p, y, S3);
        p = Math.fma(p, y, S2);
        p = Math.fma(p, y, S1);
        p = Math.fma(p, y, S0);
        return Math.fma(t, PI_4_HI, t * Math.fma(p, y, PI_4_LO));
    }

    /** cos(πt/4) for |t| ≤ 1. */
    public static double cosQuarter(double t) {
        double y = t * t;
        double p = Math.fma(C6, y, C5);
        p = Math.fma(p, y, C4);
        p = Math.fma(p, y, C3);
        p = Math.fma(p, y, C2);
        p = Math.fma(p, y, C1);
        p = Math.fma(p, y, C0);
        return Math.fma(p, y, 1.0);
    }

    /** sin(πt/2) for |t| ≤ 1. */
    public static double sinHalf(double t) {
        double y = t * t;
        double p = Math.fma(H7, y, H6);
        p = Math.fma(p, y, H5);
        p = Math.fma(p, y, H4);
        p = Math.fma(p, y, H3);
        p = Math.fma(p, y, H2);
        p = Math.fma(p, y, H1);
        p = Math.fma(p, y, H0);
        // t + t·(π/2 - 1 + y·H(y)): the correction vanishes towards |t| = 1, where the sum has its smallest unit.
        return Math.fma(t, Math.fma(p, y, PI_2_LESS_1), t);
    }

    /** e^x − 1 for x ≥ 0; from {@link #EXPM1_LIMIT} on it stays at its value there, about 5.5·10¹⁵³. */
    public static double expm1(double x) {
        double z = Math.min(x, EXPM1_LIMIT);
        double shifted = Math.fma(z, INV_LN2, ROUNDER);
        double k = shifted - ROUNDER;
        double f = Math.fma(-k, LN2_LO, Math.fma(-k, LN2_HI, z));
        double p = Math.fma(E10, f, E9);
        p = Math.fma(p, f, E8);
        p = Math.fma(p, f, E7);
        p = Math.fma(p, f, E6);
        p = Math.fma(p, f, E5);
        p = Math.fma(p, f, E4);
        p = Math.fma(p, f, E3);
        p = Math.fma(p, f, E2);
        p = Math.fma(p, f, E1);
        p = Math.fma(p, f, E0);
        double m = Math.fma(f * f, p, f);
        double power = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) << 52) + ONE_BITS);
        return Math.fma(power, m, power - 1.0);
    }
}
