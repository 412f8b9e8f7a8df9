package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.clients.network.Errors;
import io.leat.common.ElectionType;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.ElectLeadersResponse;
import io.leat.log.protocol.message.ListPartitionReassignmentsRequest;
import io.leat.log.protocol.message.ListPartitionReassignmentsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Calls about where replicas are and which of them leads. Stateless. */
final class ReplicaCalls {

    /** What became of one partition; null where the answer leaves it out. */
    record Outcome(ErrorCode error, String message) {

        Optional<Throwable> failure() {
            return error == ErrorCode.NONE
                    ? Optional.empty()
                    : Optional.of(Errors.of(error, message));
        }
    }

    private final Attempts attempts;

    ReplicaCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    /**
     * @param partitions null means all
     */
    KafkaFuture<Map<TopicPartition, Optional<Throwable>>> elect(
            ElectionType type, Set<TopicPartition> partitions, ElectLeadersOptions options) {
        List<ElectLeadersRequest.TopicPartitions> topics =
                partitions == null ? null : new ArrayList<>();
        if (partitions != null) {
            byTopic(partitions)
                    .forEach(
                            (name, numbers) ->
                                    topics.add(
                                            new ElectLeadersRequest.TopicPartitions(
                                                    name, numbers)));
        }
        Call<ElectLeadersResponse> call =
                Call.of(
                        ApiKey.ELECT_LEADERS,
                        version -> {
                            ElectLeadersRequest.Builder request =
                                    ElectLeadersRequest.builder()
                                            .topicPartitions(topics)
                                            .timeoutMs(attempts.requestTimeoutMs(options));
                            return version == 0
                                    ? request.build()
                                    : request.electionType(type.value).build();
                        },
                        ElectLeadersResponse::read);
        int lowest = type == ElectionType.PREFERRED ? 0 : 1;
        return attempts.run(
                options,
                "Electing leaders",
                () ->
                        attempts.any(call.versions(lowest, call.highest()))
                                .thenApply(this::elections));
    }

    private Map<TopicPartition, Optional<Throwable>> elections(ElectLeadersResponse response) {
        attempts.check(response.errorCode(), null);
        Map<TopicPartition, Optional<Throwable>> outcomes = new HashMap<>();
        response.replicaElectionResults()
                .forEach(
                        topic ->
                                topic.partitionResult()
                                        .forEach(
                                                one ->
                                                        outcomes.put(
                                                                new TopicPartition(
                                                                        topic.topic(),
                                                                        one.partitionId()),
                                                                new Outcome(
                                                                                one.errorCode(),
                                                                                one.errorMessage())
                                                                        .failure())));
        return outcomes;
    }

    /** Moves replicas, or cancels moves: all of {@code targets} in one request. */
    CompletableFuture<Map<TopicPartition, Outcome>> reassign(
            Map<TopicPartition, Optional<NewPartitionReassignment>> targets,
            AlterPartitionReassignmentsOptions options) {
        List<ReassignableTopic> topics = new ArrayList<>();
        byTopic(targets.keySet())
                .forEach(
                        (name, numbers) ->
                                topics.add(
                                        new ReassignableTopic(
                                                name,
                                                numbers.stream()
                                                        .map(
                                                                number ->
                                                                        partition(
                                                                                targets, name,
                                                                                number))
                                                        .toList())));
        boolean free = options.allowReplicationFactorChange();
        Call<AlterPartitionReassignmentsResponse> call =
                Call.of(
                        ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                        version -> {
                            AlterPartitionReassignmentsRequest.Builder request =
                                    AlterPartitionReassignmentsRequest.builder()
                                            .timeoutMs(attempts.requestTimeoutMs(options))
                                            .topics(topics);
                            return version == 0
                                    ? request.build()
                                    : request.allowReplicationFactorChange(free).build();
                        },
                        AlterPartitionReassignmentsResponse::read);
        return attempts.stage(
                options,
                "Reassigning " + targets.size() + " partitions",
                () ->
                        attempts.any(call.versions(free ? 0 : 1, call.highest()))
                                .thenApply(this::reassigned));
    }

    private static ReassignablePartition partition(
            Map<TopicPartition, Optional<NewPartitionReassignment>> targets,
            String topic,
            int number) {
        return new ReassignablePartition(
                number,
                targets.get(new TopicPartition(topic, number))
                        .map(NewPartitionReassignment::targetReplicas)
                        .orElse(null));
    }

    private Map<TopicPartition, Outcome> reassigned(AlterPartitionReassignmentsResponse response) {
        attempts.check(response.errorCode(), response.errorMessage());
        Map<TopicPartition, Outcome> outcomes = new HashMap<>();
        response.responses()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                one ->
                                                        outcomes.put(
                                                                new TopicPartition(
                                                                        topic.name(),
                                                                        one.partitionIndex()),
                                                                new Outcome(
                                                                        one.errorCode(),
                                                                        one.errorMessage()))));
        return outcomes;
    }

    /** The part of {@link #reassign} that is about {@code partition}. */
    KafkaFuture<Void> one(
            CompletableFuture<Map<TopicPartition, Outcome>> all, TopicPartition partition) {
        return attempts.future(
                all.thenApply(
                        outcomes -> {
                            Outcome outcome =
                                    outcomes.getOrDefault(
                                            partition,
                                            new Outcome(ErrorCode.UNKNOWN_SERVER_ERROR, null));
                            attempts.check(outcome.error(), outcome.message());
                            return null;
                        }));
    }

    KafkaFuture<Map<TopicPartition, PartitionReassignment>> list(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
        List<ListPartitionReassignmentsRequest.Topics> topics =
                partitions
                        .map(
                                some ->
                                        byTopic(some).entrySet().stream()
                                                .map(
                                                        each ->
                                                                new ListPartitionReassignmentsRequest
                                                                        .Topics(
                                                                        each.getKey(),
                                                                        each.getValue()))
                                                .toList())
                        .orElse(null);
        ListPartitionReassignmentsRequest request =
                ListPartitionReassignmentsRequest.builder()
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .topics(topics)
                        .build();
        return attempts.run(
                options,
                "Listing reassignments",
                () ->
                        attempts.any(Call.of(request, ListPartitionReassignmentsResponse::read))
                                .thenApply(this::moving));
    }

    private Map<TopicPartition, PartitionReassignment> moving(
            ListPartitionReassignmentsResponse response) {
        attempts.check(response.errorCode(), response.errorMessage());
        Map<TopicPartition, PartitionReassignment> moving = new HashMap<>();
        response.topics()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                one ->
                                                        moving.put(
                                                                new TopicPartition(
                                                                        topic.name(),
                                                                        one.partitionIndex()),
                                                                new PartitionReassignment(
                                                                        one.replicas(),
                                                                        one.addingReplicas(),
                                                                        one.removingReplicas()))));
        return moving;
    }

    static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new TreeMap<>();
        partitions.forEach(
                each ->
                        topics.computeIfAbsent(each.topic(), name -> new ArrayList<>())
                                .add(each.partition()));
        return topics;
    }
}
