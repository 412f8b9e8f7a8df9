package io.leat.clients.consumer;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a consumer closes: how long it may take, and whether it leaves its group (KIP-1092). */
public class CloseOptions {

    /** What happens to the membership. */
    public enum GroupMembershipOperation {
        /** Leave, static members too. */
        LEAVE_GROUP,
        /** Stay until the session times out, dynamic members too. */
        REMAIN_IN_GROUP,
        /** Dynamic members leave, static members stay. */
        DEFAULT
    }

    private GroupMembershipOperation operation = GroupMembershipOperation.DEFAULT;
    private Optional<Duration> timeout = Optional.empty();

    private CloseOptions() {}

    public static CloseOptions timeout(Duration timeout) {
        return new CloseOptions().withTimeout(timeout);
    }

    public static CloseOptions groupMembershipOperation(GroupMembershipOperation operation) {
        return new CloseOptions().withGroupMembershipOperation(operation);
    }

    /** Null means the default of 30 seconds. */
    public CloseOptions withTimeout(Duration timeout) {
        this.timeout = Optional.ofNullable(timeout);
        return this;
    }

    public CloseOptions withGroupMembershipOperation(GroupMembershipOperation operation) {
        this.operation = Objects.requireNonNull(operation, "operation is null");
        return this;
    }

    public GroupMembershipOperation groupMembershipOperation() {
        return operation;
    }

    public Optional<Duration> timeout() {
        return timeout;
    }
}
