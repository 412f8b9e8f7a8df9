package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.clients.network.Coordinators;
import io.leat.clients.network.Errors;
import io.leat.common.GroupState;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterShareGroupOffsetsRequest;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse;
import io.leat.log.protocol.message.ShareGroupDescribeRequest;
import io.leat.log.protocol.message.ShareGroupDescribeResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls about share groups (KIP-932), made of their coordinators. Stateless. */
final class ShareGroupCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ShareGroupCalls.class);
    private static final Coordinators.Kind GROUP = Coordinators.Kind.GROUP;

    private final Attempts attempts;

    ShareGroupCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<ShareGroupDescription> describe(String group, DescribeShareGroupsOptions options) {
        Call<ShareGroupDescribeResponse> call =
                Call.of(
                        ShareGroupDescribeRequest.builder()
                                .groupIds(List.of(group))
                                .includeAuthorizedOperations(options.includeAuthorizedOperations())
                                .build(),
                        ShareGroupDescribeResponse::read);
        return attempts.run(
                options,
                "Describing share group " + group,
                () -> ask(group, call).thenCompose(response -> described(group, response)));
    }

    private CompletableFuture<ShareGroupDescription> described(
            String group, ShareGroupDescribeResponse response) {
        ShareGroupDescribeResponse.DescribedGroup described = response.groups().get(0);
        check(group, described.errorCode(), described.errorMessage());
        return attempts.io()
                .coordinators()
                .find(GROUP, group)
                .thenApply(coordinator -> description(described, coordinator));
    }

    private static ShareGroupDescription description(
            ShareGroupDescribeResponse.DescribedGroup group, Node coordinator) {
        return new ShareGroupDescription(
                group.groupId(),
                group.members().stream().map(ShareGroupCalls::member).toList(),
                GroupState.parse(group.groupState()),
                coordinator,
                group.groupEpoch(),
                group.assignmentEpoch(),
                TopicDescriptions.operations(group.authorizedOperations()));
    }

    private static ShareMemberDescription member(ShareGroupDescribeResponse.Member member) {
        Set<TopicPartition> assigned = new HashSet<>();
        for (var topic : member.assignment().topicPartitions()) {
            for (int number : topic.partitions()) {
                assigned.add(new TopicPartition(topic.topicName(), number));
            }
        }
        return new ShareMemberDescription(
                member.memberId(),
                Optional.ofNullable(member.rackId()),
                member.clientId(),
                member.clientHost(),
                new ShareMemberAssignment(assigned),
                member.memberEpoch());
    }

    KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>> offsets(
            String group, ListShareGroupOffsetsSpec spec, ListShareGroupOffsetsOptions options) {
        DescribeShareGroupOffsetsRequest request =
                new DescribeShareGroupOffsetsRequest(
                        List.of(
                                new DescribeShareGroupOffsetsRequest.Group(
                                        group, topics(spec.topicPartitions()))));
        return attempts.run(
                options,
                "Reading the offsets of share group " + group,
                () ->
                        ask(group, Call.of(request, DescribeShareGroupOffsetsResponse::read))
                                .thenApply(
                                        response -> {
                                            var answer = response.groups().get(0);
                                            check(group, answer.errorCode(), answer.errorMessage());
                                            return offsets(answer);
                                        }));
    }

    private static @Nullable List<DescribeShareGroupOffsetsRequest.Topic> topics(
            @Nullable Collection<TopicPartition> partitions) {
        if (partitions == null) {
            return null;
        }
        List<DescribeShareGroupOffsetsRequest.Topic> topics = new ArrayList<>();
        partitions.stream()
                .collect(
                        Collectors.groupingBy(
                                TopicPartition::topic,
                                Collectors.mapping(TopicPartition::partition, Collectors.toList())))
                .forEach(
                        (name, numbers) ->
                                topics.add(
                                        new DescribeShareGroupOffsetsRequest.Topic(name, numbers)));
        return topics;
    }

    /** Partitions that cannot be told about are left out, as Kafka's client does. */
    private static Map<TopicPartition, SharePartitionOffsetInfo> offsets(
            DescribeShareGroupOffsetsResponse.Group group) {
        Map<TopicPartition, SharePartitionOffsetInfo> offsets = new HashMap<>();
        for (var topic : group.topics()) {
            for (var one : topic.partitions()) {
                TopicPartition partition =
                        new TopicPartition(topic.topicName(), one.partitionIndex());
                if (one.errorCode() == ErrorCode.NONE) {
                    offsets.put(partition, offset(one));
                } else {
                    LOG.warn("No share offset of {}: {}", partition, one.errorCode());
                }
            }
        }
        return offsets;
    }

    private static @Nullable SharePartitionOffsetInfo offset(
            DescribeShareGroupOffsetsResponse.Partition one) {
        return one.startOffset() < 0
                ? null
                : new SharePartitionOffsetInfo(
                        one.startOffset(),
                        one.leaderEpoch() < 0 ? Optional.empty() : Optional.of(one.leaderEpoch()),
                        one.lag() < 0 ? Optional.empty() : Optional.of(one.lag()));
    }

    Map<TopicPartition, KafkaFuture<Void>> alterOffsets(
            String group,
            Map<TopicPartition, Long> offsets,
            AlterShareGroupOffsetsOptions options) {
        Map<String, List<AlterShareGroupOffsetsRequest.Partition>> byTopic = new HashMap<>();
        offsets.forEach(
                (partition, offset) ->
                        byTopic.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                                .add(
                                        new AlterShareGroupOffsetsRequest.Partition(
                                                partition.partition(), offset)));
        List<AlterShareGroupOffsetsRequest.Topic> topics = new ArrayList<>();
        byTopic.forEach(
                (name, partitions) ->
                        topics.add(new AlterShareGroupOffsetsRequest.Topic(name, partitions)));
        AlterShareGroupOffsetsRequest request = new AlterShareGroupOffsetsRequest(group, topics);
        CompletableFuture<Map<TopicPartition, Outcome>> all =
                attempts.stage(
                        options,
                        "Changing the offsets of share group " + group,
                        () ->
                                ask(group, Call.of(request, AlterShareGroupOffsetsResponse::read))
                                        .thenApply(response -> altered(group, response)));
        return each(offsets.keySet(), all);
    }

    private Map<TopicPartition, Outcome> altered(
            String group, AlterShareGroupOffsetsResponse response) {
        check(group, response.errorCode(), response.errorMessage());
        Map<TopicPartition, Outcome> outcomes = new HashMap<>();
        for (var topic : response.responses()) {
            for (var one : topic.partitions()) {
                outcomes.put(
                        new TopicPartition(topic.topicName(), one.partitionIndex()),
                        new Outcome(one.errorCode(), one.errorMessage()));
            }
        }
        return outcomes;
    }

    Map<String, KafkaFuture<Void>> deleteOffsets(
            String group, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
        DeleteShareGroupOffsetsRequest request =
                new DeleteShareGroupOffsetsRequest(
                        group,
                        topics.stream().map(DeleteShareGroupOffsetsRequest.Topic::new).toList());
        CompletableFuture<Map<String, Outcome>> all =
                attempts.stage(
                        options,
                        "Deleting offsets of share group " + group,
                        () ->
                                ask(group, Call.of(request, DeleteShareGroupOffsetsResponse::read))
                                        .thenApply(response -> deleted(group, response)));
        return each(topics, all);
    }

    private Map<String, Outcome> deleted(String group, DeleteShareGroupOffsetsResponse response) {
        check(group, response.errorCode(), response.errorMessage());
        return response.responses().stream()
                .collect(
                        Collectors.toMap(
                                DeleteShareGroupOffsetsResponse.Topic::topicName,
                                one -> new Outcome(one.errorCode(), one.errorMessage())));
    }

    private <T> CompletableFuture<T> ask(String group, Call<T> call) {
        return attempts.coordinator(GROUP, group, call, response -> ErrorCode.NONE);
    }

    private void check(String group, ErrorCode error, @Nullable String message) {
        if (error == ErrorCode.NOT_COORDINATOR || error == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
            attempts.io().coordinators().forget(GROUP, group);
        }
        attempts.check(error, message);
    }

    /** What became of a part of a request. */
    private record Outcome(ErrorCode error, @Nullable String message) {}

    /** The futures of what was asked for, out of the outcome of all. */
    private <K> Map<K, KafkaFuture<Void>> each(
            Collection<K> asked, CompletableFuture<Map<K, Outcome>> all) {
        return asked.stream()
                .collect(
                        Collectors.toMap(
                                Function.identity(), key -> attempts.future(one(all, key))));
    }

    private static <K> CompletableFuture<Void> one(CompletableFuture<Map<K, Outcome>> all, K key) {
        return all.thenApply(
                outcomes -> {
                    Outcome outcome = outcomes.get(key);
                    if (outcome == null) {
                        throw new IllegalStateException("The broker did not say of " + key);
                    }
                    if (outcome.error() != ErrorCode.NONE) {
                        throw Errors.of(outcome.error(), outcome.message());
                    }
                    return null;
                });
    }
}
