package org.neurotron.cli.terminal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work in several threads, which live no longer than a call. */
public final class Tasks {

    private Tasks() {
    }

    /**
     * Does all tasks and returns when they are done.
     *
     * @param tasks   what to do
     * @param threads how many at a time
     * @throws IOException if the first task that failed threw one; the others are then abandoned
     */
    public static void run(List<Callable<Void>> tasks, int threads) throws IOException, InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Void>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(executor.submit(task)));
            try {
                for (Future<Void> one : running) {
                    one.get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw Failure.rethrow(e);
            }
        }
    }
}
