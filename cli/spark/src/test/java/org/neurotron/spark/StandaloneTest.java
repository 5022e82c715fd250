package org.neurotron.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.command.Neurotron;

/**
 * Breaks if a cluster does not give the files of one machine, also if its processes are killed, or does not say what is
 * wrong with its executors.
 */
@Timeout(3600)
class StandaloneTest {

    /** How often something is killed. */
    private static final String KILLS = "neurotron.test.spark.kills";

    private static final String TAKES_LONG = "with -Dspark.kills=20, as it takes minutes";

    /** How many runs there are where something is killed. */
    private static final String[] MANY = {"--replicates", "600"};

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(folder);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theFilesAreThoseOfOneMachine() throws Exception {
        Path whole = Programs.onOneMachine(folder.resolve("whole"));
        Path spark = folder.resolve("spark");
        Path output = folder.resolve("output");
        Programs.assertEnds(0, Programs.submit(output, cluster.options(), Programs.sweep(spark)), output);
        Programs.assertSameFiles(whole, spark);
        String said = Files.readString(output);
        assertTrue(said.contains(", 2 executors, kernel "), said);
        assertFalse(said.contains("computes on the portable kernel"), said);
    }

    @Test
    @EnabledIfSystemProperty(named = KILLS, matches = "[1-9]\\d*", disabledReason = TAKES_LONG)
    void anExecutorOnThePortableKernelIsSaid() throws Exception {
        Path whole = Programs.onOneMachine(folder.resolve("whole-for-portable"), "--replicates", "3");
        Path spark = folder.resolve("portable");
        Path output = folder.resolve("output-of-portable");
        // Without the optimising compiler.
        Programs.assertEnds(0, Programs.submit(output, cluster.options("--conf",
            "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1"), Programs.sweep(spark, "--replicates", "3")),
            output);
        Programs.assertSameFiles(whole, spark);
        String said = Files.readString(output);
        assertTrue(said.matches("(?s).*neurotron: executor \\d+ on 127.0.0.1 computes on the portable kernel, which is "
            + "slower: the simd kernel cannot run: the JVM runs without its optimising compiler.*"), said);
    }

    @Test
    @EnabledIfSystemProperty(named = KILLS, matches = "[1-9]\\d*", disabledReason = TAKES_LONG)
    void anExecutorOnAnOldJavaIsRefused() throws Exception {
        Path old = oldJava();
        assumeTrue(old != null, "there is no JDK 17 to 24 here");
        Path output = folder.resolve("output-of-old");
        Programs.assertEnds(1, Programs.submit(output, cluster.options("--conf", "spark.executorEnv.JAVA_HOME=" + old,
            // This is not for Java 17.
            "--conf", "spark.executor.defaultJavaOptions=-Dnothing"), Programs.sweep(folder.resolve("old"))), output);
        List<String> said = Files.readAllLines(output).stream()
            .filter(line -> line.startsWith("neurotron sweep: ")).toList();
        assertEquals(1, said.size(), Files.readString(output));
        assertTrue(said.getFirst().matches("neurotron sweep: executor \\d+ on 127.0.0.1 runs on Java (1[7-9]|2[0-4]); "
            + "it must be 25 or newer: .*"), said.getFirst());
    }

    /** The folder of a JDK that can run Spark, but not this program. */
    private static Path oldJava() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return null;
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(jdk -> Files.isExecutable(jdk.resolve("bin/java"))).filter(StandaloneTest::isOld)
                .findFirst().orElse(null);
        }
    }

    private static boolean isOld(Path jdk) {
        try {
            return Files.readString(jdk.resolve("release")).matches("(?s).*JAVA_VERSION=\"(1[7-9]|2[0-4])\\b.*");
        } catch (IOException e) {
            return false;
        }
    }

    /** As much of a sweep, or two shards of one, as is there; whoever goes on with it. */
    @Test
    @EnabledIfSystemProperty(named = KILLS, matches = "[1-9]\\d*", disabledReason = TAKES_LONG)
    void killedAtRandomInstantsNothingIsLost() throws Exception {
        Path whole = Programs.onOneMachine(folder.resolve("whole-for-kills"), MANY);
        int kills = Integer.getInteger(KILLS);
        Disturbance disturbance = new Disturbance(new Random(1));
        int round = 0;
        for (; disturbance.kills() < kills; round++) {
            // Half of them while a whole sweep is computed.
            disturbance.most = round == 0 ? Math.ceilDiv(kills, 2) : kills;
            Path cut = folder.resolve("cut" + round);
            if (round % 2 == 0) {
                disturbance.complete(cut, MANY);
            } else {
                List<Path> shards = List.of(folder.resolve("shard0-" + round), folder.resolve("shard1-" + round));
                for (int i = 0; i < 2; i++) {
                    disturbance.complete(shards.get(i), "--replicates", "600", "--shard", i + "/2");
                }
                Programs.Result merged = Programs.run(Neurotron.commandLine(), "merge", shards.get(1).toString(),
                    shards.get(0).toString(), "--out", cut.toString());
                assertEquals(0, merged.exitCode(), merged.err());
            }
            Programs.assertSameFiles(whole, cut);
        }
        System.out.println("killed: " + disturbance + "; files compared of " + round + " sweeps");
    }

    /** Kills until there have been enough kills, then no more. */
    private static final class Disturbance {

        private final Random random;
        private int most;
        private int executors;
        private int drivers;
        private int others;
        private int resumedBySpark;
        private int resumedByOneMachine;

        Disturbance(Random random) {
            this.random = random;
        }

        int kills() {
            return executors + drivers;
        }

        private boolean goesOn() {
            return kills() < most;
        }

        /** Has a sweep computed in turns by Spark and by one machine, whatever is killed. */
        void complete(Path out, String... options) throws Exception {
            Path output = folder.resolve("output-of-" + out.getFileName());
            boolean spark = true;
            for (boolean complete = false; !complete; spark = random.nextInt(3) > 0) {
                boolean resume = Files.exists(out.resolve("run.json"));
                String[] args = resume ? new String[] {"resume", out.toString()} : Programs.sweep(out, options);
                resumedBySpark += resume && spark ? 1 : 0;
                resumedByOneMachine += resume && !spark ? 1 : 0;
                Process process = spark ? Programs.submit(output, cluster.options(), args)
                    : Programs.startOnOneMachine(output, args);
                complete = spark ? disturbed(process, out.resolve("runs.bin")) : interrupted(process);
                assertTrue(complete || process.waitFor() == 137, "it ended by itself, but not well: "
                    + Files.readString(output));
            }
        }

        /** Kills executors, or at last the driver: most of the time not before something has been computed. */
        private boolean disturbed(Process driver, Path slots) throws InterruptedException {
            long before = written(slots);
            boolean early = random.nextInt(5) == 0;
            while (driver.isAlive() && !early && written(slots) == before) {
                Thread.sleep(20);
            }
            while (goesOn() && !driver.waitFor(random.nextInt(8_000), TimeUnit.MILLISECONDS)) {
                List<ProcessHandle> targets = cluster.executors();
                if (!targets.isEmpty() && random.nextInt(5) > 1) {
                    targets.get(random.nextInt(targets.size())).destroyForcibly();
                    executors++;
                } else {
                    driver.destroyForcibly();
                    drivers++;
                    return driver.waitFor() == 0;
                }
            }
            return driver.waitFor() == 0;
        }

        /** When the last run was saved, or 0: the file is there, and empty, before Spark has started. */
        private static long written(Path slots) {
            return slots.toFile().length() == 0 ? 0 : slots.toFile().lastModified();
        }

        private boolean interrupted(Process process) throws InterruptedException {
            if (goesOn() && !process.waitFor(1_000 + random.nextInt(2_000), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                others++;
            }
            return process.waitFor() == 0;
        }

        @Override
        public String toString() {
            return executors + " executors, " + drivers + " drivers and " + others + " times one machine; gone on with "
                + resumedBySpark + " times by Spark and " + resumedByOneMachine + " times by one machine";
        }
    }
}
