package io.leat.log.coordinator.transaction;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a transactional id.
 *
 * <pre>
 *           add partitions            commit                    markers written
 *   EMPTY -----------------> ONGOING --------> PREPARE_COMMIT ------------------> COMPLETE_COMMIT
 *     |  ^                   |  ^  |                                               |   |   ^ | abort of
 *     |  | init              |  |  | abort, timeout, init                          |   |   | | nothing
 *     |  +---- COMPLETE_*    |  |  +-------------> PREPARE_ABORT -> COMPLETE_ABORT |   |   | v
 *     |                      |  |    next transaction                              |   |  PREPARE_ABORT
 *     |  abort of nothing    |  +--------------------------------------------------+   |
 *     +-----------------> PREPARE_ABORT                                          init: EMPTY
 * </pre>
 *
 * Once PREPARE_* is in the log the outcome is decided: nothing leads from one PREPARE_* to the
 * other. Aborting nothing is legal in version 2 only, where the coordinator may not have heard of a
 * write that failed; there it bumps the epoch like any other end.
 */
public enum TransactionStatus {
    EMPTY(0, "Empty"),
    ONGOING(1, "Ongoing"),
    PREPARE_COMMIT(2, "PrepareCommit"),
    PREPARE_ABORT(3, "PrepareAbort"),
    COMPLETE_COMMIT(4, "CompleteCommit"),
    COMPLETE_ABORT(5, "CompleteAbort"),
    DEAD(6, "Dead"),
    PREPARE_EPOCH_FENCE(7, "PrepareEpochFence");

    private final int code;
    private final String label;

    TransactionStatus(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number in the log. */
    byte code() {
        return (byte) code;
    }

    /** As the admin protocol writes it. */
    String label() {
        return label;
    }

    static @Nullable TransactionStatus forCode(int code) {
        return code >= 0 && code < values().length ? values()[code] : null;
    }

    /** The status with this label in any case, or null. */
    static @Nullable TransactionStatus forLabel(String label) {
        for (TransactionStatus each : values()) {
            if (each.label.toLowerCase(Locale.ROOT).equals(label.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        return null;
    }

    /** Whether the outcome is decided and markers are on their way. */
    boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /** Whether no transaction is open: it may stay so for ever. */
    boolean isIdle() {
        return this == EMPTY || this == COMPLETE_COMMIT || this == COMPLETE_ABORT;
    }

    /** Whether a record may take an id from this status to {@code next}. */
    boolean mayBecome(TransactionStatus next) {
        return successors().contains(next);
    }

    private Set<TransactionStatus> successors() {
        return switch (this) {
            case EMPTY -> EnumSet.of(EMPTY, ONGOING, PREPARE_ABORT);
            case ONGOING -> EnumSet.of(ONGOING, PREPARE_COMMIT, PREPARE_ABORT);
            case PREPARE_COMMIT -> EnumSet.of(COMPLETE_COMMIT);
            case PREPARE_ABORT -> EnumSet.of(COMPLETE_ABORT);
            case COMPLETE_COMMIT, COMPLETE_ABORT -> EnumSet.of(EMPTY, ONGOING, PREPARE_ABORT);
            case DEAD, PREPARE_EPOCH_FENCE -> EnumSet.noneOf(TransactionStatus.class);
        };
    }
}
