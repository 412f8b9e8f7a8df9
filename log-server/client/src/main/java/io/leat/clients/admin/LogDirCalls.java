package io.leat.clients.admin;

import io.leat.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.leat.clients.network.Call;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsResponse;
import io.leat.log.protocol.message.DescribeLogDirsRequest;
import io.leat.log.protocol.message.DescribeLogDirsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Calls about the directories of brokers. Stateless. */
final class LogDirCalls {

    private final Attempts attempts;

    LogDirCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<Map<String, LogDirDescription>> describe(
            int brokerId, DescribeLogDirsOptions options) {
        return attempts.future(ask(brokerId, null, options).thenApply(LogDirCalls::descriptions));
    }

    /**
     * @param topics null means all
     */
    private CompletableFuture<DescribeLogDirsResponse> ask(
            int brokerId,
            List<DescribeLogDirsRequest.DescribableLogDirTopic> topics,
            AbstractOptions<?> options) {
        DescribeLogDirsRequest request = new DescribeLogDirsRequest(topics);
        return attempts.stage(
                options,
                "Describing the directories of broker " + brokerId,
                () ->
                        attempts.node(brokerId, Call.of(request, DescribeLogDirsResponse::read))
                                .thenApply(
                                        response -> {
                                            attempts.check(response.errorCode(), null);
                                            return response;
                                        }));
    }

    private static Map<String, LogDirDescription> descriptions(DescribeLogDirsResponse response) {
        Map<String, LogDirDescription> descriptions = new HashMap<>();
        for (DescribeLogDirsResponse.Result directory : response.results()) {
            Map<TopicPartition, ReplicaInfo> replicas = new HashMap<>();
            directory
                    .topics()
                    .forEach(
                            topic ->
                                    topic.partitions()
                                            .forEach(
                                                    each ->
                                                            replicas.put(
                                                                    new TopicPartition(
                                                                            topic.name(),
                                                                            each.partitionIndex()),
                                                                    new ReplicaInfo(
                                                                            each.partitionSize(),
                                                                            each.offsetLag(),
                                                                            each.isFutureKey()))));
            descriptions.put(
                    directory.logDir(),
                    new LogDirDescription(
                            directory.errorCode() == ErrorCode.NONE
                                    ? null
                                    : Errors.of(directory.errorCode()),
                            replicas,
                            directory.totalBytes(),
                            directory.usableBytes(),
                            directory.isCordoned()));
        }
        return descriptions;
    }

    Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> find(
            Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
        Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures = new HashMap<>();
        byBroker(replicas)
                .forEach(
                        (broker, asked) -> {
                            List<DescribeLogDirsRequest.DescribableLogDirTopic> topics =
                                    new ArrayList<>();
                            ReplicaCalls.byTopic(asked.keySet())
                                    .forEach(
                                            (name, numbers) ->
                                                    topics.add(
                                                            new DescribeLogDirsRequest
                                                                    .DescribableLogDirTopic(
                                                                    name, numbers)));
                            CompletableFuture<Map<String, LogDirDescription>> answer =
                                    ask(broker, topics, options)
                                            .thenApply(LogDirCalls::descriptions);
                            asked.forEach(
                                    (partition, replica) ->
                                            futures.put(
                                                    replica,
                                                    attempts.future(
                                                            answer.thenApply(
                                                                    all ->
                                                                            place(
                                                                                    all,
                                                                                    partition)))));
                        });
        return futures;
    }

    private static ReplicaLogDirInfo place(
            Map<String, LogDirDescription> directories, TopicPartition partition) {
        String current = null;
        String future = null;
        long currentLag = ReplicaLogDirInfo.UNKNOWN;
        long futureLag = ReplicaLogDirInfo.UNKNOWN;
        for (Map.Entry<String, LogDirDescription> each : directories.entrySet()) {
            ReplicaInfo replica = each.getValue().replicaInfos().get(partition);
            if (replica != null && replica.isFuture()) {
                future = each.getKey();
                futureLag = replica.offsetLag();
            } else if (replica != null) {
                current = each.getKey();
                currentLag = replica.offsetLag();
            }
        }
        return new ReplicaLogDirInfo(current, currentLag, future, futureLag);
    }

    Map<TopicPartitionReplica, KafkaFuture<Void>> move(
            Map<TopicPartitionReplica, String> targets, AlterReplicaLogDirsOptions options) {
        Map<TopicPartitionReplica, KafkaFuture<Void>> futures = new HashMap<>();
        byBroker(targets.keySet())
                .forEach(
                        (broker, asked) -> {
                            CompletableFuture<Map<TopicPartition, ErrorCode>> answer =
                                    move(broker, asked, targets, options);
                            asked.forEach(
                                    (partition, replica) ->
                                            futures.put(replica, outcome(answer, partition)));
                        });
        return futures;
    }

    private KafkaFuture<Void> outcome(
            CompletableFuture<Map<TopicPartition, ErrorCode>> answer, TopicPartition partition) {
        return attempts.future(
                answer.thenApply(
                        outcomes -> {
                            attempts.check(
                                    outcomes.getOrDefault(
                                            partition, ErrorCode.UNKNOWN_SERVER_ERROR),
                                    null);
                            return null;
                        }));
    }

    private CompletableFuture<Map<TopicPartition, ErrorCode>> move(
            int broker,
            Map<TopicPartition, TopicPartitionReplica> asked,
            Map<TopicPartitionReplica, String> targets,
            AlterReplicaLogDirsOptions options) {
        Map<String, List<TopicPartition>> byPath = new TreeMap<>();
        asked.forEach(
                (partition, replica) ->
                        byPath.computeIfAbsent(targets.get(replica), path -> new ArrayList<>())
                                .add(partition));
        List<AlterReplicaLogDirsRequest.AlterReplicaLogDir> directories = new ArrayList<>();
        byPath.forEach(
                (path, partitions) -> {
                    List<AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic> topics =
                            new ArrayList<>();
                    ReplicaCalls.byTopic(partitions)
                            .forEach(
                                    (name, numbers) ->
                                            topics.add(
                                                    new AlterReplicaLogDirsRequest
                                                            .AlterReplicaLogDirTopic(
                                                            name, numbers)));
                    directories.add(
                            new AlterReplicaLogDirsRequest.AlterReplicaLogDir(path, topics));
                });
        AlterReplicaLogDirsRequest request = new AlterReplicaLogDirsRequest(directories);
        return attempts.stage(
                options,
                "Moving replicas of broker " + broker + " to other directories",
                () ->
                        attempts.node(broker, Call.of(request, AlterReplicaLogDirsResponse::read))
                                .thenApply(LogDirCalls::outcomes));
    }

    private static Map<TopicPartition, ErrorCode> outcomes(AlterReplicaLogDirsResponse response) {
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        response.results()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                each ->
                                                        outcomes.put(
                                                                new TopicPartition(
                                                                        topic.topicName(),
                                                                        each.partitionIndex()),
                                                                each.errorCode())));
        return outcomes;
    }

    private static Map<Integer, Map<TopicPartition, TopicPartitionReplica>> byBroker(
            Collection<TopicPartitionReplica> replicas) {
        Map<Integer, Map<TopicPartition, TopicPartitionReplica>> brokers = new TreeMap<>();
        for (TopicPartitionReplica replica : replicas) {
            brokers.computeIfAbsent(replica.brokerId(), id -> new HashMap<>())
                    .put(new TopicPartition(replica.topic(), replica.partition()), replica);
        }
        return brokers;
    }
}
