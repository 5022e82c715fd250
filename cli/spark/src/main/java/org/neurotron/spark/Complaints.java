package org.neurotron.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.neurotron.cli.terminal.Failure;

/** Listens to what Spark says of tasks, for what no task can say itself: that Java is too old to load it. */
final class Complaints extends SparkListener {

    /** Of a class: what it was compiled for, and what there is. Java 25 has 69. */
    private static final Pattern VERSIONS = Pattern.compile("class file versions up to (\\d+)");

    private static final int VERSION_OF_JAVA_0 = 44;

    private volatile String complaint;

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof ExceptionFailure failure
            && failure.className().equals(UnsupportedClassVersionError.class.getName())) {
            Matcher version = VERSIONS.matcher(failure.description());
            complaint = "executor " + end.taskInfo().executorId() + " on " + end.taskInfo().host() + " runs on Java"
                + (version.find() ? " " + (Integer.parseInt(version.group(1)) - VERSION_OF_JAVA_0) : "")
                + "; it must be 25 or newer: --conf spark.executorEnv.JAVA_HOME=... names one that is there on all "
                + "machines of the cluster";
        }
    }

    /**
     * Ends the sweep if there was one.
     *
     * @throws Failure with the complaint
     */
    void throwAny() {
        if (complaint != null) {
            throw new Failure(complaint);
        }
    }
}
