package org.neurotron.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.data.BadDataException;

/** Breaks if columns come back from a model as others, or a damaged model is believed. */
class TableColumnsTest {

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        new TableColumns(List.of(new TableColumns.Numeric("a=b", 0.1), new TableColumns.Categorical("c",
            Map.of("x", 1, "=", 0)), new TableColumns.Categorical("d", Map.of("x", 0)),
            new TableColumns.Numeric("e", Double.NaN))).addTo(properties);
        return properties;
    }

    @Test
    void columnsComeBack() throws BadDataException {
        TableColumns read = TableColumns.of(properties(), "model");
        assertEquals(5, read.inputs());
        assertEquals(List.of("a=b", "c", "d", "e"), read.names());
        assertEquals(List.of("a=b", "c==", "c=x", "d=x", "e"), read.inputNames());
        assertEquals(new TableColumns.Categorical("c", Map.of("=", 0, "x", 1)), read.columns().get(1));
        assertEquals(new TableColumns.Numeric("a=b", 0.1), read.columns().get(0));
        Map<String, String> again = new HashMap<>();
        read.addTo(again);
        assertEquals(properties(), again);
        assertEquals(0, TableColumns.of(Map.of(), "model").inputs());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mean.0 | x | mean.0 = 'x'; must be a finite number
        mean.0 | Infinity | mean.0 = 'Infinity'; must be a finite number
        category.2 | = | category.2 is there twice
        category.3 | | category.3 is missing
        column.3 | a=b | it has two columns 'a=b'
        feature.4 | c | it has two columns 'c'
        """)
    void whatMakesNoSenseIsNamed(String property, String value, String message) {
        Map<String, String> properties = properties();
        if (value == null) {
            properties.remove(property);
        } else {
            properties.put(property, value);
        }
        BadDataException e = assertThrows(BadDataException.class, () -> TableColumns.of(properties, "model"));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
