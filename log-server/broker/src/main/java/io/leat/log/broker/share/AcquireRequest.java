package io.leat.log.broker.share;

/**
 * Who asks for records and how many. Immutable.
 *
 * @param maxRecords more come only to the end of a batch, and none if {@code exact}
 * @param batchSize into parts of about this many records new ones are divided
 * @param exact whether batches may be divided (KIP-1206)
 */
record AcquireRequest(String member, int maxRecords, int batchSize, boolean exact) {}
