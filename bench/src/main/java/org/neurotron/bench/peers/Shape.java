package org.neurotron.bench.peers;

import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of a problem.
 *
 * @param n dimension of the inputs
 * @param r dimension of the filter
 * @param k width
 * @param b size of the mini-batch
 */
public record Shape(int n, int r, int k, int b) {

    private static final Map<String, Shape> NAMED = Map.of(
        "tiny", new Shape(8, 6, 10, 16),
        "paper", new Shape(100, 25, 10, 16),
        "q-assist", new Shape(50, 20, 100, 64),
        "single-gate", new Shape(1_000, 1_000, 1, 16),
        "medium", new Shape(1_024, 256, 16, 256),
        "large", new Shape(4_096, 512, 32, 256));

    private static final Pattern SIZES =
        Pattern.compile("(SIZE)x(SIZE)x(SIZE)x(SIZE)".replace("SIZE", "[1-9][0-9]{0,8}"));

    /**
     * Reads a shape.
     *
     * @param text a name, or {@code NxRxKxB} such as {@code 100x25x10x16}
     * @return the shape
     * @throws IllegalArgumentException if it is neither
     */
    public static Shape parse(String text) {
        Shape named = NAMED.get(text);
        if (named != null) {
            return named;
        }
        Matcher sizes = SIZES.matcher(text);
        if (!sizes.matches()) {
            throw new IllegalArgumentException("shape = " + text + ": must be one of "
                + String.join(", ", new TreeSet<>(NAMED.keySet())) + ", or NxRxKxB with sizes from 1 to 999999999");
        }
        return new Shape(Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)),
            Integer.parseInt(sizes.group(3)), Integer.parseInt(sizes.group(4)));
    }
}
