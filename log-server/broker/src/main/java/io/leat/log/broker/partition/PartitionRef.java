package io.leat.log.broker.partition;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The address of a partition for those who do not own it. Immutable; safe on every loop. */
public record PartitionRef(TopicIdPartition id, Shard shard) {

    /** The loop that owns the partition. */
    public EventLoop loop() {
        return shard.loop();
    }

    /**
     * Runs {@code action} on the owner's loop: at once if that is where we are, so that a request
     * on its partition's shard never waits a turn. It gets null while the partition is not open
     * here: still recovering, offline, or deleted.
     */
    public void post(Consumer<@Nullable Partition> action) {
        if (shard.loop().inLoop()) {
            action.accept(shard.partition(id));
        } else {
            shard.loop().execute(() -> action.accept(shard.partition(id)));
        }
    }

    /** Whether requests to the partition find it open on this broker. Safe on every loop. */
    public boolean serves() {
        return shard.serves(id);
    }

    /** Whether the partition is this broker's and its data could not be opened. On every loop. */
    public boolean isOffline() {
        return shard.isOffline(id);
    }

    /** What a request is told that does not find the partition open. Safe on every loop. */
    public ErrorCode absence() {
        return isOffline() ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    /**
     * Runs {@code action} on the owner's loop as soon as the partition is open, or known not to
     * open. Whoever saw the partition in the image before calls this after the owner did.
     */
    public void whenOpened(Runnable action) {
        if (shard.loop().inLoop()) {
            shard.whenOpened(id, action);
        } else {
            shard.loop().execute(() -> shard.whenOpened(id, action));
        }
    }
}
