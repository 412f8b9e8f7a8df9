package io.leat.clients.consumer;

import java.util.concurrent.CompletableFuture;

/**
 * This consumer's membership in its group. Owned by the polling thread, which calls {@link
 * #advance} while it polls.
 */
interface Membership {

    /** The membership as a transactional producer passes it on. */
    ConsumerGroupMetadata metadata();

    /** Whether positions must not move: what was read is being committed before revocation. */
    boolean preparing();

    /** The application polls. */
    void polled();

    /** The application subscribed by pattern: topics are matched once metadata has come. */
    void patternGiven();

    /** The application wants partitions to be assigned anew. */
    void rejoin(String why);

    /** When to call {@link #advance} again at the latest. */
    long wakeAt();

    /** Goes on as far as it can without waiting. Calls the rebalance listener on the way. */
    void advance();

    /**
     * The application gives up its subscription: revokes, and leaves.
     *
     * @param tell whether the group is told that the member will not be back
     */
    CompletableFuture<Void> leave(String why, boolean tell);

    /** Throws what the rebalance listener failed with, if it did. */
    void rethrow();
}
