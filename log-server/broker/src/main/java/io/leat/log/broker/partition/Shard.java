package io.leat.log.broker.partition;

import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and the partitions it owns. What it holds is touched on its loop only, except for
 * {@link #serves} and {@link #isOffline}; everyone else goes through a {@link PartitionRef}.
 */
public final class Shard {

    private final int id;
    private final EventLoop loop;
    private final Map<TopicIdPartition, Partition> partitions = new ConcurrentHashMap<>();

    /** Whose data could not be opened. */
    private final Set<TopicIdPartition> offline = ConcurrentHashMap.newKeySet();

    /** How often what is open here changed. */
    private final AtomicInteger changes = new AtomicInteger();

    /** Who waits for partitions that are being opened. */
    private final Map<TopicIdPartition, List<Runnable>> opening = new HashMap<>();

    Shard(int id, EventLoop loop) {
        this.id = id;
        this.loop = loop;
    }

    public int id() {
        return id;
    }

    public EventLoop loop() {
        return loop;
    }

    /** The partition, or null while it is not open here. */
    public @Nullable Partition partition(TopicIdPartition id) {
        loop.checkInLoop();
        return partitions.get(id);
    }

    /** All partitions open here, at this moment. */
    public Collection<Partition> partitions() {
        loop.checkInLoop();
        return List.copyOf(partitions.values());
    }

    /** As {@link #partitions}, a view for those who only look on. Safe on every loop. */
    public Collection<Partition> view() {
        return Collections.unmodifiableCollection(partitions.values());
    }

    /** A number that grows whenever a partition is opened or closed here. Safe on every loop. */
    public int changes() {
        return changes.get();
    }

    /** Whether the partition is open here at this moment. Safe on every loop. */
    boolean serves(TopicIdPartition id) {
        return partitions.containsKey(id);
    }

    /** Whether the partition belongs here and its data could not be opened. Safe on every loop. */
    boolean isOffline(TopicIdPartition id) {
        return offline.contains(id);
    }

    /** Runs {@code action} when the partition is no longer being opened: at once if it is not. */
    void whenOpened(TopicIdPartition id, Runnable action) {
        loop.checkInLoop();
        List<Runnable> waiting = opening.get(id);
        if (waiting == null) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    void opening(TopicIdPartition id) {
        loop.checkInLoop();
        opening.put(id, new ArrayList<>());
    }

    /** It is open by now, or its data cannot be used. */
    void opened(TopicIdPartition id) {
        loop.checkInLoop();
        List<Runnable> waiting = opening.remove(id);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** Its data cannot be opened. */
    void fail(TopicIdPartition id) {
        loop.checkInLoop();
        offline.add(id);
    }

    void add(Partition partition) {
        loop.checkInLoop();
        partitions.put(partition.id(), partition);
        changes.incrementAndGet();
    }

    void remove(TopicIdPartition id) {
        loop.checkInLoop();
        partitions.remove(id);
        offline.remove(id);
        changes.incrementAndGet();
    }

    @Override
    public String toString() {
        return "shard-" + id;
    }
}
