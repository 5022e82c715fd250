package org.neurotron.cli.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neurotron.cli.terminal.BadUsage;

/** All combinations of the values of several lists. */
final class Combinations {

    private static final int MOST = 100_000;

    private final Map<ListedOption<?>, List<?>> lists = new LinkedHashMap<>();
    private int count = 1;

    /** Adds a list, which varies faster than those before it. */
    void add(ListedOption<?> option, List<String> typed, List<?> values) {
        String problem = values.isEmpty() ? "must name at least one value"
            : Set.copyOf(values).size() < values.size() ? "must not name a value twice"
            : (long) count * values.size() > MOST
                ? "must give at most " + MOST + " combinations" : "";
        if (!problem.isEmpty()) {
            throw BadUsage.of("--" + option, String.join(",", typed), problem);
        }
        lists.put(option, values);
        count *= values.size();
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** One of them, by its number from 0. */
    One at(int number) {
        return new One(number);
    }

    /** One combination. */
    final class One {

        private final Map<ListedOption<?>, Object> values = new LinkedHashMap<>();

        One(int number) {
            int rest = number;
            List<ListedOption<?>> options = new ArrayList<>(lists.keySet());
            for (ListedOption<?> option : options.reversed()) {
                List<?> own = lists.get(option);
                values.put(option, own.get(rest % own.size()));
                rest /= own.size();
            }
        }

        /** What {@link Combinations#add} was given for an option is of its type. */
        @SuppressWarnings("unchecked")
        <T> T of(ListedOption<T> option) {
            return (T) values.get(option);
        }
    }
}
