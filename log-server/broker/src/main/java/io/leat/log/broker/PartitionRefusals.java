package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsResponse;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteRecordsResponse;
import io.leat.log.protocol.message.DescribeProducersRequest;
import io.leat.log.protocol.message.DescribeProducersResponse;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import io.leat.log.protocol.message.WriteTxnMarkersRequest;
import io.leat.log.protocol.message.WriteTxnMarkersResponse;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refusals in responses that have an error for each partition only. Used once, by one request. */
final class PartitionRefusals {

    private final ErrorCode error;

    private PartitionRefusals(ErrorCode error) {
        this.error = error;
    }

    /** The refusal of each element of {@code request}; null if it has none, or is another kind. */
    static @Nullable ApiMessage of(ApiMessage request, ErrorCode error) {
        PartitionRefusals refusals = new PartitionRefusals(error);
        if (request instanceof ProduceRequest it) {
            return refusals.produce(it);
        }
        if (request instanceof FetchRequest it) {
            return refusals.fetch(it);
        }
        if (request instanceof ListOffsetsRequest it) {
            return refusals.listOffsets(it);
        }
        if (request instanceof OffsetForLeaderEpochRequest it) {
            return refusals.offsetForLeaderEpoch(it);
        }
        if (request instanceof OffsetCommitRequest it) {
            return refusals.offsetCommit(it);
        }
        if (request instanceof TxnOffsetCommitRequest it) {
            return refusals.txnOffsetCommit(it);
        }
        if (request instanceof OffsetFetchRequest it) {
            return refusals.offsetFetch(it);
        }
        if (request instanceof AddPartitionsToTxnRequest it) {
            return refusals.addPartitionsToTxn(it);
        }
        if (request instanceof WriteTxnMarkersRequest it) {
            return refusals.writeTxnMarkers(it);
        }
        if (request instanceof DeleteRecordsRequest it) {
            return refusals.deleteRecords(it);
        }
        if (request instanceof AlterReplicaLogDirsRequest it) {
            return refusals.alterReplicaLogDirs(it);
        }
        if (request instanceof DescribeProducersRequest it) {
            return refusals.describeProducers(it);
        }
        if (request instanceof AlterPartitionReassignmentsRequest it) {
            return refusals.alterReassignments(it);
        }
        return null;
    }

    /** The error of the whole is not enough: clients look for that of each partition. */
    private ApiMessage alterReassignments(AlterPartitionReassignmentsRequest request) {
        return AlterPartitionReassignmentsResponse.builder()
                .errorCode(error)
                .responses(
                        each(
                                request.topics(),
                                topic ->
                                        new ReassignableTopicResponse(
                                                topic.name(),
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                ReassignablePartitionResponse
                                                                        .builder()
                                                                        .partitionIndex(
                                                                                partition
                                                                                        .partitionIndex())
                                                                        .errorCode(error)
                                                                        .build()))))
                .build();
    }

    private @Nullable ApiMessage produce(ProduceRequest request) {
        var refused =
                each(
                        request.topicData(),
                        topic ->
                                ProduceResponse.TopicProduceResponse.builder()
                                        .name(topic.name())
                                        .topicId(topic.topicId())
                                        .partitionResponses(
                                                each(
                                                        topic.partitionData(),
                                                        partition ->
                                                                ProduceResponse
                                                                        .PartitionProduceResponse
                                                                        .builder()
                                                                        .index(partition.index())
                                                                        .errorCode(error)
                                                                        .baseOffset(-1)
                                                                        .build()))
                                        .build());
        return refused.isEmpty() ? null : ProduceResponse.builder().responses(refused).build();
    }

    private @Nullable ApiMessage fetch(FetchRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                FetchResponse.FetchableTopicResponse.builder()
                                        .topic(topic.topic())
                                        .topicId(topic.topicId())
                                        .partitions(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                FetchResponse.PartitionData
                                                                        .builder()
                                                                        .partitionIndex(
                                                                                partition
                                                                                        .partition())
                                                                        .errorCode(error)
                                                                        .highWatermark(-1)
                                                                        .records(Records.EMPTY)
                                                                        .build()))
                                        .build());
        return refused.isEmpty() ? null : FetchResponse.builder().responses(refused).build();
    }

    private @Nullable ApiMessage listOffsets(ListOffsetsRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                ListOffsetsResponse.TopicResponse.builder()
                                        .name(topic.name())
                                        .partitions(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                ListOffsetsResponse
                                                                        .PartitionResponse.builder()
                                                                        .partitionIndex(
                                                                                partition
                                                                                        .partitionIndex())
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty() ? null : ListOffsetsResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage offsetForLeaderEpoch(OffsetForLeaderEpochRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult.builder()
                                        .topic(topic.topic())
                                        .partitions(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                OffsetForLeaderEpochResponse
                                                                        .EpochEndOffset.builder()
                                                                        .partition(
                                                                                partition
                                                                                        .partition())
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty()
                ? null
                : OffsetForLeaderEpochResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage offsetCommit(OffsetCommitRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                OffsetCommitResponse.Topic.builder()
                                        .name(topic.name())
                                        .topicId(topic.topicId())
                                        .partitions(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                OffsetCommitResponse.Partition
                                                                        .builder()
                                                                        .partitionIndex(
                                                                                partition
                                                                                        .partitionIndex())
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty() ? null : OffsetCommitResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage txnOffsetCommit(TxnOffsetCommitRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                TxnOffsetCommitResponse.Topic.builder()
                                        .name(topic.name())
                                        .partitions(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                TxnOffsetCommitResponse.Partition
                                                                        .builder()
                                                                        .partitionIndex(
                                                                                partition
                                                                                        .partitionIndex())
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty() ? null : TxnOffsetCommitResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage offsetFetch(OffsetFetchRequest request) {
        var topics =
                each(
                        request.topics(),
                        topic ->
                                OffsetFetchResponse.Topic.builder()
                                        .name(topic.name())
                                        .partitions(
                                                each(
                                                        topic.partitionIndexes(),
                                                        partition ->
                                                                OffsetFetchResponse.Partition
                                                                        .builder()
                                                                        .partitionIndex(partition)
                                                                        .committedOffset(-1)
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        var groups =
                each(
                        request.groups(),
                        group ->
                                OffsetFetchResponse.Group.builder()
                                        .groupId(group.groupId())
                                        .errorCode(error)
                                        .build());
        return topics.isEmpty() && groups.isEmpty()
                ? null
                : OffsetFetchResponse.builder().topics(topics).groups(groups).build();
    }

    private @Nullable ApiMessage addPartitionsToTxn(AddPartitionsToTxnRequest request) {
        var refused =
                each(
                        request.v3AndBelowTopics(),
                        topic ->
                                AddPartitionsToTxnResponse.TopicResult.builder()
                                        .name(topic.name())
                                        .resultsByPartition(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                AddPartitionsToTxnResponse
                                                                        .PartitionResult.builder()
                                                                        .partitionIndex(partition)
                                                                        .partitionErrorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty()
                ? null
                : AddPartitionsToTxnResponse.builder().resultsByTopicV3AndBelow(refused).build();
    }

    private @Nullable ApiMessage writeTxnMarkers(WriteTxnMarkersRequest request) {
        var refused =
                each(
                        request.markers(),
                        marker ->
                                WriteTxnMarkersResponse.WritableTxnMarkerResult.builder()
                                        .producerId(marker.producerId())
                                        .topics(
                                                each(
                                                        marker.topics(),
                                                        topic ->
                                                                WriteTxnMarkersResponse
                                                                        .WritableTxnMarkerTopicResult
                                                                        .builder()
                                                                        .name(topic.name())
                                                                        .partitions(
                                                                                each(
                                                                                        topic
                                                                                                .partitionIndexes(),
                                                                                        partition ->
                                                                                                WriteTxnMarkersResponse
                                                                                                        .WritableTxnMarkerPartitionResult
                                                                                                        .builder()
                                                                                                        .partitionIndex(
                                                                                                                partition)
                                                                                                        .errorCode(
                                                                                                                error)
                                                                                                        .build()))
                                                                        .build()))
                                        .build());
        return refused.isEmpty()
                ? null
                : WriteTxnMarkersResponse.builder().markers(refused).build();
    }

    private @Nullable ApiMessage alterReplicaLogDirs(AlterReplicaLogDirsRequest request) {
        var refused =
                request.dirs().stream()
                        .flatMap(directory -> directory.topics().stream())
                        .map(
                                topic ->
                                        new AlterReplicaLogDirsResponse
                                                .AlterReplicaLogDirTopicResult(
                                                topic.name(),
                                                topic.partitions().stream()
                                                        .map(
                                                                number ->
                                                                        new AlterReplicaLogDirsResponse
                                                                                .AlterReplicaLogDirPartitionResult(
                                                                                number, error))
                                                        .toList()))
                        .toList();
        return refused.isEmpty()
                ? null
                : AlterReplicaLogDirsResponse.builder().results(refused).build();
    }

    private @Nullable ApiMessage deleteRecords(DeleteRecordsRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                DeleteRecordsResponse.TopicResult.builder()
                                        .name(topic.name())
                                        .partitions(
                                                each(
                                                        topic.partitions(),
                                                        partition ->
                                                                DeleteRecordsResponse
                                                                        .PartitionResult.builder()
                                                                        .partitionIndex(
                                                                                partition
                                                                                        .partitionIndex())
                                                                        .lowWatermark(-1)
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty() ? null : DeleteRecordsResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage describeProducers(DescribeProducersRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                DescribeProducersResponse.TopicResponse.builder()
                                        .name(topic.name())
                                        .partitions(
                                                each(
                                                        topic.partitionIndexes(),
                                                        partition ->
                                                                DescribeProducersResponse
                                                                        .PartitionResponse.builder()
                                                                        .partitionIndex(partition)
                                                                        .errorCode(error)
                                                                        .build()))
                                        .build());
        return refused.isEmpty()
                ? null
                : DescribeProducersResponse.builder().topics(refused).build();
    }

    private static <T, R> List<R> each(@Nullable List<T> elements, Function<T, R> refused) {
        return elements == null ? List.of() : elements.stream().map(refused).toList();
    }
}
