package io.leat.log.broker.share;

/**
 * What a share group may have, by its settings at this moment. Immutable.
 *
 * @param inFlight records between the first that is not done and the last that was handed out
 * @param deliveries how often a record is handed out
 * @param lockMs how long a consumer may keep it
 * @param renews whether it may be kept longer on request
 * @param readCommitted whether records of open and aborted transactions are left out
 */
record ShareLimits(
        int inFlight, int deliveries, long lockMs, boolean renews, boolean readCommitted) {

    /**
     * From so many deliveries on records are handed out in ever smaller parts, so that one that
     * nobody can process takes no others with it.
     */
    int isolateFrom() {
        return Math.max(2, (deliveries + 1) / 2);
    }
}
