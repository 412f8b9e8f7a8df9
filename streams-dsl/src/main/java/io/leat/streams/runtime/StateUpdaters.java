package io.leat.streams.runtime;

import io.leat.log.runtime.Threads;
import io.leat.streams.processor.TaskId;
import io.leat.streams.task.TaskStores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The state updaters of one instance: each has the stores of certain tasks, always the same, so
 * that several restore side by side. Safe for several threads.
 */
final class StateUpdaters {

    private static final int COUNT_MIN = 2;

    private final List<StateUpdater> updaters;
    private final List<Threads.Task> running = new ArrayList<>();

    StateUpdaters(List<StateUpdater> updaters) {
        this.updaters = List.copyOf(updaters);
    }

    /** Starts their threads, called {@code name} and a number. */
    synchronized void start(Threads threads, String name) {
        for (int i = 0; i < updaters.size(); i++) {
            running.add(threads.start(name + (i + 1), updaters.get(i)));
        }
    }

    private StateUpdater of(TaskId id) {
        return updaters.get(place(id, updaters.size()));
    }

    /**
     * As many as there are stream threads, and at least two: while its stores are restored a stream
     * thread has nothing to do.
     */
    static int count(int streamThreads) {
        return Math.max(COUNT_MIN, streamThreads);
    }

    /** Which of {@code count} updaters has the stores of task {@code id}. */
    static int place(TaskId id, int count) {
        return Math.floorMod(id.subtopology() + id.partition(), count);
    }

    void restore(Restoration order) {
        of(order.id()).restore(order);
    }

    void cancel(Restoration order) {
        of(order.id()).cancel(order);
    }

    void give(TaskStores stores) {
        of(stores.id()).give(stores);
    }

    void closed(TaskId id) {
        of(id).closed(id);
    }

    /** Each keeps the standbys warm whose stores are its own. */
    void assigned(Share share) {
        for (int i = 0; i < updaters.size(); i++) {
            int place = i;
            updaters.get(i).assigned(share.withStandbys(id -> place(id, updaters.size()) == place));
        }
    }

    /** The stores that they have. */
    Stream<OpenStores> published() {
        return updaters.stream().map(StateUpdater::published);
    }

    /** Asks their consumers what brokers call them. */
    void ask(InstanceIds ids) {
        updaters.forEach(updater -> updater.ask(ids));
    }

    /** Ends the threads, which close the stores; the threads that use stores have ended. */
    void close() throws InterruptedException {
        updaters.forEach(StateUpdater::stop);
        List<Threads.Task> ending;
        synchronized (this) {
            ending = List.copyOf(running);
        }
        for (Threads.Task task : ending) {
            task.join(Integer.MAX_VALUE);
        }
    }
}
