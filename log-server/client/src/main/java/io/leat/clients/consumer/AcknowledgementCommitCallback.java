package io.leat.clients.consumer;

import io.leat.common.TopicIdPartition;
import java.util.Map;
import java.util.Set;

/** Is told what came of acknowledgements; called on the thread that polls. */
@FunctionalInterface
public interface AcknowledgementCommitCallback {

    /**
     * @param offsets the records that were acknowledged, by partition
     * @param exception why the broker did not take it; null if it did
     */
    void onComplete(Map<TopicIdPartition, Set<Long>> offsets, Exception exception);
}
