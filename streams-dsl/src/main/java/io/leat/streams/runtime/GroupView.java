package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this instance tells its group, and who has what as of the last assignment. Safe for several
 * threads.
 */
public final class GroupView {

    private final Identity own;
    private final Hearer hearer;
    private volatile Map<HostInfo, Hosted> hosts = Map.of();
    private volatile boolean shutdown;

    /** By thread; guarded by this. */
    private final Map<Integer, Share> shares = new TreeMap<>();

    /**
     * Who this instance is.
     *
     * @param positions how far its stores are, by task
     * @param topology the {@link TaskPlan#digest} of what it runs
     */
    record Identity(
            String process,
            @Nullable HostInfo host,
            Map<String, String> tags,
            Supplier<Map<TaskId, Long>> positions,
            String topology) {}

    /** Hears what the leader says. */
    interface Hearer {
        void assigned(Share share);

        /** The whole application ends. */
        void shutdown();
    }

    GroupView(Identity own, Hearer hearer) {
        this.own = own;
        this.hearer = hearer;
    }

    /** What each instance has that says where it answers queries; empty before the first time. */
    public Map<HostInfo, Hosted> hosts() {
        return hosts;
    }

    /** From the next join on the group is told that the application ends. */
    void requestShutdown() {
        shutdown = true;
    }

    boolean shutdownRequested() {
        return shutdown;
    }

    /** What a member of this instance tells the leader that had the tasks {@code previous}. */
    MemberData ownData(Set<TaskId> previous) {
        return new MemberData(
                own.process(),
                own.host(),
                own.tags(),
                previous,
                own.positions().get(),
                shutdown,
                own.topology());
    }

    /** Takes over what the coordinator gives to one thread, where it hands out the tasks. */
    synchronized void told(int thread, Share given) {
        shares.put(thread, given);
        hearer.assigned(Share.of(shares.values()));
    }

    /** A thread left the group: what it had is not for this instance any more. */
    synchronized void left(int thread) {
        if (shares.remove(thread) != null) {
            hearer.assigned(Share.of(shares.values()));
        }
    }

    /** Takes over who works on what. */
    void told(Map<HostInfo, Hosted> known) {
        hosts = known;
    }

    /** The coordinator says that the whole application ends. */
    void toldToShutDown() {
        hearer.shutdown();
    }

    Identity own() {
        return own;
    }

    /** Takes over what the leader told. */
    void told(@Nullable GroupData data) {
        if (data == null) {
            hosts = Map.of();
            return;
        }
        hosts = data.hosts();
        hearer.assigned(new Share(data.active(), data.standby()));
        if (data.shutdown()) {
            hearer.shutdown();
        }
    }
}
