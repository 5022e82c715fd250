package org.neurotron.cli.figure;

import java.util.List;
import java.util.stream.Collectors;

/** Says what curves show, for those who do not see them. */
public final class Words {

    private static final int MOST_PANELS = 12;

    private Words() {
    }

    /**
     * Describes panels by where their curves begin and end.
     *
     * @param what   what they show, the beginning of a sentence
     * @param panels the panels
     * @return whole sentences
     */
    public static String describe(String what, List<Panel> panels) {
        StringBuilder text = new StringBuilder(what);
        text.append(panels.size() == 1 ? "." : ", in " + panels.size() + " panels.");
        for (Panel panel : panels.subList(0, Math.min(MOST_PANELS, panels.size()))) {
            String title = panel.title().replace('\n', ' ');
            text.append(' ').append(title.isEmpty() ? "At the end" : title + ", at the end").append(": ");
            text.append(panel.curves().stream().map(curve -> curve.name() + " " + last(curve.points()))
                .collect(Collectors.joining(", "))).append('.');
            for (Panel.Level level : panel.levels()) {
                text.append(" A line at ").append(Label.rounded(level.value(), 2)).append(": ").append(level.name())
                    .append('.');
            }
        }
        return text.toString();
    }

    private static String last(Points points) {
        return points.value().length == 0 ? "nothing"
            : !Double.isFinite(points.value()[points.value().length - 1]) ? "diverged"
            : Label.rounded(points.value()[points.value().length - 1], 2);
    }
}
