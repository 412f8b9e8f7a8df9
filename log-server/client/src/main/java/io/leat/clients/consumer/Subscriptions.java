package io.leat.clients.consumer;

import io.leat.clients.consumer.Slot.Position;
import io.leat.common.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the consumer subscribed to and what it was assigned, with a {@link Slot} for each partition.
 * Owned by the polling thread; tells the loop's {@link FetchControl} of every change.
 */
final class Subscriptions {

    /** How partitions come to this consumer. Only {@link #clear} leads from one to another. */
    enum Kind {
        NONE,
        TOPICS,
        PATTERN,
        REMOTE_PATTERN,
        ASSIGNED
    }

    private final FetchControl fetches;
    private final Map<TopicPartition, Slot> slots = new LinkedHashMap<>();
    private Kind kind = Kind.NONE;
    private Set<String> topics = Set.of();
    private Pattern pattern;
    private SubscriptionPattern remotePattern;
    private ConsumerRebalanceListener listener;
    private long tokens;

    Subscriptions(FetchControl fetches) {
        this.fetches = fetches;
    }

    Kind kind() {
        return kind;
    }

    /** Whether a group assigns the partitions. */
    boolean byGroup() {
        return kind == Kind.TOPICS || kind == Kind.PATTERN || kind == Kind.REMOTE_PATTERN;
    }

    Set<String> topics() {
        return topics;
    }

    Pattern pattern() {
        return pattern;
    }

    /** The pattern that the coordinator evaluates; null when there is none. */
    SubscriptionPattern remotePattern() {
        return remotePattern;
    }

    /** Null when there is none. */
    ConsumerRebalanceListener listener() {
        return listener;
    }

    void subscribe(Set<String> names, ConsumerRebalanceListener callback) {
        become(Kind.TOPICS);
        topics = new TreeSet<>(names);
        listener = callback;
    }

    void subscribe(Pattern names, ConsumerRebalanceListener callback) {
        become(Kind.PATTERN);
        pattern = names;
        listener = callback;
    }

    void subscribe(SubscriptionPattern names, ConsumerRebalanceListener callback) {
        become(Kind.REMOTE_PATTERN);
        remotePattern = names;
        listener = callback;
    }

    /** The topics that the pattern finds now; whether they changed. */
    boolean matched(Set<String> names) {
        if (names.equals(topics)) {
            return false;
        }
        topics = new TreeSet<>(names);
        return true;
    }

    void assignByHand(Collection<TopicPartition> partitions) {
        become(Kind.ASSIGNED);
        replace(new LinkedHashSet<>(partitions));
    }

    void assignByGroup(Collection<TopicPartition> partitions) {
        replace(new LinkedHashSet<>(partitions));
    }

    void clear() {
        replace(Set.of());
        kind = Kind.NONE;
        topics = Set.of();
        pattern = null;
        remotePattern = null;
        listener = null;
    }

    private void become(Kind next) {
        if (kind != Kind.NONE && kind != next) {
            throw new IllegalStateException(
                    "Subscription by topics, by pattern and by partitions exclude each other:"
                            + " unsubscribe first");
        }
        kind = next;
    }

    private void replace(Set<TopicPartition> partitions) {
        for (TopicPartition gone : slots.keySet()) {
            if (!partitions.contains(gone)) {
                fetches.stop(gone);
            }
        }
        slots.keySet().retainAll(partitions);
        for (TopicPartition partition : partitions) {
            slots.computeIfAbsent(partition, Slot::new);
        }
    }

    Set<TopicPartition> assigned() {
        return slots.keySet();
    }

    Collection<Slot> slots() {
        return slots.values();
    }

    /** The slot of a partition, or null when it is not assigned. */
    Slot find(TopicPartition partition) {
        return slots.get(partition);
    }

    Slot get(TopicPartition partition) {
        Slot slot = slots.get(partition);
        if (slot == null) {
            throw new IllegalStateException(partition + " is not assigned to this consumer");
        }
        return slot;
    }

    Set<TopicPartition> where(Predicate<Slot> condition) {
        Set<TopicPartition> found = new LinkedHashSet<>();
        for (Slot slot : slots.values()) {
            if (condition.test(slot)) {
                found.add(slot.partition());
            }
        }
        return found;
    }

    boolean hasAllPositions() {
        for (Slot slot : slots.values()) {
            if (slot.state() != Slot.State.VALID) {
                return false;
            }
        }
        return true;
    }

    /** Sets a position and starts fetching there. */
    void jump(Slot slot, Position to) {
        slot.jump(to, ++tokens);
        fetches.start(slot.partition(), slot.token(), to.offset());
    }

    /** The position is in the log of the leader of this epoch, too: fetching may go on there. */
    void validated(Slot slot, int leaderEpoch) {
        slot.validated(leaderEpoch);
        fetches.validated(slot.partition(), slot.token(), leaderEpoch);
    }

    /** Forgets the position until the policy finds one. */
    void reset(Slot slot, ResetPolicy policy) {
        slot.reset(policy, ++tokens);
        fetches.stop(slot.partition());
    }

    void pause(Collection<TopicPartition> partitions, boolean paused) {
        partitions.forEach(this::get);
        for (TopicPartition partition : partitions) {
            get(partition).paused(paused);
            fetches.pause(partition, paused);
        }
    }

    /** The positions to commit: of all partitions that have one. */
    Map<TopicPartition, OffsetAndMetadata> consumed() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
        for (Slot slot : slots.values()) {
            if (slot.position() != null) {
                offsets.put(slot.partition(), committable(slot.position()));
            }
        }
        return offsets;
    }

    static OffsetAndMetadata committable(Position position) {
        return new OffsetAndMetadata(
                position.offset(),
                position.epoch() < 0
                        ? java.util.Optional.empty()
                        : java.util.Optional.of(position.epoch()),
                "");
    }
}
