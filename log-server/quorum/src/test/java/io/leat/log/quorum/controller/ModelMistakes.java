package io.leat.log.quorum.controller;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionRequest.BrokerState;
import io.leat.log.protocol.message.AlterPartitionRequest.PartitionData;
import io.leat.log.protocol.message.AlterPartitionRequest.TopicData;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.List;

/** Puts the mistakes of {@link ModelBug} into what goes in and out of the decisions. */
final class ModelMistakes {

    private ModelMistakes() {}

    static ModelRules rules(ModelBug bug) {
        return new ModelRules() {
            @Override
            public String defaultOf(String name) {
                boolean unclean = name.equals("unclean.leader.election.enable");
                return unclean && bug == ModelBug.ALWAYS_UNCLEAN ? "true" : super.defaultOf(name);
            }
        };
    }

    static List<LogRecord> records(ModelBug bug, List<LogRecord> records) {
        boolean fences =
                records.stream()
                        .anyMatch(
                                r ->
                                        r instanceof BrokerRegistrationChangeRecord change
                                                && change.fenced() == 1);
        return records.stream().map(r -> record(bug, r, fences)).toList();
    }

    private static LogRecord record(ModelBug bug, LogRecord record, boolean fences) {
        if (!(record instanceof PartitionChangeRecord change)) {
            return record;
        }
        return switch (bug) {
            case FENCED_STAYS_IN_SYNC ->
                    fences && change.leader() == -2 ? change.toBuilder().isr(null).build() : change;
            case ELIGIBLE_KEPT_TOO_LONG -> {
                List<Integer> eligible = change.eligibleLeaderReplicas();
                yield eligible != null && eligible.isEmpty()
                        ? change.toBuilder().eligibleLeaderReplicas(null).build()
                        : change;
            }
            case REASSIGNED_TOO_EARLY -> {
                List<Integer> removing = change.removingReplicas();
                List<Integer> replicas = change.replicas();
                List<Integer> adding = change.addingReplicas();
                yield removing != null && replicas != null && adding != null && !adding.isEmpty()
                        ? change.toBuilder()
                                .isr(replicas.subList(0, 1))
                                .leader(replicas.get(0))
                                .build()
                        : change;
            }
            case RETURN_UNNOTICED ->
                    change.leader() >= 0 && change.isr() != null && change.isr().size() == 1
                            ? change.toBuilder().leader(-2).isr(null).build()
                            : change;
            default -> change;
        };
    }

    /** The image as the mistaken controller takes it for the proposal of an ISR. */
    static MetadataImage view(ModelBug bug, MetadataImage image) {
        if (bug != ModelBug.FENCED_JOINS) {
            return image;
        }
        MetadataDelta delta = new MetadataDelta(image);
        for (BrokerImage broker : image.brokers()) {
            delta.apply(
                    BrokerRegistrationChangeRecord.builder()
                            .brokerId(broker.id())
                            .brokerEpoch(broker.epoch())
                            .fenced((byte) -1)
                            .build());
        }
        return delta.image(image.offset());
    }

    /** The image as the mistaken controller takes it for an election that was asked for. */
    static MetadataImage election(ModelBug bug, MetadataImage image) {
        if (bug != ModelBug.PREFERRED_AT_ALL_COSTS) {
            return image;
        }
        MetadataDelta delta = new MetadataDelta(image);
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                delta.apply(
                        PartitionChangeRecord.builder()
                                .topicId(topic.id())
                                .partitionId(partition.partition())
                                .isr(partition.replicas())
                                .build());
            }
        }
        return delta.image(image.offset());
    }

    static AlterPartitionRequest proposal(
            ModelBug bug, MetadataImage image, AlterPartitionRequest request) {
        TopicData topic = request.topics().get(0);
        PartitionData data = topic.partitions().get(0);
        TopicImage known = image.topic(topic.topicId());
        PartitionImage partition = known == null ? null : known.partition(data.partitionIndex());
        PartitionData mistaken =
                switch (bug) {
                    case BROKER_EPOCH_IGNORED ->
                            data.toBuilder()
                                    .newIsrWithEpochs(
                                            data.newIsrWithEpochs().stream()
                                                    .map(s -> new BrokerState(s.brokerId(), -1))
                                                    .toList())
                                    .build();
                    case PARTITION_EPOCH_IGNORED ->
                            partition == null
                                    ? data
                                    : data.toBuilder()
                                            .partitionEpoch(partition.partitionEpoch())
                                            .build();
                    default -> data;
                };
        return request.toBuilder()
                .topics(List.of(new TopicData(topic.topicId(), List.of(mistaken))))
                .build();
    }
}
