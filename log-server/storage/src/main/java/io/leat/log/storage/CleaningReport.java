package io.leat.log.storage;

/**
 * What one cleaning did.
 *
 * @param cleanedTo everything below has at most one record per key
 * @param bytesBefore size of what was read
 * @param bytesAfter size of what is left of it
 * @param damagedBatches batches that could not be read and were kept as they are
 */
public record CleaningReport(
        long cleanedTo, long bytesBefore, long bytesAfter, int damagedBatches) {}
