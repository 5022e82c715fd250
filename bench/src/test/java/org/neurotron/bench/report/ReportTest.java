package org.neurotron.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void theSameSessionGivesTheSameBytes() throws IOException {
        Path one = Files.createDirectories(folder.resolve("one/amd-25-256"));
        Path other = Files.createDirectories(folder.resolve("other/amd-25-256"));
        Sessions.copyTo(one.resolve("full.json"));
        Sessions.copyTo(other.resolve("full.json"));
        Report.write(one);
        Report.write(other);
        for (String file : List.of("README.md", "step-affine.svg", "step-dense.svg", "roofline.svg", "growth.svg")) {
            byte[] bytes = Files.readAllBytes(one.resolve(file));
            assertArrayEquals(bytes, Files.readAllBytes(other.resolve(file)), file);
            assertTrue(bytes.length > 1_000 && bytes.length < 200_000, file + " has " + bytes.length + " bytes");
        }
    }

    @Test
    void thePageShowsAimsAndWhoIsMissing() throws IOException {
        Sessions.copyTo(folder.resolve("full.json"));
        Sessions.copyTo(folder.resolve("quick.json"));
        Report.write(folder);
        String page = Files.readString(folder.resolve("README.md")).replaceAll(" +", " ");
        assertTrue(page.contains("| skipped | c (no gcc) |"), page);
        assertTrue(page.contains("| step_vs_scalar_dot | ≥ 15 | 20.0 | 20.0 | yes |"), page);
        assertTrue(page.contains("| step_fraction_of_fma_peak | ≥ 0.5 | 0.493 | 0.493 | no |"), page);
        assertTrue(page.contains("| step_vs_c | ≥ 1.15 | skipped (no gcc) | skipped (no gcc) | |"), page);
    }

    @Test
    void aQuickSessionAloneGivesAPage() throws IOException {
        Sessions.copyTo(folder.resolve("quick.json"));
        Report.write(folder);
        assertTrue(Files.exists(folder.resolve("README.md")));
    }

    @Test
    void kindsOfMachinesStandSideBySide() throws IOException {
        for (String kind : List.of("intel-6-512", "amd-25-256")) {
            Sessions.copyTo(Files.createDirectories(folder.resolve(kind)).resolve("quick.json"));
        }
        Files.createDirectory(folder.resolve("none"));
        Overview.write(folder);
        String page = Files.readString(folder.resolve("README.md")).replaceAll(" +", " ");
        assertTrue(page.contains(
            "| | aim | [amd-25-256](amd-25-256/README.md) | [intel-6-512](intel-6-512/README.md) |"), page);
        assertTrue(page.contains("| step_vs_scalar_dot | ≥ 15 | 20.0 | 20.0 |"), page);
        assertTrue(page.contains("| step_vs_c | ≥ 1.15 | skipped | skipped |"), page);
        assertTrue(page.contains("| a step | | 1.00 µs | 1.00 µs |"), page);
    }

    @Test
    void withoutASessionThereIsNoKind() throws IOException {
        Files.createDirectory(folder.resolve("none"));
        assertEquals(List.of(), Overview.kinds(folder));
        assertEquals(List.of(), Overview.kinds(folder.resolve("missing")));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path source = folder.resolve("source.json");
        Path copy = folder.resolve("copy.json");
        Sessions.copyTo(source);
        var session = Json.MAPPER.readTree(source.toFile());
        Json.write(copy, session.get("header"), session.get("jmh").valueStream().toList(),
            session.get("numpy").valueStream().toList());
        assertEquals(session, Json.MAPPER.readTree(copy.toFile()));
        assertEquals(List.of(copy, source), Files.list(folder).sorted().toList());
    }

    @Test
    void timesStandBesideOurs() throws IOException {
        Table table = Tables.questions(Sessions.byHand()).toList().getFirst();
        assertEquals(List.of("", "paper"), table.head());
        assertEquals(List.of(List.of("simd-256", "700 ns (1.00)"), List.of("portable", "2.80 µs (4.00)")),
            table.rows());
    }
}
