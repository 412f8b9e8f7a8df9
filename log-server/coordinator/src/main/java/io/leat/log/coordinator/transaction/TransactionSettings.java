package io.leat.log.coordinator.transaction;

/**
 * What an administrator may choose about transactions. Immutable.
 *
 * @param maxTimeoutMs longest timeout a client may ask for
 * @param abortCheckIntervalMs pause between two searches for transactions that are open too long
 * @param idExpirationMs how long an idle transactional id is remembered
 * @param idCheckIntervalMs pause between two searches for ids to forget
 * @param markerRetryMs pause before a marker is sent again
 * @param successorPatienceMs how long a write of the next transaction waits for the last one
 * @param lastEpoch the highest epoch a client gets; the one above it is only for markers
 */
public record TransactionSettings(
        int maxTimeoutMs,
        long abortCheckIntervalMs,
        long idExpirationMs,
        long idCheckIntervalMs,
        long markerRetryMs,
        long successorPatienceMs,
        short lastEpoch) {

    /** Kafka's defaults; markers are retried sooner. */
    public static final TransactionSettings DEFAULT =
            new TransactionSettings(
                    900_000,
                    10_000,
                    7L * 24 * 60 * 60 * 1_000,
                    60 * 60 * 1_000,
                    20,
                    500,
                    (short) (Short.MAX_VALUE - 1));
}
