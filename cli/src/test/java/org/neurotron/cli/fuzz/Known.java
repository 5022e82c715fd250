package org.neurotron.cli.fuzz;

import java.util.List;
import java.util.regex.Pattern;

/** What odd input is known to do and is not mended yet. A line is to go with its cause. */
final class Known {

    private static final List<Pattern> KNOWN = List.of(
        // An argument that is no text, in a checkpoint whose checksum is right, is taken for an error of the program.
        Pattern.compile("^checkpoint: (?s:.*)IllegalStateException: java.io.UTFDataFormatException"),
        // A count in such a checkpoint takes memory before it is known that so many numbers follow. (Where memory ended
        // Java does not always say.)
        outOfMemory("checkpoint", "RunState.read"),
        // Parts of a model are unpacked whatever their size.
        outOfMemory("npz", "Model.load"),
        // What is wrong with a model that ends early is not said.
        Pattern.compile("^npz:\\s+said neurotron predict: \\S+ is damaged or cut off: null\\s+$"));

    private Known() {
    }

    private static Pattern outOfMemory(String kind, String where) {
        return Pattern.compile("^" + kind + ":\\s+threw java.lang.OutOfMemoryError: Java heap space at (?s:\\s*$|.*"
            + where + ")");
    }

    static boolean isKnown(String kind, String problems) {
        return KNOWN.stream().anyMatch(known -> known.matcher(kind + ": " + problems).find());
    }
}
