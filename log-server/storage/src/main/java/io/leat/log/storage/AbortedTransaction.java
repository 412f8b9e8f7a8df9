package io.leat.log.storage;

/**
 * A transaction that was aborted in a partition.
 *
 * @param producerId whose it was
 * @param firstOffset its first record
 * @param lastOffset its marker
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset) {}
