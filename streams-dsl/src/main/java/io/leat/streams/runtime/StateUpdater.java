package io.leat.streams.runtime;

import io.leat.common.KafkaException;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Threads.Signal;
import io.leat.streams.processor.StandbyUpdateListener.SuspendReason;
import io.leat.streams.processor.TaskId;
import io.leat.streams.runtime.Restoration.Outcome;
import io.leat.streams.task.TaskStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the stores of the tasks that do not run on this instance's threads: restores those that are
 * to run, and keeps those of standbys warm. All of its state belongs to its own thread; stream
 * threads give it orders.
 *
 * <pre>
 *           open, adopt            restored
 * (disk) ----------------> held ---------------> lent to a stream thread
 *        <----------------      <---------------
 *          close if nobody           give
 *           wants them
 * </pre>
 */
final class StateUpdater implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StateUpdater.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long PAUSE_MS = 100;

    /** Makes what the updater needs, on its thread. */
    interface Parts {
        Restorer restorer();

        /** Gives back what {@link #restorer} took. */
        void close();

        TaskStores open(TaskId id);

        /** Takes note of how far {@code stores} are that are about to be closed. */
        void closing(TaskStores stores);

        /** The tasks of this updater that have state on the disk. */
        Set<TaskId> onDisk();

        /** Deletes the state of a task whose stores are closed. */
        void delete(TaskId id);

        long nowMs();

        RestoreMetrics metrics();

        /** Asks the consumer, if there is one, what brokers call it; safe from any thread. */
        void ask(InstanceIds ids);
    }

    private final Parts parts;
    private final long cleanupDelayMs;
    private final BooleanSupplier paused;
    private final Signal ordered;
    private final List<Runnable> orders = new ArrayList<>();
    private final Map<TaskId, TaskStores> held = new TreeMap<>();
    private final Set<TaskId> lent = new HashSet<>();
    private final Map<TaskId, Restoration> wanted = new TreeMap<>();
    private final Set<TaskId> restoring = new HashSet<>();
    private final Map<TaskId, Long> unusedSinceMs = new HashMap<>();
    private Share share = Share.ALL;
    private @Nullable Restorer restorer;
    private volatile boolean stopping;
    private volatile OpenStores published = OpenStores.NONE;

    /**
     * @param cleanupDelayMs after how long state is deleted that is not used
     * @param paused whether to keep no standby warm for now
     */
    StateUpdater(Parts parts, long cleanupDelayMs, BooleanSupplier paused, Signal ordered) {
        this.parts = parts;
        this.cleanupDelayMs = cleanupDelayMs;
        this.paused = paused;
        this.ordered = ordered;
    }

    /** Orders the stores of a task; safe from any thread, as all orders are. */
    void restore(Restoration order) {
        order(
                () -> {
                    wanted.put(order.id(), order);
                    restoring.remove(order.id());
                });
    }

    /** Takes an order back. What was brought meanwhile has to be given back. */
    void cancel(Restoration order) {
        order(
                () -> {
                    if (wanted.remove(order.id(), order)) {
                        restoring.remove(order.id());
                        forget(order.id(), SuspendReason.MIGRATED);
                    }
                });
    }

    /** Gives stores of a task back that runs no more. */
    void give(TaskStores stores) {
        order(
                () -> {
                    lent.remove(stores.id());
                    held.put(stores.id(), stores);
                });
    }

    /** The stream thread has closed the stores it had of task {@code id}. */
    void closed(TaskId id) {
        order(() -> lent.remove(id));
    }

    /** The part of the work that this instance has from now on. */
    void assigned(Share now) {
        order(() -> share = now);
    }

    private void order(Runnable order) {
        synchronized (orders) {
            orders.add(order);
        }
        ordered.raise();
    }

    /** Asks its consumer what brokers call it; safe from any thread. */
    void ask(InstanceIds ids) {
        parts.ask(ids);
    }

    /** Asks the thread to end; safe from any thread. */
    void stop() {
        stopping = true;
        ordered.raise();
    }

    /** The stores that are here, as queries may see them; safe from any thread. */
    OpenStores published() {
        return published;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            published = OpenStores.NONE;
            closeAll();
        }
    }

    private void turn() throws InterruptedException {
        boolean changed = takeOrders();
        changed |= work();
        if (changed) {
            publish();
        }
        long untilCleaning = clean();
        RestoreMetrics metrics = parts.metrics();
        metrics.begin();
        if (restorer == null || restorer.idle()) {
            ordered.await(untilCleaning);
            metrics.idled(false);
        } else if (paused.getAsBoolean() && !restorer.restoring()) {
            ordered.await(PAUSE_MS);
            metrics.idled(true);
        } else {
            boolean forActive = restorer.restoring();
            read(restorer);
            metrics.read(forActive);
        }
    }

    /** Deletes what nobody here has used for long; the time until there may be more to delete. */
    private long clean() {
        long now = parts.nowMs();
        long next = Integer.MAX_VALUE;
        for (TaskId id : parts.onDisk()) {
            if (share.active() == null
                    || share.has(id)
                    || held.containsKey(id)
                    || lent.contains(id)
                    || wanted.containsKey(id)) {
                unusedSinceMs.remove(id);
                continue;
            }
            long left = unusedSinceMs.computeIfAbsent(id, first -> now) + cleanupDelayMs - now;
            if (left <= 0) {
                unusedSinceMs.remove(id);
                delete(id);
            } else {
                next = Math.min(next, left);
            }
        }
        return next;
    }

    private void delete(TaskId id) {
        LOG.atInfo().addKeyValue("task", id).log("deleting state that is not used");
        try {
            parts.delete(id);
        } catch (DiskException e) {
            LOG.atWarn().addKeyValue("task", id).setCause(e).log("deleting state failed");
        }
    }

    private boolean takeOrders() {
        List<Runnable> taken;
        synchronized (orders) {
            taken = new ArrayList<>(orders);
            orders.clear();
        }
        taken.forEach(Runnable::run);
        return !taken.isEmpty();
    }

    private void read(Restorer reading) throws InterruptedException {
        try {
            reading.step(POLL);
        } catch (RuntimeException e) {
            failAll(e);
            ordered.await(PAUSE_MS);
        }
    }

    /** Opens, begins, hands over and closes what the orders and the share ask for. */
    private boolean work() {
        boolean changed = false;
        for (Restoration order : List.copyOf(wanted.values())) {
            changed |= advance(order);
        }
        for (TaskId id : share.standby()) {
            if (share.keeps(id) && !lent.contains(id) && !wanted.containsKey(id)) {
                changed |= keepWarm(id);
            }
        }
        for (TaskStores stores : List.copyOf(held.values())) {
            TaskId id = stores.id();
            if (!wanted.containsKey(id) && !share.has(id)) {
                forget(id, SuspendReason.MIGRATED);
                held.remove(id);
                close(stores);
                changed = true;
            }
        }
        return changed;
    }

    private boolean advance(Restoration order) {
        TaskId id = order.id();
        if (lent.contains(id)) {
            return false; // another thread of this instance is about to give them back
        }
        try {
            TaskStores stores = held.get(id);
            if (stores == null) {
                stores = parts.open(id);
                held.put(id, stores);
            }
            if (restoring.add(id)) {
                forget(id, SuspendReason.PROMOTED);
                reader().add(stores, order.goal());
            }
            RuntimeException failure = reader().failure(id);
            if (failure != null) {
                throw failure;
            }
            if (reader().reading(id)) {
                return false;
            }
            bring(order, stores);
        } catch (RuntimeException e) {
            fail(order, e);
        }
        return true;
    }

    private void bring(Restoration order, TaskStores stores) {
        wanted.remove(order.id());
        restoring.remove(order.id());
        if (order.to().put(new Outcome(order, stores, null))) {
            held.remove(order.id());
            lent.add(order.id());
        }
    }

    private void fail(Restoration order, RuntimeException cause) {
        TaskId id = order.id();
        wanted.remove(id);
        restoring.remove(id);
        drop(id);
        if (!order.to().put(new Outcome(order, null, cause))) {
            LOG.atWarn().addKeyValue("task", id).setCause(cause).log("restoring failed");
        }
    }

    /** Nobody knows in which state they are; whoever wants them opens them again. */
    private void drop(TaskId id) {
        forget(id, SuspendReason.MIGRATED);
        TaskStores stores = held.remove(id);
        if (stores != null) {
            close(stores);
        }
    }

    private boolean keepWarm(TaskId id) {
        try {
            TaskStores stores = held.get(id);
            RuntimeException failure = reader().failure(id);
            if (failure != null) {
                throw failure;
            }
            if (stores != null && reader().reading(id)) {
                return false;
            }
            if (stores == null) {
                stores = parts.open(id);
                held.put(id, stores);
            }
            reader().add(stores, null);
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("task", id).setCause(e).log("cannot keep a standby warm");
            drop(id);
        }
        return true;
    }

    /** The servers cannot be reached, or the like: who waits hears of it, standbys try again. */
    private void failAll(RuntimeException cause) {
        List.copyOf(wanted.values()).forEach(order -> fail(order, cause));
        if (!(cause instanceof KafkaException)) {
            List.copyOf(held.keySet()).forEach(this::drop);
        }
        LOG.atWarn().setCause(cause).log("reading changelogs failed, trying again");
        publish();
    }

    private void forget(TaskId id, SuspendReason why) {
        if (restorer != null) {
            restorer.remove(id, why);
        }
    }

    private Restorer reader() {
        Restorer made = restorer;
        if (made == null) {
            made = parts.restorer();
            restorer = made;
        }
        return made;
    }

    private void publish() {
        published =
                new OpenStores(
                        held.values().stream()
                                .map(
                                        stores ->
                                                OpenStores.part(
                                                        stores,
                                                        wanted.containsKey(stores.id())
                                                                ? OpenStores.Role.RESTORING
                                                                : OpenStores.Role.STANDBY))
                                .toList());
    }

    private void close(TaskStores stores) {
        try {
            parts.closing(stores);
            stores.close();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("task", stores.id()).setCause(e).log("closing stores");
        }
    }

    private void closeAll() {
        takeOrders(); // what was given back last
        Restorer reading = restorer;
        if (reading != null) {
            for (TaskId id : List.copyOf(held.keySet())) {
                try {
                    reading.remove(id, SuspendReason.MIGRATED);
                } catch (RuntimeException e) {
                    LOG.atDebug().setCause(e).log("closing");
                }
            }
        }
        held.values().forEach(this::close);
        held.clear();
        parts.close();
    }
}
