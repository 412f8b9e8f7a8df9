package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Timers;
import io.leat.log.runtime.Entropy;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The part of a group coordinator that keeps the groups of one kind. Owned by the shard's loop; its
 * requests are reached through {@link GroupCoordinator#part}.
 */
public interface GroupPart {

    GroupKind kind();

    /** The types of the records it keeps its groups in. */
    Set<Short> recordTypes();

    /** Takes over what a record of one of its types says. */
    void apply(GroupRecord.Kept record);

    /** How its groups answer to requests of the classic protocol. */
    default ClassicProtocol classicProtocol() {
        return ClassicProtocol.REFUSED;
    }

    /** The whole log was applied: timers start here. */
    default void loaded(Moment now) {}

    /** The durable state, to compare: what is live must equal what a reload gives. */
    Object durable();

    /** Makes the part of one shard. */
    @FunctionalInterface
    interface Factory {
        GroupPart create(Surroundings surroundings);
    }

    /**
     * What a part finds in its shard.
     *
     * @param groups all groups of the shard
     * @param offsets their offsets, to look at
     * @param topics the topics as they are now: take it once for each decision
     */
    record Surroundings(
            GroupTable groups,
            OffsetStore offsets,
            Timers<GroupRecord> timers,
            Entropy entropy,
            Supplier<TopicCatalog> topics,
            GroupSettings settings) {}
}
