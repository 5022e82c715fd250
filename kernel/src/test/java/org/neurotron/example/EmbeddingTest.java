package org.neurotron.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Breaks if the example of the README no longer does what it is to show. */
class EmbeddingTest {

    @Test
    void theExampleRecoversTheTeacher() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Embedding.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        String line = printed.toString(StandardCharsets.UTF_8);
        Matcher matcher = Pattern.compile("\\|\\|w - w\\*\\|\\| = (\\S+), largest error of a prediction (\\S+)\\R")
            .matcher(line);
        assertTrue(matcher.matches(), line);
        assertTrue(Double.parseDouble(matcher.group(1)) < 0.05, line);
        assertTrue(Double.parseDouble(matcher.group(2)) < 0.5, line);
    }
}
