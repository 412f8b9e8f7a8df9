package io.leat.log.storage;

/** A producer as DescribeProducers shows it; -1 where there is nothing. */
public record ProducerInfo(
        long producerId,
        short epoch,
        int lastSequence,
        long lastTimestamp,
        int coordinatorEpoch,
        long transactionStartOffset) {}
