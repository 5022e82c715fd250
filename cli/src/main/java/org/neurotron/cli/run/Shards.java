package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.FolderLock;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.Shard;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.Sweep;
import org.neurotron.study.SweepRun;

/**
 * The shards of a sweep in their folders, as what its runs come from. One folder is open at a time, as there may be
 * more of them than a process may have files open.
 */
public final class Shards implements SweepEngine {

    /** So many shards that are missing are named. */
    private static final int MOST_NAMED = 10;

    private final SweepOptions.Plan plan;
    private final ObjectNode description;
    private final SortedMap<Integer, Path> folders;
    private final int count;
    private final boolean partial;

    private Shards(SortedMap<Integer, Part> parts, boolean partial) {
        // What computed the first of them is what is said, in whatever order they were named.
        Part first = parts.firstEntry().getValue();
        plan = SweepOptions.of(first.folder().resolve(FileNames.RUN).toString(), RunJson.configuration(first.run()));
        description = first.run();
        folders = new TreeMap<>();
        parts.forEach((index, part) -> folders.put(index, part.folder()));
        count = first.shard().count();
        this.partial = partial;
    }

    /**
     * A folder.
     *
     * @param run what stands in its {@code run.json}, but for the shard
     */
    private record Part(Path folder, Shard shard, ObjectNode run) {

        static Part of(Path folder) throws IOException {
            Path file = folder.resolve(FileNames.RUN);
            ObjectNode run = Files.isDirectory(folder) ? RunJson.read(file) : null;
            if (run == null || !run.path("command").asText().equals("sweep") || !run.has(SweepOptions.SHARD)) {
                throw new BadUsage("'" + folder + "' must be the folder of a shard"
                    + (run != null ? ": there is something else in it" : Files.isDirectory(folder) ? ": it has no "
                    + FileNames.RUN : Files.exists(folder) ? ": it is a file" : ": there is no such folder"));
            }
            RunJson.requireOptions(run, SweepOptions.names(), folder);
            String shard = run.remove(SweepOptions.SHARD).asText();
            return new Part(folder, Shard.of("the configuration in " + file, shard), run);
        }

        /** Makes sure that another one is of the same sweep. */
        void requireSame(Part other) {
            if (shard.count() != other.shard.count()) {
                throw new BadUsage("'" + other.folder + "' must be one of " + shard.count() + " shards, as '" + folder
                    + "' is: it is " + other.shard);
            }
            List<String> own = RunJson.configuration(run);
            List<String> others = RunJson.configuration(other.run);
            others.stream().filter(option -> !own.contains(option)).findFirst().or(() -> own.stream()
                .filter(option -> !others.contains(option)).findFirst()).ifPresent(option -> {
                throw new BadUsage("'" + other.folder + "' must be of the same sweep as '" + folder + "': only one of "
                    + "them has " + Messages.quoted(option));
            });
        }
    }

    /**
     * Looks through the shards.
     *
     * @param given    their folders, in any order, at least one
     * @param partial  whether to go on without what is missing
     * @param terminal where to say what that is
     * @throws BadUsage if they are not shards of one sweep, or something is missing
     */
    public static Shards of(List<Path> given, boolean partial, Terminal terminal) throws IOException {
        SortedMap<Integer, Part> parts = new TreeMap<>();
        for (Path folder : given) {
            Part part = Part.of(folder);
            if (!parts.isEmpty()) {
                parts.firstEntry().getValue().requireSame(part);
            }
            Part other = parts.putIfAbsent(part.shard().index(), part);
            if (other != null) {
                throw new BadUsage("'" + folder + "' must be another shard than '" + other.folder() + "': both are "
                    + part.shard());
            }
        }
        Shards shards = new Shards(parts, partial);
        shards.requireRuns(terminal);
        return shards;
    }

    /** Looks for every run, before anything is written. */
    private void requireRuns(Terminal terminal) throws IOException {
        List<String> missing = new ArrayList<>();
        if (folders.size() < count) {
            missing.add(missingShards());
        }
        for (Map.Entry<Integer, Path> entry : folders.entrySet()) {
            Path folder = entry.getValue();
            Shard shard = new Shard(entry.getKey(), count);
            SweepFile.Tally tally = tally(folder, shard);
            if (tally.damaged() > 0) {
                String complaint = "the folder '" + folder + "' has " + Messages.counted(tally.damaged(), "damaged run")
                    + ", the first of them replicate " + tally.first() % plan.sweep().replicates() + " of the settings "
                    + "that are number " + (1 + tally.first() / plan.sweep().replicates());
                if (!partial) {
                    throw new BadUsage(complaint + "; neurotron resume " + folder + " computes what is damaged anew");
                }
                terminal.warn("neurotron merge: %s", complaint);
            }
            long size = shard.size(plan.runs());
            if (tally.whole() < size) {
                missing.add((size - tally.whole()) + " of the " + size + " runs of shard " + shard + " in '" + folder
                    + "'");
            }
        }
        if (!missing.isEmpty()) {
            String what = "runs are missing: " + String.join(", and ", missing);
            if (!partial) {
                throw new BadUsage(what + "; compute them (neurotron resume goes on with a folder), or merge without "
                    + "them by --partial");
            }
            terminal.say("neurotron merge: %s", what);
        }
    }

    private String missingShards() {
        int number = count - folders.size();
        return IntStream.range(0, count).filter(index -> !folders.containsKey(index)).limit(MOST_NAMED)
            .mapToObj(index -> new Shard(index, count).toString())
            .collect(Collectors.joining(", ", number == 1 ? "shard " : "shards ", number > MOST_NAMED
                ? " and " + (number - MOST_NAMED) + " more" : ""));
    }

    private SweepFile.Tally tally(Path folder, Shard shard) throws IOException {
        try (FolderLock _ = new FolderLock(folder, FolderLock.Part.RESULTS)) {
            Path slots = folder.resolve(FileNames.SLOTS);
            if (!Files.exists(slots)) {
                return new SweepFile.Tally(0, 0, -1);
            }
            try (SweepFile runs = SweepFile.toRead(slots, plan.with(shard))) {
                runs.requireOwn(plan.runs());
                return runs.tally(plan.runs());
            }
        }
    }

    /** The whole sweep. */
    public SweepOptions.Plan plan() {
        return plan;
    }

    /** What stands in its {@code run.json}. */
    ObjectNode description() {
        return description;
    }

    /** Makes sure that a folder is none of theirs. */
    public void requireOther(Path out) throws IOException {
        for (Path folder : folders.values()) {
            if (Files.exists(out) && Files.isSameFile(folder, out)) {
                throw BadUsage.of("--out", out, "must be another folder than those of the shards");
            }
        }
    }

    @Override
    public String task() {
        return "merge";
    }

    @Override
    public int threads() {
        return 0;
    }

    @Override
    public String words(Kernel kernel) {
        return "from " + Messages.counted(folders.size(), "shard");
    }

    @Override
    public void run(SweepOptions.Plan whole, SelectedKernel kernel, Sweep.Listener listener)
        throws IOException, ExecutionException {
        for (Map.Entry<Integer, Path> entry : folders.entrySet()) {
            Path slots = entry.getValue().resolve(FileNames.SLOTS);
            Shard shard = new Shard(entry.getKey(), count);
            try (FolderLock _ = new FolderLock(entry.getValue(), FolderLock.Part.RESULTS)) {
                if (Files.exists(slots)) {
                    try (SweepFile runs = SweepFile.toRead(slots, whole.with(shard))) {
                        handOver(shard, runs, whole.sweep(), listener);
                    }
                }
            }
        }
    }

    private void handOver(Shard shard, SweepFile runs, Sweep sweep, Sweep.Listener listener)
        throws IOException, ExecutionException {
        try {
            for (long place = 0; place < shard.size(plan.runs()) && !listener.isStopped(); place++) {
                long number = shard.number(place);
                int setting = (int) (number / sweep.replicates());
                int replicate = (int) (number % sweep.replicates());
                SweepRun run = listener.isWanted(setting, replicate) ? runs.get(number) : null;
                if (run != null) {
                    listener.completed(setting, replicate, run);
                    listener.stepped(sweep.iterations());
                }
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ExecutionException(e);
        }
    }
}
