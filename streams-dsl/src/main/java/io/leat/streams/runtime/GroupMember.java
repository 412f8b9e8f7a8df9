package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.log.runtime.Clock;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.processor.TaskId;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream thread as a member of its group: what it says when it joins, and when it asks the
 * group to come together again because tasks may be able to move by then. Owned by its thread.
 */
final class GroupMember {

    /** Others give up tasks at once, unless they died meanwhile. */
    private static final long SOON_MS = 5_000;

    private final GroupView instance;
    private final Supplier<Set<TaskId>> previous;
    private final Consumer<String> memberId;
    private final Clock clock;
    private final long probingIntervalMs;
    private long probeAtMs = Long.MAX_VALUE;
    private boolean joining;

    /**
     * @param previous the tasks that the thread had last
     * @param memberId is told who it is in the group, unless it has an instance id
     */
    GroupMember(
            GroupView instance,
            Supplier<Set<TaskId>> previous,
            Consumer<String> memberId,
            Clock clock,
            long probingIntervalMs) {
        this.instance = instance;
        this.previous = previous;
        this.memberId = memberId;
        this.clock = clock;
        this.probingIntervalMs = probingIntervalMs;
    }

    /** What it tells the leader when it joins. */
    ByteBuffer tell() {
        probeAtMs = Long.MAX_VALUE;
        joining = true;
        return instance.ownData(previous.get()).encode();
    }

    /**
     * Takes over what the leader told it as the member that {@code self} says.
     *
     * @throws TopologyException if the group does not want it
     */
    void told(@Nullable ByteBuffer data, ConsumerGroupMetadata self) {
        joining = false;
        GroupData told = GroupData.decode(data);
        if (told != null && !told.refusal().isEmpty()) {
            throw new TopologyException(told.refusal());
        }
        if (self.groupInstanceId().isEmpty()) {
            memberId.accept(self.memberId());
        }
        if (told != null) {
            long again =
                    switch (told.again()) {
                        case NEVER -> Long.MAX_VALUE;
                        case SOON -> clock.millis() + SOON_MS;
                        case LATER -> clock.millis() + probingIntervalMs;
                    };
            probeAtMs = Math.min(probeAtMs, again);
        }
        instance.told(told);
    }

    /**
     * Whether the group comes together. Nothing is committed meanwhile: the coordinator may already
     * count by the next generation, and would take the thread for one that was replaced.
     */
    boolean joining() {
        return joining;
    }

    /** The thread left the group. */
    void left() {
        joining = false;
    }

    /** As the leader: takes note of when to come together again, if the assignor says so. */
    void led(GroupLeader.Decision decision) {
        probeAtMs = decision.againAtMs().orElse(Long.MAX_VALUE);
    }

    /** Whether to ask the group, once, to come together again. */
    boolean takeProbe() {
        if (clock.millis() < probeAtMs) {
            return false;
        }
        probeAtMs = Long.MAX_VALUE;
        return true;
    }
}
