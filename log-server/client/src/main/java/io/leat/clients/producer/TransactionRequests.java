package io.leat.clients.producer;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.network.Call;
import io.leat.clients.network.Coordinators.Kind;
import io.leat.clients.producer.CoordinatorCalls.Attempt;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AddOffsetsToTxnRequest;
import io.leat.log.protocol.message.AddOffsetsToTxnResponse;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.protocol.message.EndTxnRequest;
import io.leat.log.protocol.message.EndTxnResponse;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes the requests of transactions. Immutable. */
record TransactionRequests(ProducerSettings settings) {

    /** Up to this version clients, not brokers, add partitions. */
    private static final int ADD_PARTITIONS_BY_CLIENT = 3;

    /** First versions of transactions version 2 (KIP-890). */
    private static final int END_V2 = 5;

    private static final int OFFSETS_V2 = 5;

    <T> Attempt<T> toCoordinator(Call<T> call, Function<T, ErrorCode> error) {
        return new Attempt<>(Kind.TRANSACTION, settings.transactionalId(), call, error);
    }

    Call<InitProducerIdResponse> init(Identity current) {
        int timeoutMs =
                settings.transactionalId() == null
                        ? Integer.MAX_VALUE
                        : settings.transactionTimeoutMs();
        Call<InitProducerIdResponse> call =
                Call.of(
                        ApiKey.INIT_PRODUCER_ID,
                        version -> {
                            InitProducerIdRequest.Builder builder =
                                    InitProducerIdRequest.builder()
                                            .transactionalId(settings.transactionalId())
                                            .transactionTimeoutMs(timeoutMs);
                            if (current.known()) {
                                builder.producerId(current.producerId())
                                        .producerEpoch(current.epoch());
                            }
                            return builder.build();
                        },
                        InitProducerIdResponse::read);
        return current.known() ? call.versions(3, call.highest()) : call;
    }

    Attempt<AddPartitionsToTxnResponse> addPartitions(
            Identity identity, Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(partition.partition());
        }
        List<AddPartitionsToTxnRequest.Topic> topics = new ArrayList<>();
        byTopic.forEach(
                (topic, ids) -> topics.add(new AddPartitionsToTxnRequest.Topic(topic, ids)));
        AddPartitionsToTxnRequest request =
                AddPartitionsToTxnRequest.builder()
                        .v3AndBelowTransactionalId(settings.transactionalId())
                        .v3AndBelowProducerId(identity.producerId())
                        .v3AndBelowProducerEpoch(identity.epoch())
                        .v3AndBelowTopics(topics)
                        .build();
        return toCoordinator(
                Call.of(request, AddPartitionsToTxnResponse::read)
                        .versions(0, ADD_PARTITIONS_BY_CLIENT),
                TransactionRequests::firstError);
    }

    /** The error to act on: one that ends the attempts rather than one that does not. */
    static ErrorCode firstError(AddPartitionsToTxnResponse response) {
        ErrorCode found = ErrorCode.NONE;
        for (AddPartitionsToTxnResponse.TopicResult topic : response.resultsByTopicV3AndBelow()) {
            for (AddPartitionsToTxnResponse.PartitionResult partition :
                    topic.resultsByPartition()) {
                found = graver(found, partition.partitionErrorCode());
            }
        }
        return found;
    }

    private static ErrorCode graver(ErrorCode known, ErrorCode other) {
        boolean replaces =
                known == ErrorCode.NONE
                        || known == ErrorCode.OPERATION_NOT_ATTEMPTED
                        || known.retriable() && !other.retriable();
        return other != ErrorCode.NONE && replaces ? other : known;
    }

    Attempt<AddOffsetsToTxnResponse> addOffsets(Identity identity, String groupId) {
        AddOffsetsToTxnRequest request =
                AddOffsetsToTxnRequest.builder()
                        .transactionalId(settings.transactionalId())
                        .producerId(identity.producerId())
                        .producerEpoch(identity.epoch())
                        .groupId(groupId)
                        .build();
        return toCoordinator(
                Call.of(request, AddOffsetsToTxnResponse::read),
                AddOffsetsToTxnResponse::errorCode);
    }

    Attempt<TxnOffsetCommitResponse> commitOffsets(
            Identity identity,
            ConsumerGroupMetadata group,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            boolean version2) {
        Map<String, List<TxnOffsetCommitRequest.Partition>> byTopic = new TreeMap<>();
        offsets.forEach(
                (partition, offset) ->
                        byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                                .add(
                                        new TxnOffsetCommitRequest.Partition(
                                                partition.partition(),
                                                offset.offset(),
                                                offset.leaderEpoch().orElse(-1),
                                                offset.metadata())));
        List<TxnOffsetCommitRequest.Topic> topics = new ArrayList<>();
        byTopic.forEach(
                (topic, partitions) ->
                        topics.add(new TxnOffsetCommitRequest.Topic(topic, partitions)));
        TxnOffsetCommitRequest.Builder builder =
                TxnOffsetCommitRequest.builder()
                        .transactionalId(settings.transactionalId())
                        .groupId(group.groupId())
                        .producerId(identity.producerId())
                        .producerEpoch(identity.epoch())
                        .topics(topics);
        boolean member = group.generationId() >= 0 || !group.memberId().isEmpty();
        if (member) {
            builder.generationId(group.generationId())
                    .memberId(group.memberId())
                    .groupInstanceId(group.groupInstanceId().orElse(null));
        }
        int lowest = version2 ? OFFSETS_V2 : member ? 3 : 0;
        int highest = version2 ? OFFSETS_V2 : OFFSETS_V2 - 1;
        return new Attempt<>(
                Kind.GROUP,
                group.groupId(),
                Call.of(builder.build(), TxnOffsetCommitResponse::read).versions(lowest, highest),
                TransactionRequests::firstError);
    }

    static ErrorCode firstError(TxnOffsetCommitResponse response) {
        ErrorCode found = ErrorCode.NONE;
        for (TxnOffsetCommitResponse.Topic topic : response.topics()) {
            for (TxnOffsetCommitResponse.Partition partition : topic.partitions()) {
                found = graver(found, partition.errorCode());
            }
        }
        return found;
    }

    Call<EndTxnResponse> end(Identity identity, boolean commit, boolean version2) {
        EndTxnRequest request =
                EndTxnRequest.builder()
                        .transactionalId(settings.transactionalId())
                        .producerId(identity.producerId())
                        .producerEpoch(identity.epoch())
                        .committed(commit)
                        .build();
        return Call.of(request, EndTxnResponse::read)
                .versions(version2 ? END_V2 : 0, version2 ? END_V2 : END_V2 - 1);
    }
}
