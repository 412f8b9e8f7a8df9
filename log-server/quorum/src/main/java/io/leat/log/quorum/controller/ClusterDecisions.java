package io.leat.log.quorum.controller;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord.BrokerEndpoint;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what concerns the cluster as a whole: features, brokers, producer ids. Stateless. */
public final class ClusterDecisions {

    /** How many producer ids a broker is given at a time. */
    public static final int PRODUCER_ID_BLOCK = 1000;

    private ClusterDecisions() {}

    /** Gives a new cluster its feature levels; does nothing in one that has them. */
    public static Decision<Boolean> bootstrap(MetadataImage image, Map<String, Short> levels) {
        List<LogRecord> records = new ArrayList<>();
        if (image.features().isEmpty()) {
            levels.forEach((name, level) -> records.add(new FeatureLevelRecord(name, level)));
        }
        return new Decision<>(records, !records.isEmpty());
    }

    /**
     * Registers a start of a broker. The partitions it leads get a new leader epoch: what it had
     * not made durable before it went down may be gone, and no offset may be used twice in one
     * epoch.
     */
    public static Decision<Long> register(
            MetadataImage image,
            int brokerId,
            Uuid incarnation,
            List<BrokerImage.Listener> listeners,
            @Nullable String rack,
            boolean clean) {
        BrokerImage present = image.broker(brokerId);
        if (present != null && present.incarnation().equals(incarnation)) {
            return Decision.nothing(present.epoch());
        }
        long epoch = image.offset();
        List<LogRecord> records = new ArrayList<>();
        records.add(
                RegisterBrokerRecord.builder()
                        .brokerId(brokerId)
                        .incarnationId(incarnation)
                        .brokerEpoch(epoch)
                        .endPoints(
                                listeners.stream()
                                        .map(
                                                l ->
                                                        new BrokerEndpoint(
                                                                l.name(), l.host(), l.port(),
                                                                (short) 0))
                                        .toList())
                        .rack(rack)
                        .fenced(false)
                        .build());
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                if (!clean && partition.leader() == brokerId) {
                    records.add(
                            PartitionChangeRecord.builder()
                                    .topicId(topic.id())
                                    .partitionId(partition.partition())
                                    .leader(brokerId)
                                    .build());
                }
            }
        }
        return new Decision<>(records, epoch);
    }

    /** Gives a broker the next block of producer ids; the reply is the first of them. */
    public static Decision<Long> allocateProducerIds(MetadataImage image, int brokerId) {
        long first = image.nextProducerId();
        long next = Math.addExact(first, PRODUCER_ID_BLOCK);
        return new Decision<>(List.of(new ProducerIdsRecord(brokerId, -1, next)), first);
    }
}
