package org.neurotron.cli.result;

import java.util.List;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.training.Algorithm;
import org.neurotron.training.RunSettings;

/**
 * How the curves of a panel are told apart: by the hue of their rule against false labels or of their algorithm, or by
 * shades of it for the values of one option.
 *
 * @param sweep   the sweep
 * @param colours the option, or null if nothing tells them apart
 */
record SweepInks(SweepData sweep, ListedOption<?> colours) {

    /** More shades of a hue look the same. */
    private static final int MOST_SHADES = 8;

    /** The options whose values have hues of their own. */
    private static final List<ListedOption<?>> HUES = List.of(ListedOption.ROBUST, ListedOption.RULE,
        ListedOption.ALGORITHM);

    /**
     * Chooses the option.
     *
     * @param sweep   the sweep
     * @param options the options that vary, of which some may do
     */
    static SweepInks of(SweepData sweep, List<ListedOption<?>> options) {
        return new SweepInks(sweep, HUES.stream().filter(options::contains).findFirst().orElseGet(() ->
            options.stream().filter(option -> sweep.values(option).size() <= MOST_SHADES)
                .reduce((_, later) -> later).orElse(null)));
    }

    /** Whether curves of an algorithm are of several shades. */
    private boolean shaded() {
        return colours != null && colours != ListedOption.ALGORITHM;
    }

    Ink ink(RunSettings one) {
        Algorithm algorithm = one.learner().algorithm();
        if (!shaded()) {
            return Ink.of(algorithm);
        }
        List<String> values = sweep.values(colours);
        return HUES.contains(colours) ? Ink.of(algorithm, one.learner().robust())
            : Ink.shade(algorithm, values.indexOf(colours.shown(one)), values.size());
    }

    /** A curve's name, with the algorithm in it where that varies, as it decides the hue. */
    String name(RunSettings one) {
        String algorithm = Names.of(one.learner().algorithm());
        return !shaded() ? algorithm : sweep.varied().contains(ListedOption.ALGORITHM)
            ? algorithm + ", " + colours.label(one) : colours.label(one);
    }

    /** What belongs to a curve has in its name what tells it from the others of its algorithm. */
    String suffix(RunSettings one) {
        return shaded() ? ", " + colours.label(one) : "";
    }
}
