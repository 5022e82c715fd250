package org.neurotron.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.neurotron.bench.peers.Shape;

/**
 * {@code results/bench/README.md}: all kinds of CPU side by side, and what their pages have in common.
 */
final class Overview {

    private static final String INTRODUCTION = """
        # How fast, against what, how close to the limit

        One step of Neuro-Tron (forward pass of a mini-batch, Tron-gradient, update of the filter) and what it is made
        of, timed with JMH for this library and for everyone else who does the same work. All compute with the same
        data, and each is checked against the portable kernel before it is timed. Each kind of CPU has a folder, named
        by vendor, family and bits of a vector, with its own page; what bounds the step is in [limits.md](limits.md).

        """;

    private static final String RATIOS = """

        At the paper's shape, affine family, unless the name says another. `_vs_`: the peer's time over ours, so above 1
        we are faster. `step_fraction_of_fma_peak`: 2 (3bn + 3rn + r) operations, the gates not counted, over time and
        measured peak. `parallel_efficiency`: time of an iteration alone over that with a run on every core.
        `projected_`: with projected inputs, against drawn ones of the same session (`_n4096`: n = 4 096, r = 25,
        b = 16; `_n100_vs_n1e6`: the time with n = 100 over that with n = 10⁶; `_clip_vs_none`: without a bound on the
        residuals over with one).

        """;

    private static final String WHO = """
        ## Who

        | name | what it is |
        | --- | --- |
        | `simd-512`, `simd-256`, `simd-128` | this library's Vector API kernel at that width; \
        *ours* in the ratios is the widest that the machine has |
        | `portable`, `portable-no-module` | this library in plain Java; the second in JVMs without the Vector API |
        | `c` | the reformulated algorithm in C, `gcc -O3 -march=native -ffast-math`, called through the FFM API |
        | `openblas`, `vectorblas`, `ejml` | the reformulated algorithm on a library for matrices |
        | `scalar-auto` | the reformulated algorithm as loops that C2 turns into vector code |
        | `scalar-dot` | the reformulated algorithm as scalar products, which C2 may not reorder |
        | `textbook` | A_i x by loops, as one reads it in the paper |
        | NumPy | `numpy_step.py`: `textbook` as the published study computes, `reformulated` as well as NumPy allows |

        """;

    private static final String SIZES = """

        n inputs, r elements of the filter, k gates, b samples. *Affine family*: A_i = M + c_i C, two matrices in all;
        *dense list*: k matrices of their own. The single gate has none.

        """;

    private static final String AGAIN = """
        ## Again

            bench/run quick     what the headline ratios need, about 5 minutes
            bench/run full      everything, about 40 minutes
            bench/run report    these pages and their pictures, from the JSON alone

        A session replaces only one of the same kind of CPU. Leave the machine alone meanwhile; times on shared machines
        wander, so compare only what one session measured. Peers that a machine lacks (gcc, OpenBLAS, NumPy) are skipped
        with a message. `JDK_JAVA_OPTIONS=-XX:UseAVX=2 bench/run quick` makes narrower vectors of wide ones, in C too.
        """;

    private Overview() {
    }

    /**
     * The folders of sessions.
     *
     * @param folder where they lie
     * @return those with a session, by name
     * @throws IOException if the folder cannot be read
     */
    static List<Path> kinds(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.exists(entry.resolve("full.json"))
                || Files.exists(entry.resolve("quick.json"))).sorted().toList();
        }
    }

    /**
     * Writes the page.
     *
     * @param folder where the folders of the sessions lie
     * @throws IOException if a file cannot be read or written
     */
    static void write(Path folder) throws IOException {
        List<String> head = new ArrayList<>(List.of("", "aim"));
        List<Results> sessions = new ArrayList<>();
        for (Path kind : kinds(folder)) {
            head.add("[" + kind.getFileName() + "](" + kind.getFileName() + "/README.md)");
            sessions.add(Report.main(kind));
        }
        List<List<String>> rows = new ArrayList<>();
        for (String fact : List.of("cpu", "cores", "vectorBits", "options", "jdk", "commit", "date")) {
            row(rows, fact, "", sessions.stream().map(session -> session.fact(fact)));
        }
        row(rows, "a step", "", times(sessions, session -> Ratios.step(session, session.ours())));
        row(rows, "a normal number", "", times(sessions, session -> Ratios.normal(session, "normal")));
        row(rows, "an iteration", "", times(sessions, Ratios::iteration));
        row(rows, "a projected iteration", "", times(sessions,
            session -> Ratios.iteration(session, "paper", "projected")));
        List<List<Ratio>> ratios = sessions.stream().map(Ratios::of).toList();
        for (int i = 0; !ratios.isEmpty() && i < ratios.getFirst().size(); i++) {
            int number = i;
            Ratio first = ratios.getFirst().get(i);
            row(rows, first.name(), Report.aim(first), ratios.stream().map(all -> all.get(number))
                .map(ratio -> ratio.skipped() == null ? ratio.text() : "skipped"));
        }
        List<List<String>> shapes = Names.SHAPES.stream().map(name -> {
            Shape shape = Shape.parse(name);
            return Stream.concat(Stream.of(name), Stream.of(shape.n(), shape.r(), shape.k(), shape.b())
                .map(Object::toString)).toList();
        }).toList();
        Json.replace(folder.resolve("README.md"), INTRODUCTION + new Table("", head, rows).markdown() + RATIOS + WHO
            + new Table("", List.of("shape", "n", "r", "k", "b"), shapes).markdown() + SIZES + AGAIN);
    }

    private static Stream<String> times(List<Results> sessions, Function<Results, Optional<Timing>> which) {
        return sessions.stream().map(session -> which.apply(session).map(Timing::nanoseconds).map(Format::time)
            .orElse("–"));
    }

    private static void row(List<List<String>> rows, String name, String aim, Stream<String> values) {
        rows.add(Stream.concat(Stream.of(name, aim), values).toList());
    }
}
