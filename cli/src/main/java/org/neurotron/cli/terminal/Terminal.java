package org.neurotron.cli.terminal;

import java.io.Console;

/** What is known of the terminal behind stderr. */
final class Terminal {

    /** Set by the launcher, which looks before it puts its filter between. */
    private static final String WIDTH_PROPERTY = "neurotron.terminalWidth";

    private static final int USUAL_WIDTH = 80;

    private Terminal() {
    }

    /** The width of the terminal on stderr in characters, or 0 if stderr is something else. */
    static int width() {
        String width = System.getProperty(WIDTH_PROPERTY);
        if (width != null) {
            return Integer.parseInt(width);
        }
        Console console = System.console();
        return console != null && console.isTerminal() ? USUAL_WIDTH : 0;
    }
}
