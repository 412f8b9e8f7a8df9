package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.KafkaException;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The racks of the replicas of partitions; servers are asked when somebody wants to know. Owned by
 * the thread of the leader.
 */
final class Racks {

    private static final Logger LOG = LoggerFactory.getLogger(Racks.class);

    private final Admin admin;
    private final Set<String> topics;
    private @Nullable Map<TopicPartition, Set<String>> known;

    /**
     * @param topics those that somebody may want to know about
     */
    Racks(Admin admin, Set<String> topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /** Empty when it is not known. */
    Optional<Set<String>> of(TopicPartition partition) {
        Map<TopicPartition, Set<String>> all = known;
        if (all == null) {
            all = ask();
            known = all;
        }
        return Optional.ofNullable(all.get(partition));
    }

    private Map<TopicPartition, Set<String>> ask() {
        Map<TopicPartition, Set<String>> racks = new HashMap<>();
        try {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .values()
                    .forEach(topic -> add(topic, racks));
        } catch (ExecutionException | KafkaException e) {
            LOG.atWarn().setCause(e).log("assigning tasks without the racks of partitions");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return racks;
    }

    private static void add(TopicDescription topic, Map<TopicPartition, Set<String>> racks) {
        topic.partitions()
                .forEach(
                        partition -> {
                            Set<String> own = new HashSet<>();
                            for (Node replica : partition.replicas()) {
                                if (replica.rack() != null) {
                                    own.add(replica.rack());
                                }
                            }
                            racks.put(new TopicPartition(topic.name(), partition.partition()), own);
                        });
    }
}
