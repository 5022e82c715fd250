package org.neurotron.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;

/** What a folder may hold the results of. */
public enum ResultKind {

    /** A run. */
    TRAIN("run", List.of(FileNames.PREVIOUS_CHECKPOINT, FileNames.CHECKPOINT, FileNames.TRACE),
        FileNames.RUN_FIGURES),

    /** Many runs. */
    SWEEP("sweep", Stream.concat(FileNames.SWEEP_TABLES.stream(), Stream.of(FileNames.SLOTS)).toList(),
        FileNames.RUN_FIGURES),

    /** The published study. */
    REPRODUCE("study", List.of(FileNames.SUMMARY), Stream.concat(FileNames.STUDY_FIGURES.stream(),
        FileNames.RULE_FIGURES.stream()).toList()),

    /** A model. */
    FIT("model", FileNames.FIT, FileNames.FIT_FIGURES);

    private final String word;
    private final List<String> files;
    private final List<String> figures;

    ResultKind(String word, List<String> files, List<String> figures) {
        this.word = word;
        this.files = files;
        this.figures = figures;
    }

    /** The kind that a command makes, or null if it makes none. */
    static ResultKind of(String command) {
        return Arrays.stream(values()).filter(kind -> kind.command().equals(command)).findFirst().orElse(null);
    }

    /** The command that makes it. */
    String command() {
        return switch (this) {
            case TRAIN -> "train";
            case SWEEP -> "sweep";
            case REPRODUCE -> "reproduce";
            case FIT -> "fit";
        };
    }

    /** What it is called. */
    String word() {
        return word;
    }

    /**
     * Whether there is something of this kind in a folder that is worth keeping, by what only this kind has.
     *
     * @param folder the folder
     */
    boolean isIn(Path folder) throws IOException {
        return switch (this) {
            case TRAIN -> canBeResumed(folder) || hasMoreThanHeader(folder.resolve(FileNames.TRACE));
            case SWEEP -> isFile(folder, FileNames.SLOTS) || isFile(folder, FileNames.QUANTILES);
            case REPRODUCE -> files().stream().anyMatch(name -> !name.equals(FileNames.SUMMARY)
                && isFile(folder, name));
            case FIT -> isFile(folder, FileNames.MODEL);
        };
    }

    /** Whether a folder holds a checkpoint. */
    public static boolean canBeResumed(Path folder) {
        return isFile(folder, FileNames.CHECKPOINT) || isFile(folder, FileNames.PREVIOUS_CHECKPOINT);
    }

    private static boolean isFile(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /** Whether a trace holds more than what a run has written that was killed before its first checkpoint. */
    private static boolean hasMoreThanHeader(Path trace) throws IOException {
        if (!Files.isRegularFile(trace)) {
            return false;
        }
        int longest = FileNames.TRACE_HEADERS.stream().mapToInt(String::length).max().orElseThrow();
        try (InputStream in = Files.newInputStream(trace)) {
            String start = new String(in.readNBytes(longest + "\n".length() + 1), StandardCharsets.US_ASCII);
            return FileNames.TRACE_HEADERS.stream().noneMatch(header -> (header + "\n").startsWith(start));
        }
    }

    /** The study's tables, as published and with every rule against false labels. */
    private static Set<String> tables() {
        return PublishedStudy.simulations().stream().flatMap(simulation -> Arrays.stream(Algorithm.values())
            .flatMap(algorithm -> PublishedStudy.tables(simulation, algorithm).stream())).map(TraceTable::fileName)
            .flatMap(name -> Stream.concat(Stream.of(name), Robust.NAMES.stream()
                .map(rule -> name.replace(".csv", "_" + rule + ".csv"))))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The pictures of it, by their paths in the folder of the results. */
    List<String> pictures() {
        return figures.stream().flatMap(id -> Stream.of(".png", ".svg")
            .map(ending -> FileNames.FIGURES + "/" + id + ending)).toList();
    }

    /** The files that it leaves, besides pictures and what all kinds leave, by their paths in the folder. */
    List<String> files() {
        List<String> all = new ArrayList<>(files);
        if (this == REPRODUCE) {
            all.addAll(tables());
            PublishedStudy.simulations().forEach(simulation ->
                all.add(FileNames.THINNED + "/" + FileNames.thinned(simulation)));
        }
        return all;
    }
}
