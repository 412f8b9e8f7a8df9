package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Works out what it means that a broker has replicas in certain log directories (KIP-858). Used by
 * one decision.
 */
final class DirectoryAssignment {

    private final MetadataImage image;
    private final int broker;
    private final ReplicationRules rules;

    /** By topic and partition: what was told last counts. */
    private final Map<List<Object>, List<LogRecord>> records = new LinkedHashMap<>();

    DirectoryAssignment(MetadataImage image, int broker, TopicRules rules) {
        this.image = image;
        this.broker = broker;
        this.rules = new ReplicationRules(image, rules);
    }

    /** Notes that the broker's replica of a partition is in {@code directory}. */
    ErrorCode assign(Uuid topicId, int number, Uuid directory) {
        TopicImage topic = image.topic(topicId);
        PartitionImage partition = topic == null ? null : topic.partition(number);
        if (topic == null) {
            return ErrorCode.UNKNOWN_TOPIC_ID;
        }
        if (partition == null) {
            return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        if (!partition.replicas().contains(broker)) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        if (!partition.directory(broker).equals(directory)) {
            records.put(List.of(topicId, number), moved(topic, partition, directory));
        }
        return ErrorCode.NONE;
    }

    private List<LogRecord> moved(TopicImage topic, PartitionImage partition, Uuid directory) {
        List<Uuid> directories = new ArrayList<>();
        for (int replica : partition.replicas()) {
            directories.add(replica == broker ? directory : partition.directory(replica));
        }
        PartitionChangeRecord move =
                PartitionChangeRecord.builder()
                        .topicId(topic.id())
                        .partitionId(partition.partition())
                        .directories(directories)
                        .build();
        PartitionImage after = partition.changed(move);
        Liveness brokers = Liveness.of(image);
        boolean lost = !brokers.of(after).hasOnline(broker); // it failed since the replica came
        if (after.hasLeader() && !lost) {
            return List.of(move);
        }
        PartitionChange change = new PartitionChange(topic, after, brokers, rules);
        @Nullable PartitionChangeRecord election = // it may have waited for this replica
                (lost ? change.withoutInIsr(broker) : change).record();
        return election == null ? List.of(move) : List.of(move, election);
    }

    List<LogRecord> records() {
        return records.values().stream().flatMap(List::stream).toList();
    }
}
