package org.neurotron.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {

    @Test
    void theRatiosOfASessionByHand() throws IOException {
        assertEquals(List.of(
            "ratio: step_vs_c skipped (no gcc)",
            // Medians: 20 000 / 1 000. One iteration of 90 000, when the machine stumbled, changes nothing.
            "ratio: step_vs_scalar_dot 20.0",
            "ratio: step_vs_scalar_auto 3.00",
            "ratio: step_vs_textbook_scalar 350",
            // 2 (3 · 16 · 100 + 3 · 25 · 100 + 25) = 24 650 operations in 1 000 ns, of 50 a nanosecond.
            "ratio: step_fraction_of_fma_peak 0.493",
            "ratio: normal_vs_c skipped (no gcc)",
            "ratio: normal_vs_commons 2.00",
            "ratio: iteration_vs_numpy_textbook 50.0",
            // NumPy took part, but this is not in the file.
            "ratio: iteration_vs_numpy_reformulated skipped (not measured)",
            "ratio: projected_vs_numpy_textbook 250",
            "ratio: projected_vs_drawn 5.00",
            "ratio: projected_vs_drawn_qassist skipped (not measured)",
            "ratio: projected_vs_drawn_n4096 skipped (not measured)",
            "ratio: projected_n100_vs_n1e6 skipped (not measured)",
            "ratio: projected_clip_vs_none skipped (not measured)",
            "ratio: projected_trim_vs_none skipped (not measured)",
            "ratio: projected_hampel_vs_none skipped (not measured)",
            "ratio: projected_alloc_bytes 0",
            "ratio: large_forward_vs_openblas 0.850",
            "ratio: parallel_efficiency 0.950",
            "ratio: step_alloc_bytes 0"), Ratios.of(Sessions.byHand()).stream().map(Ratio::line).toList());
    }

    @Test
    void theStepOfTheQAssistShape() throws IOException {
        assertEquals(2.5, Ratios.qAssistOverPaper(Sessions.byHand()).orElseThrow());
    }

    @Test
    void numbersHaveThreeDigits() {
        assertEquals("0", Format.number(0));
        assertEquals("0.00123", Format.number(0.0012345));
        assertEquals("1230", Format.number(1_234.5));
        assertEquals("1000", Format.number(999.9));
        assertEquals("1.23 µs", Format.time(1_234.5));
        assertEquals("12.0 ms", Format.time(12e6));
    }
}
