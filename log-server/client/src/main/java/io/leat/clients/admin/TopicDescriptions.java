package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.Uuid;
import io.leat.common.acl.AclOperation;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeTopicPartitionsRequest;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Describes topics: those named in pages (KIP-966, key 75), or, where brokers do not know that or
 * topics are given by id, by Metadata. Stateless.
 */
final class TopicDescriptions {

    private final Attempts attempts;

    TopicDescriptions(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Each topic with its future. */
    Map<String, KafkaFuture<TopicDescription>> named(
            Collection<String> names, DescribeTopicsOptions options) {
        CompletableFuture<Map<String, Described>> all =
                attempts.stage(
                        options, "Describing topics " + names, () -> describe(names, options));
        Map<String, KafkaFuture<TopicDescription>> futures = new HashMap<>();
        for (String name : names) {
            futures.put(
                    name,
                    attempts.future(all.thenApply(found -> found.get(name).orThrow(attempts))));
        }
        return futures;
    }

    private CompletableFuture<Map<String, Described>> describe(
            Collection<String> names, DescribeTopicsOptions options) {
        return attempts.nodes()
                .thenCompose(
                        nodes -> {
                            Pages pages = new Pages(nodes, options);
                            return pages.from(new TreeSet<>(names), null);
                        })
                .exceptionallyCompose(
                        failure ->
                                Errors.unwrap(failure) instanceof UnsupportedVersionException
                                        ? byMetadata(names, options)
                                        : CompletableFuture.failedFuture(failure));
    }

    /** A topic gathered from pages. Owned by the loop. */
    private static final class Described {

        private final String name;
        private final ErrorCode error;
        private final Uuid id;
        private final boolean internal;
        private final Set<AclOperation> operations;
        private final List<TopicPartitionInfo> partitions = new ArrayList<>();

        Described(
                String name,
                ErrorCode error,
                Uuid id,
                boolean internal,
                Set<AclOperation> operations) {
            this.name = name;
            this.error = error;
            this.id = id;
            this.internal = internal;
            this.operations = operations;
        }

        TopicDescription orThrow(Attempts attempts) {
            if (error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
                throw new UnknownTopicOrPartitionException("Topic " + name + " does not exist");
            }
            if (error != ErrorCode.LEADER_NOT_AVAILABLE) {
                attempts.check(error, error.message() + ": " + name);
            }
            List<TopicPartitionInfo> sorted = new ArrayList<>(partitions);
            sorted.sort(Comparator.comparing(TopicPartitionInfo::partition));
            return new TopicDescription(name, internal, sorted, operations, id);
        }
    }

    /** Goes through the pages of one question. Owned by the loop. */
    private final class Pages {

        private final Map<Integer, Node> nodes;
        private final DescribeTopicsOptions options;
        private final Map<String, Described> found = new TreeMap<>();

        Pages(Map<Integer, Node> nodes, DescribeTopicsOptions options) {
            this.nodes = nodes;
            this.options = options;
        }

        CompletableFuture<Map<String, Described>> from(
                TreeSet<String> names, DescribeTopicPartitionsRequest.Cursor cursor) {
            if (names.isEmpty()) {
                return CompletableFuture.completedFuture(found);
            }
            DescribeTopicPartitionsRequest request =
                    new DescribeTopicPartitionsRequest(
                            names.stream()
                                    .map(DescribeTopicPartitionsRequest.TopicRequest::new)
                                    .toList(),
                            options.partitionSizeLimitPerResponse(),
                            cursor);
            return attempts.any(Call.of(request, DescribeTopicPartitionsResponse::read))
                    .thenCompose(
                            page -> {
                                page.topics().forEach(this::add);
                                var next = page.nextCursor();
                                if (next == null) {
                                    return CompletableFuture.completedFuture(found);
                                }
                                return from(
                                        new TreeSet<>(names.tailSet(next.topicName())),
                                        new DescribeTopicPartitionsRequest.Cursor(
                                                next.topicName(), next.partitionIndex()));
                            });
        }

        private void add(DescribeTopicPartitionsResponse.Topic topic) {
            Described described =
                    found.computeIfAbsent(
                            topic.name(),
                            name ->
                                    new Described(
                                            name,
                                            topic.errorCode(),
                                            TopicCalls.id(topic.topicId()),
                                            topic.isInternal(),
                                            options.includeAuthorizedOperations()
                                                    ? operations(topic.topicAuthorizedOperations())
                                                    : null));
            for (DescribeTopicPartitionsResponse.Partition one : topic.partitions()) {
                described.partitions.add(
                        new TopicPartitionInfo(
                                one.partitionIndex(),
                                nodes.get(one.leaderId()),
                                resolve(nodes, one.replicaNodes()),
                                resolve(nodes, one.isrNodes()),
                                resolve(nodes, one.eligibleLeaderReplicas()),
                                resolve(nodes, one.lastKnownElr())));
            }
        }
    }

    private CompletableFuture<Map<String, Described>> byMetadata(
            Collection<String> names, DescribeTopicsOptions options) {
        List<MetadataRequest.Topic> asked =
                names.stream()
                        .map(name -> new MetadataRequest.Topic(TopicCalls.NO_ID, name))
                        .toList();
        return metadata(asked, options)
                .thenApply(
                        response -> {
                            Map<String, Described> found = new HashMap<>();
                            for (MetadataResponse.Topic topic : response.topics()) {
                                found.put(topic.name(), described(topic, response, options));
                            }
                            return found;
                        });
    }

    /** The topic of this id. */
    KafkaFuture<TopicDescription> byId(Uuid id, DescribeTopicsOptions options) {
        List<MetadataRequest.Topic> asked =
                List.of(new MetadataRequest.Topic(TopicCalls.wire(id), null));
        return attempts.run(
                options,
                "Describing the topic of id " + id,
                () ->
                        metadata(asked, options)
                                .thenApply(
                                        response ->
                                                described(
                                                                response.topics().get(0),
                                                                response,
                                                                options)
                                                        .orThrow(attempts)));
    }

    private CompletableFuture<MetadataResponse> metadata(
            List<MetadataRequest.Topic> topics, DescribeTopicsOptions options) {
        return attempts.any(TopicCalls.metadata(topics, options.includeAuthorizedOperations()));
    }

    private static Described described(
            MetadataResponse.Topic topic,
            MetadataResponse response,
            DescribeTopicsOptions options) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (MetadataResponse.Broker broker : response.brokers()) {
            nodes.put(
                    broker.nodeId(),
                    new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
        }
        Described described =
                new Described(
                        topic.name() == null
                                ? TopicCalls.id(topic.topicId()).toString()
                                : topic.name(),
                        topic.errorCode(),
                        TopicCalls.id(topic.topicId()),
                        topic.isInternal(),
                        options.includeAuthorizedOperations()
                                ? operations(topic.topicAuthorizedOperations())
                                : null);
        for (MetadataResponse.Partition one : topic.partitions()) {
            described.partitions.add(
                    new TopicPartitionInfo(
                            one.partitionIndex(),
                            nodes.get(one.leaderId()),
                            resolve(nodes, one.replicaNodes()),
                            resolve(nodes, one.isrNodes())));
        }
        return described;
    }

    private static List<Node> resolve(Map<Integer, Node> known, List<Integer> ids) {
        return ids == null
                ? null
                : ids.stream().map(id -> known.getOrDefault(id, new Node(id, "", -1))).toList();
    }

    /** The operations of a bit set; null when the broker did not say. */
    static Set<AclOperation> operations(int bits) {
        if (bits == Integer.MIN_VALUE) {
            return null;
        }
        Set<AclOperation> operations = new HashSet<>();
        for (AclOperation operation : AclOperation.values()) {
            if ((bits & (1 << operation.code())) != 0 && operation.code() > 2) {
                operations.add(operation);
            }
        }
        return operations;
    }
}
