package io.leat.clients.producer;

import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClusterView;
import io.leat.common.Cluster;
import io.leat.common.errors.InvalidTopicException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.TopicAuthorizationException;
import io.leat.log.protocol.ErrorCode;
import java.util.List;
import java.util.Set;

/** Waits until the partitions of a topic are known. Used by sending threads. */
record TopicMetadata(ClientIo io, Blocking blocking) {

    /** A cluster that knows the topic and partition already, or null. */
    Cluster known(String topic, Integer partition) {
        Cluster known = io.metadata().view().cluster();
        return knows(known, topic, partition) ? known : null;
    }

    /**
     * A cluster that knows the topic, and at least {@code partition + 1} partitions of it.
     *
     * @throws TimeoutException if that does not come about within {@code maxBlockMs}
     */
    Cluster await(String topic, Integer partition, long maxBlockMs) {
        Cluster known = known(topic, partition);
        if (known != null) {
            return known;
        }
        io.metadata().follow(List.of(topic));
        long deadline = io.clock().millis() + maxBlockMs;
        int attempts = 0;
        while (true) {
            long left = deadline - io.clock().millis();
            if (left <= 0) {
                throw missing(topic, partition, maxBlockMs);
            }
            ClusterView view = refresh(topic, partition, left, maxBlockMs);
            check(view.error(topic), topic);
            if (knows(view.cluster(), topic, partition)) {
                return view.cluster();
            }
            long pause = io.settings().retry().afterMs(++attempts, io.entropy());
            sleep(Math.min(pause, Math.max(0, deadline - io.clock().millis())));
        }
    }

    private ClusterView refresh(String topic, Integer partition, long left, long maxBlockMs) {
        try {
            return blocking.get(io.metadata().refresh(), left, "metadata of " + topic);
        } catch (TimeoutException e) {
            throw missing(topic, partition, maxBlockMs);
        }
    }

    private void sleep(long ms) {
        try {
            io.threads().sleep(ms);
        } catch (InterruptedException e) {
            throw new io.leat.common.errors.InterruptException(e);
        }
    }

    private static boolean knows(Cluster cluster, String topic, Integer partition) {
        Integer count = cluster.partitionCountForTopic(topic);
        return count != null && (partition == null || partition < count);
    }

    private static void check(ErrorCode error, String topic) {
        if (error == ErrorCode.INVALID_TOPIC_EXCEPTION) {
            throw new InvalidTopicException(Set.of(topic));
        }
        if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
            throw new TopicAuthorizationException(Set.of(topic));
        }
    }

    private static TimeoutException missing(String topic, Integer partition, long maxBlockMs) {
        return new TimeoutException(
                partition == null
                        ? "Topic " + topic + " not present in metadata after " + maxBlockMs + " ms."
                        : "Partition "
                                + partition
                                + " of topic "
                                + topic
                                + " is not present in metadata after "
                                + maxBlockMs
                                + " ms.");
    }
}
