package io.leat.streams;

import static io.leat.clients.consumer.CloseOptions.GroupMembershipOperation.DEFAULT;
import static io.leat.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
import static io.leat.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an application is closed. Immutable. */
public final class CloseOptions {

    /** What becomes of the membership in the group. */
    public enum GroupMembershipOperation {
        /** The members leave at once, so that others take their tasks over. */
        LEAVE_GROUP,
        /** The members stay until their session ends, for a quick restart. */
        REMAIN_IN_GROUP
    }

    private final Duration timeout;
    private final @Nullable GroupMembershipOperation operation;

    private CloseOptions(Duration timeout, @Nullable GroupMembershipOperation operation) {
        this.timeout = timeout;
        this.operation = operation;
    }

    /** Waits at most {@code timeout} for the threads. */
    public static CloseOptions timeout(Duration timeout) {
        return new CloseOptions(timeout, null);
    }

    public static CloseOptions groupMembershipOperation(GroupMembershipOperation operation) {
        return new CloseOptions(Duration.ofMillis(Long.MAX_VALUE / 4), operation);
    }

    public CloseOptions withTimeout(Duration newTimeout) {
        return new CloseOptions(newTimeout, operation);
    }

    public CloseOptions withGroupMembershipOperation(GroupMembershipOperation newOperation) {
        return new CloseOptions(timeout, newOperation);
    }

    Duration timeout() {
        return timeout;
    }

    /** Unless told otherwise, dynamic members leave and static members stay. */
    io.leat.clients.consumer.CloseOptions.GroupMembershipOperation membership() {
        return operation == null
                ? DEFAULT
                : operation == GroupMembershipOperation.LEAVE_GROUP ? LEAVE_GROUP : REMAIN_IN_GROUP;
    }
}
