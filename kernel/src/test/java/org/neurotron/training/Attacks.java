package org.neurotron.training;

import java.util.Arrays;
import java.util.List;

/** One attack of every kind. */
public final class Attacks {

    /** All of them. */
    public static final List<Attack> ALL = Arrays.stream(Attack.Kind.values()).map(kind -> new Attack(kind,
        kind == Attack.Kind.SCALE ? 3 : kind == Attack.Kind.INPUTS ? 0.5 : 0)).toList();

    private Attacks() {
    }

    /** All of them, for tests that take one. */
    public static List<Attack> all() {
        return ALL;
    }

    /** Those that need neither teacher nor learner. */
    public static List<Attack> onLabels() {
        return ALL.stream().filter(attack -> !attack.needsTeacher()).toList();
    }
}
