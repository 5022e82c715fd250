package org.neurotron.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A master and two workers with a core each, in processes of their own, on the loopback interface. */
final class Cluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final Process master;
    private final List<Process> workers = new ArrayList<>();
    private final String url;

    /**
     * Starts it.
     *
     * @param folder where it works
     */
    Cluster(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = free.getLocalPort();
        }
        String program = Programs.SPARK.resolve("bin/spark-class").toString();
        url = "spark://" + HOST + ":" + port;
        master = Programs.start(folder.resolve("master.log"), List.of(program,
            "org.apache.spark.deploy.master.Master", "--host", HOST, "--port", Integer.toString(port), "--webui-port",
            "0"));
        while (!listens(port)) {
            assertTrue(master.isAlive(), "the master has ended");
            Thread.sleep(100);
        }
        for (int i = 0; i < 2; i++) {
            workers.add(Programs.start(folder.resolve("worker.log"), List.of(program,
                "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--webui-port", "0", "--cores", "1",
                "--memory", "1g", "--work-dir", folder.resolve("work" + i).toString(), url)));
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(HOST, port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Options of spark-submit. */
    List<String> options(String... more) {
        return Stream.concat(Stream.of("--master", url, "--driver-memory", "512m", "--executor-memory", "512m"),
            Stream.of(more)).toList();
    }

    /** The processes of executors that there are now. */
    List<ProcessHandle> executors() {
        return workers.stream().flatMap(Process::descendants)
            .filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR)).toList();
    }

    @Override
    public void close() {
        executors().forEach(ProcessHandle::destroyForcibly);
        workers.forEach(Process::destroyForcibly);
        master.destroyForcibly();
    }
}
