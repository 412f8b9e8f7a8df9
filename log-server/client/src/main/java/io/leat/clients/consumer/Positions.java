package io.leat.clients.consumer;

import io.leat.clients.consumer.Fetched.EpochEnd;
import io.leat.clients.consumer.Remote.Found;
import io.leat.clients.consumer.Slot.Position;
import io.leat.clients.consumer.Slot.State;
import io.leat.common.TopicPartition;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.UnsupportedVersionException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;

/**
 * Finds positions for partitions that have none, and checks them when leaders change. Owned by the
 * polling thread, which calls {@link #advance} while it polls; nothing here blocks.
 */
final class Positions {

    private final Subscriptions subscriptions;
    private final Remote remote;
    private final Waiting waiting;
    private final ResetPolicy policy;
    private final boolean hasGroup;
    private final long backoffMs;
    private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed;
    private CompletableFuture<Map<TopicPartition, Found>> found;
    private Map<TopicPartition, Long> foundTokens = Map.of();
    private CompletableFuture<Map<TopicPartition, EpochEnd>> ends;
    private Map<TopicPartition, Long> endTokens = Map.of();
    private Map<TopicPartition, Integer> endEpochs = Map.of();
    private Set<TopicPartition> asked = Set.of();
    private long retryAt = Long.MIN_VALUE;

    Positions(
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            ResetPolicy policy,
            boolean hasGroup,
            long backoffMs) {
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.waiting = waiting;
        this.policy = policy;
        this.hasGroup = hasGroup;
        this.backoffMs = backoffMs;
    }

    /** When to call {@link #advance} again at the latest. */
    long wakeAt() {
        return retryAt > waiting.now() ? retryAt : Long.MAX_VALUE;
    }

    /** Takes what has arrived and asks for what is missing. */
    void advance() {
        takeCommitted();
        takeFound();
        takeEnds();
        noticeLeaders();
        if (waiting.now() < retryAt) {
            return;
        }
        askCommitted();
        askFound();
        askEnds();
    }

    private void askCommitted() {
        if (committed != null) {
            return;
        }
        Set<TopicPartition> unknown = subscriptions.where(slot -> slot.state() == State.UNKNOWN);
        if (unknown.isEmpty()) {
            return;
        }
        if (hasGroup) {
            asked = unknown;
            committed = waiting.watch(remote.committed(unknown));
        } else {
            resetByPolicy(unknown);
        }
    }

    private void takeCommitted() {
        if (committed == null || !committed.isDone()) {
            return;
        }
        CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> answer = committed;
        committed = null;
        Map<TopicPartition, OffsetAndMetadata> offsets = take(answer);
        if (offsets == null) {
            return;
        }
        Set<TopicPartition> without = new LinkedHashSet<>();
        for (TopicPartition partition : asked) {
            Slot slot = subscriptions.find(partition);
            if (slot == null || slot.state() != State.UNKNOWN) {
                continue;
            }
            OffsetAndMetadata offset = offsets.get(partition);
            if (offset == null) {
                without.add(partition);
            } else {
                subscriptions.jump(
                        slot, new Position(offset.offset(), offset.leaderEpoch().orElse(-1)));
            }
        }
        resetByPolicy(without);
    }

    private void resetByPolicy(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        if (policy.kind() == ResetPolicy.Kind.NONE) {
            throw new NoOffsetForPartitionException(partitions);
        }
        for (TopicPartition partition : partitions) {
            subscriptions.reset(subscriptions.get(partition), policy);
        }
    }

    private void askFound() {
        if (found != null) {
            return;
        }
        Map<TopicPartition, Long> timestamps = new LinkedHashMap<>();
        Map<TopicPartition, Long> tokens = new HashMap<>();
        for (Slot slot : subscriptions.slots()) {
            if (slot.state() == State.RESETTING) {
                timestamps.put(slot.partition(), slot.reset().timestamp(waiting.epochMillis()));
                tokens.put(slot.partition(), slot.token());
            }
        }
        if (!timestamps.isEmpty()) {
            foundTokens = tokens;
            found = waiting.watch(remote.listOffsets(timestamps));
        }
    }

    private void takeFound() {
        if (found == null || !found.isDone()) {
            return;
        }
        CompletableFuture<Map<TopicPartition, Found>> answer = found;
        found = null;
        Map<TopicPartition, Found> offsets = take(answer);
        if (offsets == null) {
            return;
        }
        foundTokens.forEach(
                (partition, token) -> {
                    Slot slot = subscriptions.find(partition);
                    if (slot == null || slot.state() != State.RESETTING || slot.token() != token) {
                        return;
                    }
                    Found offset = offsets.get(partition);
                    if (offset == null) {
                        retryAt = waiting.now() + backoffMs;
                    } else if (offset.offset() < 0) {
                        subscriptions.reset(slot, ResetPolicy.LATEST);
                    } else {
                        subscriptions.jump(slot, new Position(offset.offset(), offset.epoch()));
                        subscriptions.validated(slot, remote.leaderEpoch(partition));
                    }
                });
    }

    /** A position with an epoch is compared with the log of each new leader; others cannot be. */
    private void noticeLeaders() {
        for (Slot slot : subscriptions.slots()) {
            int epoch = remote.leaderEpoch(slot.partition());
            if (slot.state() == State.VALID && epoch > slot.leaderEpoch()) {
                if (slot.position().epoch() < 0) {
                    subscriptions.validated(slot, epoch);
                } else {
                    slot.validating();
                }
            }
        }
    }

    private void askEnds() {
        if (ends != null) {
            return;
        }
        Map<TopicPartition, Position> positions = new LinkedHashMap<>();
        Map<TopicPartition, Long> tokens = new HashMap<>();
        Map<TopicPartition, Integer> epochs = new HashMap<>();
        for (Slot slot : subscriptions.slots()) {
            if (slot.state() == State.VALIDATING) {
                positions.put(slot.partition(), slot.position());
                tokens.put(slot.partition(), slot.token());
                epochs.put(slot.partition(), remote.leaderEpoch(slot.partition()));
            }
        }
        if (!positions.isEmpty()) {
            endTokens = tokens;
            endEpochs = epochs;
            ends = waiting.watch(remote.epochEnds(positions));
        }
    }

    private void takeEnds() {
        if (ends == null || !ends.isDone()) {
            return;
        }
        CompletableFuture<Map<TopicPartition, EpochEnd>> answer = ends;
        ends = null;
        Map<TopicPartition, EpochEnd> known;
        try {
            known = take(answer);
        } catch (UnsupportedVersionException e) {
            known = null; // a broker before Kafka 2.3 cannot be asked: as with positions without
            // epoch
            eachValidating(subscriptions::validated);
        }
        if (known == null) {
            return;
        }
        Map<TopicPartition, EpochEnd> answers = known;
        eachValidating(
                (slot, leaderEpoch) -> {
                    EpochEnd end = answers.get(slot.partition());
                    if (end == null) {
                        retryAt = waiting.now() + backoffMs;
                    } else if (end.epoch() >= 0 && end.endOffset() >= slot.position().offset()) {
                        validated(slot, leaderEpoch);
                    } else {
                        truncated(slot, end, leaderEpoch);
                    }
                });
    }

    /** The slots that were asked about and still stand where they did. */
    private void eachValidating(ObjIntConsumer<Slot> action) {
        endTokens.forEach(
                (partition, token) -> {
                    Slot slot = subscriptions.find(partition);
                    if (slot != null && slot.state() == State.VALIDATING && slot.token() == token) {
                        action.accept(slot, endEpochs.get(partition));
                    }
                });
    }

    private void validated(Slot slot, int leaderEpoch) {
        if (slot.leaderEpoch() >= 0) {
            // What was fetched ahead of the position came from the old leader: fetch it again.
            subscriptions.jump(slot, slot.position());
        }
        subscriptions.validated(slot, leaderEpoch);
    }

    /**
     * The log no longer holds what was read before the position (KIP-320). Without a policy the
     * partition stays as it is, and polling fails, until the application seeks.
     */
    private void truncated(Slot slot, EpochEnd end, int leaderEpoch) {
        boolean known = end.epoch() >= 0 && end.endOffset() >= 0;
        if (policy.kind() == ResetPolicy.Kind.NONE) {
            Position position = slot.position();
            retryAt = waiting.now() + backoffMs;
            throw new LogTruncationException(
                    Map.of(slot.partition(), position.offset()),
                    known
                            ? Map.of(
                                    slot.partition(),
                                    Subscriptions.committable(
                                            new Position(end.endOffset(), end.epoch())))
                            : Map.of());
        }
        if (known) {
            subscriptions.jump(slot, new Position(end.endOffset(), end.epoch()));
            subscriptions.validated(slot, leaderEpoch);
        } else {
            subscriptions.reset(slot, policy);
        }
    }

    /** The answer, or null after a failure that passes. */
    private <T> T take(CompletableFuture<T> answer) {
        try {
            return Waiting.done(answer);
        } catch (RetriableException e) {
            retryAt = waiting.now() + backoffMs;
            return null;
        }
    }
}
