package org.neurotron.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The session by hand that the tests read, with round numbers; gcc is missing on its machine. */
final class Sessions {

    private Sessions() {
    }

    static Results byHand() throws IOException {
        try (InputStream in = Sessions.class.getResourceAsStream("session.json")) {
            return Results.of(Json.MAPPER.readTree(in));
        }
    }

    static void copyTo(Path file) throws IOException {
        try (InputStream in = Sessions.class.getResourceAsStream("session.json")) {
            Files.copy(in, file);
        }
    }
}
