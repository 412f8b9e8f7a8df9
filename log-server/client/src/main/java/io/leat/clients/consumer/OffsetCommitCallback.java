package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.Map;

/** Hears how an asynchronous commit ended. Runs on the polling thread. */
@FunctionalInterface
public interface OffsetCommitCallback {

    /** The offsets of the request, and null or the reason why they were not committed. */
    void onComplete(Map<TopicPartition, OffsetAndMetadata> offsets, Exception exception);
}
