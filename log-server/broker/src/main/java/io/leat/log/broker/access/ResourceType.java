package io.leat.log.broker.access;

import java.util.EnumSet;
import java.util.Set;

/** What access control lists are about, with the numbers of the protocol. */
public enum ResourceType {
    UNKNOWN,
    ANY,
    TOPIC(
            Operation.READ,
            Operation.WRITE,
            Operation.CREATE,
            Operation.DESCRIBE,
            Operation.DELETE,
            Operation.ALTER,
            Operation.DESCRIBE_CONFIGS,
            Operation.ALTER_CONFIGS),
    GROUP(
            Operation.READ,
            Operation.DESCRIBE,
            Operation.DELETE,
            Operation.DESCRIBE_CONFIGS,
            Operation.ALTER_CONFIGS),
    CLUSTER(
            Operation.CREATE,
            Operation.CLUSTER_ACTION,
            Operation.DESCRIBE_CONFIGS,
            Operation.ALTER_CONFIGS,
            Operation.IDEMPOTENT_WRITE,
            Operation.ALTER,
            Operation.DESCRIBE),
    TRANSACTIONAL_ID(Operation.DESCRIBE, Operation.WRITE, Operation.TWO_PHASE_COMMIT),
    DELEGATION_TOKEN(Operation.DESCRIBE),
    USER(Operation.CREATE_TOKENS, Operation.DESCRIBE_TOKENS);

    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);

    ResourceType(Operation... operations) {
        this.operations.addAll(Set.of(operations));
    }

    public byte code() {
        return (byte) ordinal();
    }

    /** What can be done to such a resource. */
    public Set<Operation> operations() {
        return operations;
    }
}
