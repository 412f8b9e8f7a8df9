package io.leat.log.coordinator;

/**
 * What a partition remembers of a verification that is under way, so that an answer to an older
 * question never lets a write in. Made by the broker's partitions, opaque to coordinators.
 */
public interface TransactionGuard {}
