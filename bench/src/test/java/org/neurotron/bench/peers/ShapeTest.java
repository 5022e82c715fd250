package org.neurotron.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

    @Test
    void namesAndSizesAreShapes() {
        assertEquals(new Shape(100, 25, 10, 16), Shape.parse("paper"));
        assertEquals(new Shape(13, 7, 4, 5), Shape.parse("13x7x4x5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "papers", "axbxcxd", "1x2x3", "1x2x3x4x5", "1x2x3x4x", "x1x2x3x4", "0x1x1x1", "1x1x1x0",
        "-1x1x1x1", "1X2X3X4", "1 x2x3x4", "1x2x3x99999999999"})
    void anythingElseIsRefused(String text) {
        Throwable e = assertThrows(IllegalArgumentException.class, () -> Shape.parse(text));
        assertEquals(IllegalArgumentException.class, e.getClass());
        assertEquals("shape = " + text + ": must be one of large, medium, paper, q-assist, single-gate, tiny, "
            + "or NxRxKxB with sizes from 1 to 999999999", e.getMessage());
    }
}
