package io.leat.clients.admin;

import io.leat.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.network.Call;
import io.leat.clients.network.Coordinators;
import io.leat.clients.network.Errors;
import io.leat.common.IsolationLevel;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls about committed offsets and about offsets of logs. Stateless. */
final class OffsetCalls {

    private static final Coordinators.Kind GROUP = Coordinators.Kind.GROUP;

    private final Attempts attempts;

    OffsetCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
            String group,
            @Nullable Collection<TopicPartition> partitions,
            boolean requireStable,
            AbstractOptions<?> options) {
        Map<String, List<Integer>> topics = partitions == null ? null : byTopic(partitions);
        Call<OffsetFetchResponse> call =
                Call.of(
                                ApiKey.OFFSET_FETCH,
                                version -> fetch(version, group, topics, requireStable),
                                OffsetFetchResponse::read)
                        .versions(2, 9);
        return attempts.run(
                options,
                "Reading the offsets of group " + group,
                () ->
                        attempts.coordinator(
                                        GROUP,
                                        group,
                                        call,
                                        response ->
                                                response.groups().isEmpty()
                                                        ? response.errorCode()
                                                        : response.groups().get(0).errorCode())
                                .thenApply(this::offsets));
    }

    private static OffsetFetchRequest fetch(
            int version, String group, Map<String, List<Integer>> topics, boolean stable) {
        OffsetFetchRequest.Builder builder =
                OffsetFetchRequest.builder().requireStable(stable && version >= 7);
        if (version >= 8) {
            List<OffsetFetchRequest.Topics> asked = topics == null ? null : new ArrayList<>();
            if (topics != null) {
                topics.forEach(
                        (name, partitions) ->
                                asked.add(
                                        OffsetFetchRequest.Topics.builder()
                                                .name(name)
                                                .partitionIndexes(partitions)
                                                .build()));
            }
            return builder.groups(
                            List.of(
                                    OffsetFetchRequest.Group.builder()
                                            .groupId(group)
                                            .topics(asked)
                                            .build()))
                    .build();
        }
        List<OffsetFetchRequest.Topic> asked = topics == null ? null : new ArrayList<>();
        if (topics != null) {
            topics.forEach(
                    (name, partitions) ->
                            asked.add(new OffsetFetchRequest.Topic(name, partitions)));
        }
        return builder.groupId(group).topics(asked).build();
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(OffsetFetchResponse response) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        response.groups()
                .forEach(
                        group ->
                                group.topics()
                                        .forEach(
                                                topic ->
                                                        topic.partitions()
                                                                .forEach(
                                                                        one ->
                                                                                put(
                                                                                        offsets,
                                                                                        topic
                                                                                                .name(),
                                                                                        one))));
        for (OffsetFetchResponse.Topic topic : response.topics()) {
            for (OffsetFetchResponse.Partition one : topic.partitions()) {
                attempts.check(one.errorCode(), null);
                offsets.put(
                        new TopicPartition(topic.name(), one.partitionIndex()),
                        offset(one.committedOffset(), one.committedLeaderEpoch(), one.metadata()));
            }
        }
        return offsets;
    }

    private void put(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            String topic,
            OffsetFetchResponse.Partitions one) {
        attempts.check(one.errorCode(), null);
        offsets.put(
                new TopicPartition(topic, one.partitionIndex()),
                offset(one.committedOffset(), one.committedLeaderEpoch(), one.metadata()));
    }

    private static OffsetAndMetadata offset(long offset, int epoch, String metadata) {
        return offset < 0
                ? null
                : new OffsetAndMetadata(
                        offset, epoch < 0 ? Optional.empty() : Optional.of(epoch), metadata);
    }

    /** Commits; completes with the error of each partition. */
    CompletableFuture<Map<TopicPartition, ErrorCode>> alter(
            String group,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            AbstractOptions<?> options) {
        Map<String, List<OffsetCommitRequest.Partition>> byTopic = new LinkedHashMap<>();
        offsets.forEach(
                (partition, offset) ->
                        byTopic.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                                .add(
                                        OffsetCommitRequest.Partition.builder()
                                                .partitionIndex(partition.partition())
                                                .committedOffset(offset.offset())
                                                .committedLeaderEpoch(
                                                        offset.leaderEpoch().orElse(-1))
                                                .committedMetadata(offset.metadata())
                                                .build()));
        List<OffsetCommitRequest.Topic> topics = new ArrayList<>();
        byTopic.forEach(
                (name, partitions) ->
                        topics.add(
                                OffsetCommitRequest.Topic.builder()
                                        .name(name)
                                        .partitions(partitions)
                                        .build()));
        OffsetCommitRequest request =
                OffsetCommitRequest.builder().groupId(group).topics(topics).build();
        return attempts.stage(
                options,
                "Changing the offsets of group " + group,
                () ->
                        attempts.coordinator(
                                        GROUP,
                                        group,
                                        Call.of(request, OffsetCommitResponse::read).versions(2, 9),
                                        OffsetCalls::moved)
                                .thenApply(OffsetCalls::outcome));
    }

    private static ErrorCode moved(OffsetCommitResponse response) {
        ErrorCode error = response.topics().get(0).partitions().get(0).errorCode();
        return error == ErrorCode.NOT_COORDINATOR
                        || error == ErrorCode.COORDINATOR_NOT_AVAILABLE
                        || error == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
                ? error
                : ErrorCode.NONE;
    }

    private static Map<TopicPartition, ErrorCode> outcome(OffsetCommitResponse response) {
        Map<TopicPartition, ErrorCode> outcome = new HashMap<>();
        for (OffsetCommitResponse.Topic topic : response.topics()) {
            for (OffsetCommitResponse.Partition one : topic.partitions()) {
                outcome.put(
                        new TopicPartition(topic.name(), one.partitionIndex()), one.errorCode());
            }
        }
        return outcome;
    }

    /** Deletes; completes with the error of each partition. */
    CompletableFuture<Map<TopicPartition, ErrorCode>> delete(
            String group, Collection<TopicPartition> partitions, AbstractOptions<?> options) {
        List<OffsetDeleteRequest.Topic> topics = new ArrayList<>();
        byTopic(partitions)
                .forEach(
                        (name, numbers) ->
                                topics.add(
                                        new OffsetDeleteRequest.Topic(
                                                name,
                                                numbers.stream()
                                                        .map(OffsetDeleteRequest.Partition::new)
                                                        .toList())));
        OffsetDeleteRequest request = new OffsetDeleteRequest(group, topics);
        return attempts.stage(
                options,
                "Deleting offsets of group " + group,
                () ->
                        attempts.coordinator(
                                        GROUP,
                                        group,
                                        Call.of(request, OffsetDeleteResponse::read),
                                        OffsetDeleteResponse::errorCode)
                                .thenApply(OffsetCalls::outcome));
    }

    private static Map<TopicPartition, ErrorCode> outcome(OffsetDeleteResponse response) {
        Map<TopicPartition, ErrorCode> outcome = new HashMap<>();
        for (OffsetDeleteResponse.Topic topic : response.topics()) {
            for (OffsetDeleteResponse.Partition one : topic.partitions()) {
                outcome.put(
                        new TopicPartition(topic.name(), one.partitionIndex()), one.errorCode());
            }
        }
        return outcome;
    }

    KafkaFuture<ListOffsetsResultInfo> find(
            TopicPartition partition, OffsetSpec spec, ListOffsetsOptions options) {
        ListOffsetsRequest request =
                ListOffsetsRequest.builder()
                        .replicaId(-1)
                        .isolationLevel(
                                (byte)
                                        (options.isolationLevel() == IsolationLevel.READ_COMMITTED
                                                ? 1
                                                : 0))
                        .topics(
                                List.of(
                                        new ListOffsetsRequest.Topic(
                                                partition.topic(),
                                                List.of(
                                                        ListOffsetsRequest.Partition.builder()
                                                                .partitionIndex(
                                                                        partition.partition())
                                                                .timestamp(spec.timestamp())
                                                                .build()))))
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .build();
        Call<ListOffsetsResponse> call = Call.of(request, ListOffsetsResponse::read);
        return attempts.run(
                options,
                "Finding an offset of " + partition,
                () ->
                        attempts.leader(partition, call.versions(lowest(spec), call.highest()))
                                .thenApply(
                                        response -> {
                                            var one = response.topics().get(0).partitions().get(0);
                                            attempts.check(one.errorCode(), null);
                                            return new ListOffsetsResultInfo(
                                                    one.offset(),
                                                    one.timestamp(),
                                                    one.leaderEpoch() < 0
                                                            ? Optional.empty()
                                                            : Optional.of(one.leaderEpoch()));
                                        }));
    }

    /** The version from which a special timestamp means something to brokers. */
    private static int lowest(OffsetSpec spec) {
        long special = spec.timestamp();
        if (special == -3) {
            return 7;
        }
        if (special == -4) {
            return 8;
        }
        return special == -5 ? 9 : special == -6 ? 11 : 1;
    }

    /** The future of one partition out of the outcome of all. */
    KafkaFuture<Void> one(
            CompletableFuture<Map<TopicPartition, ErrorCode>> all, TopicPartition partition) {
        return attempts.future(
                all.thenApply(
                        outcome -> {
                            ErrorCode error =
                                    outcome.getOrDefault(partition, ErrorCode.UNKNOWN_SERVER_ERROR);
                            if (error != ErrorCode.NONE) {
                                throw Errors.of(error, error.message() + ": " + partition);
                            }
                            return null;
                        }));
    }

    private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            topics.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                    .add(partition.partition());
        }
        return topics;
    }
}
