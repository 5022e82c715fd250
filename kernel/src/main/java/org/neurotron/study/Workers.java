package org.neurotron.study;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that work off numbered tasks, however many there are; they live no longer than a call.
 *
 * @since 0.2
 */
public final class Workers {

    /** A task. */
    @FunctionalInterface
    public interface Task {

        /**
         * Does it. Where it takes long, it looks whether its thread is interrupted, and then throws.
         *
         * @param number which, from 0
         * @throws Exception to end everything
         */
        void run(long number) throws Exception;
    }

    private Workers() {
    }

    /**
     * Works tasks 0 to {@code count - 1} off, taken up in this order, and returns when all are done.
     *
     * @param threads number of threads, ≥ 1
     * @param count   number of tasks
     * @param task    what to do
     * @throws InterruptedException if this thread is interrupted; the tasks are then abandoned
     * @throws ExecutionException   if a task threw; the others are then abandoned
     */
    public static void run(int threads, long count, Task task) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            ExecutorCompletionService<Void> completion = new ExecutorCompletionService<>(executor);
            AtomicLong next = new AtomicLong();
            int workers = (int) Math.min(threads, count);
            for (int i = 0; i < workers; i++) {
                completion.submit(() -> {
                    for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        requireGoingOn();
                        task.run(number);
                    }
                    return null;
                });
            }
            try {
                for (int i = 0; i < workers; i++) {
                    completion.take().get();
                }
            } catch (InterruptedException | ExecutionException e) {
                executor.shutdownNow();
                throw e;
            }
        }
    }

    /**
     * For a task to call now and then.
     *
     * @throws CancellationException if the tasks have been abandoned
     */
    public static void requireGoingOn() {
        if (Thread.interrupted()) {
            throw new CancellationException();
        }
    }
}
