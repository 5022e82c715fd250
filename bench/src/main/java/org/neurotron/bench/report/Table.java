package org.neurotron.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that reads well both as Markdown and in a terminal.
 *
 * @param title what it shows
 * @param head  names of the columns
 * @param rows  cells; the first column names the row
 */
record Table(String title, List<String> head, List<List<String>> rows) {

    /** Only the head says nothing. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table in Markdown, columns padded, numbers to the right. */
    String markdown() {
        int[] widths = new int[head.size()];
        List<List<String>> lines = new ArrayList<>(List.of(head));
        lines.addAll(rows);
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.max(3, line.get(i).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < lines.size(); row++) {
            for (int i = 0; i < widths.length; i++) {
                String cell = lines.get(row).get(i);
                String padding = " ".repeat(widths[i] - cell.length());
                text.append("| ").append(i == 0 ? cell + padding : padding + cell).append(' ');
            }
            text.append("|\n");
            if (row == 0) {
                for (int i = 0; i < widths.length; i++) {
                    text.append("| ").append("-".repeat(widths[i] - 1)).append(i == 0 ? "-" : ":").append(' ');
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }
}
