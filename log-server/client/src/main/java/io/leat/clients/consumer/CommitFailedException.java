package io.leat.clients.consumer;

import io.leat.common.KafkaException;

/** A commit came from a member that its group no longer counts. Retrying does not help. */
public class CommitFailedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public CommitFailedException(String message) {
        super(message);
    }

    public CommitFailedException() {
        super(
                "The group has rebalanced and given the partitions to another member. Polls came"
                        + " more than max.poll.interval.ms apart: raise it, or lower"
                        + " max.poll.records so that a batch is processed sooner.");
    }
}
