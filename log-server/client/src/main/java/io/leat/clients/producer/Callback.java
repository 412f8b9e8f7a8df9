package io.leat.clients.producer;

/**
 * Told when a record was acknowledged or has failed. Runs on the producer's loop: it must not
 * block, or nothing else of this producer moves.
 */
public interface Callback {

    /**
     * Exactly one of the two says what happened.
     *
     * @param metadata where the record is; when it failed its offset is -1
     * @param exception why the record failed, null when it did not
     */
    void onCompletion(RecordMetadata metadata, Exception exception);
}
