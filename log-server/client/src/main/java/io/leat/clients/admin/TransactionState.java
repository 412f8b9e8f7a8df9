package io.leat.clients.admin;

/** Where a transaction is. */
public enum TransactionState {
    ONGOING("Ongoing"),
    PREPARE_ABORT("PrepareAbort"),
    PREPARE_COMMIT("PrepareCommit"),
    COMPLETE_ABORT("CompleteAbort"),
    COMPLETE_COMMIT("CompleteCommit"),
    EMPTY("Empty"),
    PREPARE_EPOCH_FENCE("PrepareEpochFence"),
    UNKNOWN("Unknown");

    private final String name;

    TransactionState(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The state called {@code name}, or UNKNOWN. */
    public static TransactionState parse(String name) {
        for (TransactionState state : values()) {
            if (state.name.equals(name)) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
