package org.neurotron.bench.peers;

import java.util.Map;

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
        String[] sizes = text.split("x");
        if (sizes.length != 4) {
            throw new IllegalArgumentException("shape = " + text + ": must be a name or NxRxKxB");
        }
        return new Shape(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]),
            Integer.parseInt(sizes[3]));
    }
}
