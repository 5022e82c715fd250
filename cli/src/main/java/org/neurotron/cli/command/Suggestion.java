package org.neurotron.cli.command;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who typed a name that there is not. */
final class Suggestion {

    private Suggestion() {
    }

    /**
     * The nearest name, as the end of a complaint.
     *
     * @param typed what was typed
     * @param names the names that there are
     * @return "; did you mean …?", or nothing if no name is near
     */
    static String of(String typed, Collection<String> names) {
        return names.stream().filter(name -> isNear(typed, name))
            .min(Comparator.comparingInt((String name) -> distance(typed, name)).thenComparing(name -> name))
            .map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** A slip in every third letter is as much as one can guess from, or a word that was not typed to its end. */
    private static boolean isNear(String typed, String name) {
        int letters = name.replace("-", "").length();
        if (typed.length() > 2 * name.length()) {
            return false;
        }
        return distance(typed, name) <= Math.max(1, letters / 3) && letters > 1
            || typed.replace("-", "").length() > 1 && name.startsWith(typed);
    }

    /** How many letters were left out, added, mistaken or exchanged with their neighbours. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                d[i][j] = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
