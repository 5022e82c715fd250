package org.neurotron.cli.option;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.neurotron.cli.file.MissingCells;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.Sampling;

/** What a shell may offer for the values of an option. */
public final class Choices {

    private Choices() {
    }

    /** Kernels. */
    public static final class OfKernel implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("auto", "portable", "simd").iterator();
        }
    }

    /** Shells. */
    public static final class OfShell implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh", "fish").iterator();
        }
    }

    /** Widths of vectors. */
    public static final class OfVectorBits implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("128", "256", "512").iterator();
        }
    }

    /** Algorithms. */
    public static final class OfAlgorithm implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Algorithm.values()).map(Algorithm::id).iterator();
        }
    }

    /** Samplings. */
    public static final class OfSampling implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Sampling.values()).map(Sampling::id).iterator();
        }
    }

    /** Attacks. */
    public static final class OfAttack implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(Attack.FORMS.split(", ")).iterator();
        }
    }

    /** What can be done about missing cells. */
    public static final class OfMissing implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(MissingCells.values()).map(MissingCells::id).iterator();
        }
    }

    /** What can be done about false labels. */
    public static final class OfRobust implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("none", "clip", "trim", "hampel", "huber:C", "median", "mom:GROUPS", "batch-trim:SHARE")
                .iterator();
        }
    }
}
