package io.leat.log.quorum.controller;

/** Mistakes a controller could make. The model makes one of them on purpose, to test the test. */
enum ModelBug {
    NONE,
    /** A fenced broker stays in the ISR. */
    FENCED_STAYS_IN_SYNC,
    /** A crashed broker is taken for one that stopped in order. */
    CRASH_TAKEN_FOR_STOP,
    /** A replica joins the ISR whichever of its processes was caught up (before KIP-903). */
    BROKER_EPOCH_IGNORED,
    /** A leader's proposal counts even if it rests on an older state of the partition. */
    PARTITION_EPOCH_IGNORED,
    /** Any live replica is elected, asked or not. */
    ALWAYS_UNCLEAN,
    /** Eligible leaders are kept although the ISR is large enough to commit without them. */
    ELIGIBLE_KEPT_TOO_LONG,
    /** Replicas leave before those that come are in sync. */
    REASSIGNED_TOO_EARLY,
    /** The first replica leads, in sync or not. */
    PREFERRED_AT_ALL_COSTS,
    /** Who is fenced may join the ISR. */
    FENCED_JOINS,
    /** What has no leader waits for somebody to ask, even when a good one is back. */
    RETURN_UNNOTICED
}
