package org.neurotron.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the header of an NPY file says: a dictionary as Python writes it, with exactly the three entries that NumPy
 * knows, each once. What is written otherwise than any NumPy would write it is refused, as it may be damage.
 *
 * @param dtype   the type of the elements
 * @param fortran whether the first index runs fastest
 * @param shape   the length of each dimension
 */
record NpyHeader(String dtype, boolean fortran, List<Long> shape) {

    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

    /** More digits are in no number of 64 bits. */
    private static final int MOST_DIGITS = 19;

    /** What no NumPy would write; the message says where. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Reads a header.
     *
     * @param text its text
     * @return what it says
     * @throws MalformedException if it is none
     */
    static NpyHeader parse(String text) throws MalformedException {
        Map<String, Object> entries = new Parser(text).dictionary();
        if (!entries.keySet().equals(KEYS)) {
            throw new MalformedException("its header must have the keys descr, fortran_order and shape");
        }
        if (entries.get("descr") instanceof String dtype && entries.get("fortran_order") instanceof Boolean fortran
            && entries.get("shape") instanceof List<?> shape) {
            return new NpyHeader(dtype, fortran, shape.stream().map(Long.class::cast).toList());
        }
        // A structured type is a list, for instance.
        throw new MalformedException("its header must say a simple descr, whether it is in Fortran order, and a shape");
    }

    /** As much of Python's grammar as there is in such headers. */
    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Map<String, Object> dictionary() throws MalformedException {
            Map<String, Object> entries = new HashMap<>();
            expect('{');
            while (!accept('}')) {
                String key = string();
                expect(':');
                if (entries.putIfAbsent(key, value()) != null) {
                    throw new MalformedException("its header has the key " + key + " twice");
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipBlanks();
            if (at < text.length()) {
                throw malformed();
            }
            return entries;
        }

        private Object value() throws MalformedException {
            skipBlanks();
            for (Boolean truth : List.of(true, false)) {
                String name = truth ? "True" : "False";
                if (text.startsWith(name, at)) {
                    at += name.length();
                    return truth;
                }
            }
            if (accept('(')) {
                return tuple();
            }
            return string();
        }

        /** A tuple of one has a comma, too; numbers may be long ones of Python 2, such as 40L. */
        private List<Long> tuple() throws MalformedException {
            List<Long> numbers = new ArrayList<>();
            boolean comma = true;
            while (!accept(')')) {
                if (!comma) {
                    throw malformed();
                }
                numbers.add(number());
                comma = accept(',');
            }
            if (numbers.size() == 1 && !comma) {
                throw malformed();
            }
            return numbers;
        }

        private long number() throws MalformedException {
            skipBlanks();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String digits = text.substring(start, at);
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            if (digits.isEmpty()) {
                throw malformed();
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw new MalformedException("it has an impossible shape ("
                    + digits.substring(0, Math.min(digits.length(), MOST_DIGITS)) + "..., ...)");
            }
        }

        private String string() throws MalformedException {
            skipBlanks();
            char quote = at < text.length() ? text.charAt(at) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            // None of the keys and types that are understood has a backslash.
            if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
                throw malformed();
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private boolean accept(char c) {
            skipBlanks();
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private void expect(char c) throws MalformedException {
            if (!accept(c)) {
                throw malformed();
            }
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }

        private MalformedException malformed() {
            return new MalformedException("its header is not understood at its character " + (at + 1));
        }
    }
}
