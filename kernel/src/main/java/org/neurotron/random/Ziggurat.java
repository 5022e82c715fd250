package org.neurotron.random;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neurotron.internal.Check;
import org.neurotron.kernel.RandomKernel;

/**
 * Numbers of a symmetric unimodal law from random words, one from each: a ziggurat of {@value #LAYERS} layers in the
 * variant of McFarland (<i>A modified ziggurat algorithm for generating exponentially and normally distributed
 * pseudorandom numbers</i>, 2016).
 *
 * <p>Under half of the density lie rectangles [0, x_k] × [f(x_{k−1}), f(x_k)], each with the area 1/{@value #LAYERS}
 * of all. The lowest bits of a word choose a rectangle, the other bits a place from left to right in it or in its
 * mirror image: a table look-up and a product. All but three or four of {@value #LAYERS} layers are such rectangles.
 * If a word asks for one of the rest, it gets a point of what the rectangles leave free: the overhangs between them and
 * the curve, the top, and the tail. That is taken from boxes around these parts, and, for the tail, from the area below
 * a power of x that touches the curve where the tail begins; what comes out above the curve is drawn again. So the law
 * is that of the density to the last bits of the words, with no approximation.
 *
 * <p>What a rare case needs in random numbers it makes of its own word, with the generator SplitMix64 started from it.
 * So every number is a function of its word alone: it consumes nothing else, and a sequence may be cut anywhere. The
 * mirror image of a word (its upper 52 bits complemented) gives the opposite number.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class Ziggurat {

    /** Number of layers of equal area. */
    static final int LAYERS = 1 << 10;

    /** Makes a number between −1 and 1 of the odd number that is made of a word's upper bits. */
    private static final double UNIT = 0x1p-52;

    /** The bits of a word that say how far to the left or to the right a number is. */
    private static final long SIDE = -0x1000;

    /** Numbers end here, a little above 10¹⁵⁰: their squares are still within the range of double. */
    static final double LARGEST = 0x1p500;

    /** Of so many pieces of a box it is known between which values the density is there. */
    private static final int STEPS = 8;

    /** Values of a density may be off by so much, relatively, from what its shape allows. */
    private static final double TOLERANCE = 1e-9;

    /** Rectangles have the same area but for so much of it. */
    private static final double CLOSE = 1e-14;

    /** How many tables are kept. */
    private static final int KEPT = 16;

    /** The tables used last, the oldest first. */
    private static final Map<SymmetricDensity, Ziggurat> CACHE = new LinkedHashMap<>();

    private final SymmetricDensity density;

    /** Right ends x_1 > x_2 > … of the rectangles, from the lowest to the highest. */
    private final double[] ends;

    /** The parts that rectangles leave free, in boxes: the tail, then the overhangs from below, then the top. */
    private final double[] left;
    private final double[] width;

    /** The density at the right end of each box, at {@value #STEPS} − 1 places within it, and at its left end. */
    private final double[] curve;

    /** Where the tail begins, the density there, and −1/(a − 1) for the power −a of x above it. */
    private final double tail;
    private final double tailDensity;
    private final double tailExponent;

    /** Walker's alias method: a box is kept with its own probability, or exchanged for another one. */
    private final double[] kept;
    private final int[] alias;

    private Ziggurat(SymmetricDensity density) {
        this.density = density;
        double area = Check.positive("halfMass", density.halfMass()) / LAYERS;
        double mode = widest();
        double first = mode;
        boolean layered = mode * at(mode) > area && LARGEST * at(LARGEST) < area;
        if (layered) {
            first = firstEnd(mode, area);
        }
        double a = layered ? slope(first) : 0;
        while (!(a > 1)) {
            // Too near to the middle for a tail that has an area.
            layered = false;
            first *= 2;
            a = slope(first);
            if (first > LARGEST) {
                throw Check.illegal("density", density, "must fall faster than 1/x far out");
            }
        }
        tail = first;
        tailDensity = at(first);
        tailExponent = -1 / (a - 1);
        ends = layered ? rectangles(first, area) : new double[0];
        for (double x = 2 * tail, most = tailDensity; x < LARGEST && most > 0; x *= 2) {
            most *= StrictMath.pow(2, -a);
            if (at(x) > most * (1 + TOLERANCE)) {
                throw Check.illegal("density at " + x, at(x), "must fall at least as fast far out as nearer");
            }
        }

        int boxes = Math.max(1, ends.length) + 1;
        left = new double[boxes];
        width = new double[boxes];
        curve = new double[(STEPS + 1) * boxes];
        double[] areas = new double[boxes];
        areas[0] = tailDensity * tail / (a - 1);
        for (int box = 1; box < boxes; box++) {
            double right = box <= ends.length ? ends[box - 1] : tail;
            left[box] = box < ends.length ? ends[box] : 0;
            width[box] = right - left[box];
            int at = (STEPS + 1) * box;
            for (int step = 0; step <= STEPS; step++) {
                double x = left[box] + width[box] * (STEPS - step) / STEPS;
                curve[at + step] = at(x);
                if (step > 0 && curve[at + step] < curve[at + step - 1] * (1 - TOLERANCE)) {
                    throw Check.illegal("density at " + x, curve[at + step], "must not be less than farther out");
                }
            }
            if (ends.length == 0) {
                curve[at] = 0;
            }
            areas[box] = width[box] * (curve[at + STEPS] - curve[at]);
        }
        kept = new double[boxes];
        alias = new int[boxes];
        makeAlias(areas);
    }

    /**
     * The tables for a density.
     *
     * @param density the density
     * @return new ones, or those that another caller has had made for an equal one
     * @throws IllegalArgumentException if it cannot be such a density
     */
    static Ziggurat of(SymmetricDensity density) {
        synchronized (CACHE) {
            Ziggurat known = CACHE.remove(density);
            Ziggurat ziggurat = known != null ? known : new Ziggurat(density);
            CACHE.put(density, ziggurat);
            if (CACHE.size() > KEPT) {
                CACHE.remove(CACHE.keySet().iterator().next());
            }
            return ziggurat;
        }
    }

    private double at(double x) {
        double value = density.at(x);
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw Check.illegal("density at " + x, value, "must be >= 0 and finite");
        }
        return value;
    }

    /** The power of two at which x·f(x) is greatest. */
    private double widest() {
        double best = 0;
        double widest = 0;
        for (int exponent = -500; exponent <= 500; exponent++) {
            double x = Math.scalb(1.0, exponent);
            double product = x * at(x);
            if (product > best) {
                best = product;
                widest = x;
            }
        }
        if (best == 0) {
            throw Check.illegal("density", density, "must be positive somewhere");
        }
        return widest;
    }

    /** Where x·f(x) has fallen to an area. */
    private double firstEnd(double mode, double area) {
        double low = mode;
        double high = 2 * mode;
        while (high * at(high) > area) {
            low = high;
            high *= 2;
        }
        for (double middle = 0.5 * (low + high); middle > low && middle < high; middle = 0.5 * (low + high)) {
            if (middle * at(middle) > area) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A power a, positive, such that f(x)(y/x)^(−a) is not below f(y) for y ≥ x: that of the chord to the left. */
    private double slope(double x) {
        double ratio = 1 - 0x1p-10;
        return StrictMath.log(at(x * ratio) / at(x)) / -StrictMath.log(ratio);
    }

    /** The right ends of all rectangles, as long as there is room for one more. */
    private double[] rectangles(double first, double area) {
        double[] found = new double[LAYERS];
        found[0] = first;
        int count = 1;
        double ratio = 0.95;
        while (count < LAYERS) {
            double below = found[count - 1];
            double x = end(below, ratio, area);
            if (Double.isNaN(x)) {
                break;
            }
            found[count++] = x;
            ratio = 1 - 0.7 * (1 - x / below);
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * The end x of the rectangle upon one with the given end: x·(f(x) − f(below)) = area.
     *
     * @param below end of the rectangle below
     * @param ratio about what x is to that, rather too much
     * @param area  of each rectangle
     * @return x, or NaN if there is none
     */
    private double end(double below, double ratio, double area) {
        double floor = at(below);
        double high = below;
        double excessHigh = -area;
        double low = ratio * below;
        double excessLow = low * (at(low) - floor) - area;
        while (excessLow < 0) {
            double next = ratio * low;
            double excess = next * (at(next) - floor) - area;
            if (excess <= excessLow) {
                return Double.NaN;
            }
            high = low;
            excessHigh = excessLow;
            low = next;
            excessLow = excess;
        }
        // Regula falsi, halving the value at an end that stays (Illinois).
        int side = 0;
        for (int i = 0; i < 100; i++) {
            double x = (low * excessHigh - high * excessLow) / (excessHigh - excessLow);
            double excess = x * (at(x) - floor) - area;
            if (!(x > low && x < high) || Math.abs(excess) <= CLOSE * area) {
                return x;
            }
            if (excess >= 0) {
                low = x;
                excessLow = excess;
                excessHigh *= side > 0 ? 0.5 : 1;
                side = 1;
            } else {
                high = x;
                excessHigh = excess;
                excessLow *= side < 0 ? 0.5 : 1;
                side = -1;
            }
        }
        return low;
    }

    private void makeAlias(double[] areas) {
        double total = 0;
        for (double area : areas) {
            total += area;
        }
        double[] share = new double[areas.length];
        Deque<Integer> small = new ArrayDeque<>();
        Deque<Integer> large = new ArrayDeque<>();
        for (int i = 0; i < areas.length; i++) {
            share[i] = areas[i] / total * areas.length;
            (share[i] < 1 ? small : large).add(i);
        }
        while (!small.isEmpty() && !large.isEmpty()) {
            int less = small.remove();
            int more = large.peek();
            kept[less] = share[less];
            alias[less] = more;
            share[more] -= 1 - share[less];
            if (share[more] < 1) {
                small.add(large.remove());
            }
        }
        for (Deque<Integer> rest : List.of(small, large)) {
            for (int i : rest) {
                kept[i] = 1;
                alias[i] = i;
            }
        }
    }

    /** How many of the layers are rectangles. */
    int rectangles() {
        return ends.length;
    }

    /** The rectangles for numbers of a scale, as {@link RandomKernel#ziggurat} takes them. */
    double[] table(double scale) {
        double[] table = new double[LAYERS];
        for (int k = 0; k < ends.length; k++) {
            table[k] = ends[k] * scale * UNIT;
        }
        return table;
    }

    /**
     * Makes numbers.
     *
     * @param kernel what makes the common ones
     * @param count  how many, a multiple of {@link BlockGenerator#BLOCK}
     * @param words  as many words, from the start
     * @param table  from {@link #table}
     * @param mean   what is added to each
     * @param scale  that of the table
     * @param missed room for as many places
     * @param x      the result
     * @param offset where it starts
     */
    void fill(RandomKernel kernel, int count, long[] words, double[] table, double mean, double scale, int[] missed,
              double[] x, int offset) {
        int misses = kernel.ziggurat(count, words, table, ends.length, mean, missed, x, offset);
        for (int i = 0; i < misses; i++) {
            x[offset + missed[i]] = Math.fma(scale, rare(words[missed[i]]), mean);
        }
    }

    /** A number of the law under the condition that it lies in none of the rectangles. */
    private double rare(long word) {
        // The mirror image has the same numbers.
        long seed = word ^ word >> Long.SIZE - 1 & SIDE;
        double x;
        do {
            long choice = RandomStreams.mix(seed += RandomStreams.GOLDEN);
            double u = open(RandomStreams.mix(seed += RandomStreams.GOLDEN));
            double v = open(RandomStreams.mix(seed += RandomStreams.GOLDEN));
            x = candidate(choice, u, v);
        } while (Double.isNaN(x));
        return word < 0 ? -x : x;
    }

    /** A point in one of the boxes: its place from left to right, or NaN if it is above the curve. */
    private double candidate(long choice, double u, double v) {
        int box = (int) Math.unsignedMultiplyHigh(choice, kept.length);
        if ((choice * kept.length >>> 11) * 0x1p-53 >= kept[box]) {
            box = alias[box];
        }
        return box == 0 ? inTail(u, v) : inBox(box, u, v);
    }

    private double inTail(double u, double v) {
        // As a power; StrictMath.pow makes an object at each call.
        double x = Math.min(tail * StrictMath.exp(tailExponent * StrictMath.log(u)), LARGEST);
        double most = tailDensity * u * (tail / x);
        double density = at(x);
        if (density > most * (1 + TOLERANCE) && x < LARGEST) {
            throw impossible(x, density);
        }
        return v * most < density ? x : Double.NaN;
    }

    /** Most points are seen to be above or below the curve without the density, as it does not increase. */
    private double inBox(int box, double u, double v) {
        int at = (STEPS + 1) * box;
        double x = left[box] + (1 - u) * width[box];
        double y = curve[at] + v * (curve[at + STEPS] - curve[at]);
        int step = at + (int) (u * STEPS);
        if (y < curve[step]) {
            return x;
        }
        if (y >= curve[step + 1]) {
            return Double.NaN;
        }
        double density = at(x);
        if (density < curve[step] * (1 - TOLERANCE) || density > curve[step + 1] * (1 + TOLERANCE)) {
            throw impossible(x, density);
        }
        return y < density ? x : Double.NaN;
    }

    private IllegalStateException impossible(double x, double value) {
        return new IllegalStateException(density + " is " + value + " at " + x
            + ", which cannot be a symmetric density that is as it must be");
    }

    /** A number from a word, uniform on (0, 1). */
    private static double open(long word) {
        return ((word >>> 12) + 0.5) * 0x1p-52;
    }
}
