package org.neurotron.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Changes good bytes and texts at random; the same seed always makes the same. */
final class Mutator {

    /** Numbers that somebody may not have thought of. */
    private static final List<String> NUMBERS = List.of("0", "-0.0", "1", "-1", "2", "7", "255", "65536", "2147483647",
        "2147483648", "-2147483649", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "1e308", "-1e308", "1e150", "1e-320", "1e400", "1e-400", "1e999999999", "1e-999999999", "NaN", "Infinity",
        "-Infinity", "inf", "0x1p3", "1f", "1_000", "1,2", "+1", " 1", "1 ", "1L", "٣", "½", "1e", ".", "-", "true",
        "null", "0".repeat(300) + "1", "9".repeat(400));

    /** Texts that mean something to some reader, or to nobody. */
    private static final List<String> TEXTS = List.of("", " ", ",", ";", ":", "=", "\"", "'", "''", "\"\"", "#", "\\",
        "\\u0000", "%s%n", "%", "$(touch P)", "`touch P`", ";touch P;#", "@/etc/passwd", "@@x", "--", "-", "../../x",
        "/", "~", "<script>alert(1)</script>", "</script>", "&amp;", "]]>", "{", "}", "[", "]", "{}", "[]", "\0",
        "\u001b[2J", "\u009b31m", "\u202e", "\u200d", "\uFEFF", "\r", "\n", "\r\n", "\t", "\u2028", "é", "漢",
        "\uD83D\uDE00", "\uD800", "nan", "theorem", "all", "every:0", "log:1e9", "x".repeat(300), "x".repeat(5_000));

    private static final long[] WORDS = {0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, 65536, Integer.MAX_VALUE,
        Integer.MIN_VALUE, 1L << 30, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE,
        Double.doubleToRawLongBits(Double.NaN), Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
        Double.doubleToRawLongBits(-1e308), Double.doubleToRawLongBits(Double.MIN_VALUE)};

    private static final Pattern TOKENS = Pattern.compile("(?<=[^-+.\\w])|(?=[^-+.\\w])");

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.][-+0-9.eE]*");

    private static final int LONGEST_CHUNK = 64;

    private final SplittableRandom random;

    Mutator(long seed) {
        random = new SplittableRandom(seed);
        // Seeds that follow each other begin alike.
        random.nextLong();
    }

    /** A whole number from 0. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in a while. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** One of several. */
    <T> T one(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    @SafeVarargs
    final <T> T one(T first, T... others) {
        int which = random.nextInt(1 + others.length);
        return which == 0 ? first : others[which - 1];
    }

    /** A number that somebody may not have thought of. */
    String number() {
        return oneIn(3) ? Double.toString((random.nextDouble() - 0.5) * 10) : one(NUMBERS);
    }

    /** A text of any kind. */
    String text() {
        return oneIn(3) ? number() : one(TEXTS);
    }

    /** Random bytes. */
    byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** Good bytes with a few changes. */
    byte[] changed(byte[] good) {
        byte[] bytes = good;
        for (int left = changes(); left > 0; left--) {
            bytes = changedOnce(bytes);
        }
        return bytes;
    }

    /** Most often there is one change only, whose effect no other hides. */
    private int changes() {
        return oneIn(3) ? 2 + below(4) : 1;
    }

    private byte[] changedOnce(byte[] bytes) {
        int at = below(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + below(LONGEST_CHUNK));
        byte[] chunk = Arrays.copyOfRange(bytes, at, end);
        return switch (below(10)) {
            case 0, 1 -> withBit(bytes, at);
            case 2 -> withWord(bytes, at);
            case 3 -> withWord(bytes, at & -Integer.BYTES);
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> replaced(bytes, at, end, new byte[0]);
            case 6 -> replaced(bytes, at, at, chunk);
            case 7 -> replaced(bytes, at, at, noise(1 + below(LONGEST_CHUNK)));
            case 8 -> replaced(bytes, at, oneIn(2) ? at : end, new byte[chunk.length]);
            default -> replaced(bytes, bytes.length, bytes.length, chunk);
        };
    }

    private byte[] withBit(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << below(Byte.SIZE));
        }
        return changed;
    }

    /** A number of two, four or eight bytes becomes an extreme one. */
    private byte[] withWord(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
        word.order(oneIn(2) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long value = WORDS[below(WORDS.length)];
        switch (below(3)) {
            case 0 -> word.putShort((short) value);
            case 1 -> word.putInt((int) value);
            default -> word.putLong(value);
        }
        System.arraycopy(word.array(), 0, changed, at, Math.min(word.position(), changed.length - at));
        return changed;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
        return changed;
    }

    /** A good text with a few changes of words, numbers and lines. */
    String changed(String good) {
        String text = good;
        for (int left = changes(); left > 0; left--) {
            text = oneIn(5) ? withOtherLines(text) : withOtherWords(text);
        }
        return text;
    }

    private String withOtherWords(String text) {
        List<String> words = new ArrayList<>(List.of(TOKENS.split(text)));
        int at = below(words.size());
        switch (below(6)) {
            case 0 -> words.set(at, text());
            case 1 -> words.add(at, text());
            case 2 -> words.remove(at);
            case 3 -> words.add(at, one(words));
            case 4 -> words.set(at, words.set(below(words.size()), words.get(at)));
            default -> {
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < words.size(); i++) {
                    if (NUMBER.matcher(words.get(i)).matches()) {
                        numbers.add(i);
                    }
                }
                if (!numbers.isEmpty()) {
                    words.set(one(numbers), number());
                }
            }
        }
        return String.join("", words);
    }

    private String withOtherLines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
        int at = below(lines.size());
        switch (below(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, one(lines));
            case 2 -> lines.set(at, lines.set(below(lines.size()), lines.get(at)));
            default -> lines.add(at, text() + one("\n", "\r\n", "\r", ""));
        }
        return String.join("", lines);
    }
}
