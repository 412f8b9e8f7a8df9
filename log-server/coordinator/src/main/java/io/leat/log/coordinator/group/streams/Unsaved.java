package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import io.leat.log.runtime.Timer;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator remembers of a streams group without writing it down: after a failover it is
 * made anew. Owned by the shard's loop.
 */
final class Unsaved {

    private @Nullable StreamsGroupTopologyValue topology;
    private @Nullable PlannedTopology plan;
    private long plannedVersion;

    /** Grows whenever it is somewhere else where a key can be asked for. */
    private int endpointEpoch;

    /** Who wants the whole application to shut down. */
    private @Nullable String shutdownBy;

    /** Runs while a new group waits for more members. */
    private @Nullable Timer initialDelay;

    /** What {@code topology} comes to with the topics of {@code topics}. */
    PlannedTopology plan(StreamsGroupTopologyValue current, TopicCatalog topics) {
        PlannedTopology known = plan;
        if (known == null || topology != current || plannedVersion != topics.version()) {
            known = new TopologyPlanner(current, topics).plan();
            plan = known;
            topology = current;
            plannedVersion = topics.version();
        }
        return known;
    }

    int endpointEpoch() {
        return endpointEpoch;
    }

    void endpointsChanged() {
        endpointEpoch++;
    }

    @Nullable String shutdownBy() {
        return shutdownBy;
    }

    /** The first who asks for it is named. */
    void shutDown(String memberId) {
        if (shutdownBy == null) {
            shutdownBy = memberId;
        }
    }

    /** The last member left: who comes next is not to shut down. */
    void emptied() {
        shutdownBy = null;
    }

    boolean isDelayed() {
        return initialDelay != null;
    }

    void delayedBy(Timer timer) {
        initialDelay = timer;
    }

    /** The delay is over, or the group is not there any more. */
    void endDelay() {
        Timer timer = initialDelay;
        initialDelay = null;
        if (timer != null) {
            timer.cancel();
        }
    }
}
