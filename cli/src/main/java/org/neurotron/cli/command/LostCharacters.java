package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Characters that Java could not read. In the locale C it takes each byte that is not ASCII for a question mark, and
 * results would land in a folder of that name. The launcher has Java use another locale.
 */
final class LostCharacters {

    /** What a program was started with, where the system tells. */
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private LostCharacters() {
    }

    /** Whether some are in the arguments. */
    static boolean areIn(String... args) {
        if (Arrays.stream(args).allMatch(arg -> arg.indexOf('?') < 0 && arg.indexOf('\uFFFD') < 0)
            || !Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).equals(StandardCharsets.US_ASCII)) {
            return false;
        }
        try {
            for (byte one : Files.readAllBytes(COMMAND_LINE)) {
                if (one < 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Then a question mark is a question mark.
        }
        return false;
    }
}
