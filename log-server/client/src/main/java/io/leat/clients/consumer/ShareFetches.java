package io.leat.clients.consumer;

import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Errors;
import io.leat.common.Cluster;
import io.leat.common.KafkaException;
import io.leat.common.Node;
import io.leat.common.TopicIdPartition;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.RetriableException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ShareAcknowledgeResponse;
import io.leat.log.protocol.message.ShareFetchResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches records of the assigned partitions from their leaders, and brings them what is said about
 * records. Owned by the polling thread.
 */
final class ShareFetches<K, V> {

    private final ClientIo io;
    private final String groupId;
    private final ShareMembership membership;
    private final Waiting waiting;
    private final Decoding<K, V> decoding;
    private final ShareNode.Limits limits;
    private final Map<Integer, ShareNode> nodes = new HashMap<>();

    /** Fetches on their way, with what they bring the broker. */
    private record Sent(
            ShareNode node,
            CompletableFuture<ShareFetchResponse> answer,
            Map<TopicIdPartition, ShareAcks> said) {}

    private final List<Sent> sent = new ArrayList<>();

    /** What is said and not yet on its way, by partition. */
    private final Map<TopicIdPartition, ShareAcks> said = new LinkedHashMap<>();

    /** Which broker gave out the records of a partition: only there they are acknowledged. */
    private final Map<TopicIdPartition, Integer> givenBy = new HashMap<>();

    private final Map<TopicIdPartition, Optional<KafkaException>> outcomes = new LinkedHashMap<>();
    private AcknowledgementCommitCallback callback;
    private final Map<TopicPartition, TopicIdPartition> ids = new HashMap<>();
    private Optional<Integer> lockMs = Optional.empty();
    private RuntimeException failure;

    ShareFetches(
            ClientIo io,
            String groupId,
            ShareMembership membership,
            Waiting waiting,
            Decoding<K, V> decoding,
            ShareNode.Limits limits) {
        this.io = io;
        this.groupId = groupId;
        this.membership = membership;
        this.waiting = waiting;
        this.decoding = decoding;
        this.limits = limits;
    }

    void callback(AcknowledgementCommitCallback next) {
        callback = next;
    }

    Optional<Integer> lockMs() {
        return lockMs;
    }

    /** Notes what is said about a record; it is sent with the next request to its broker. */
    void say(TopicPartition partition, long offset, byte type) {
        TopicIdPartition id = ids.get(partition);
        if (id != null) {
            said.computeIfAbsent(id, each -> new ShareAcks()).say(offset, type);
        }
    }

    /** Sends a fetch to each leader that has none. */
    void fetch() {
        Cluster cluster = io.metadata().view().cluster();
        Map<Integer, Set<TopicIdPartition>> wanted = new HashMap<>();
        membership
                .assigned()
                .forEach(
                        (topic, partitions) -> {
                            String name = cluster.topicName(topic);
                            if (name == null) {
                                io.metadata().refresh();
                                return;
                            }
                            for (int partition : partitions) {
                                TopicPartition named = new TopicPartition(name, partition);
                                Node leader = cluster.leaderFor(named);
                                if (leader != null) {
                                    TopicIdPartition id = new TopicIdPartition(topic, named);
                                    ids.put(named, id);
                                    wanted.computeIfAbsent(leader.id(), n -> new HashSet<>())
                                            .add(id);
                                }
                            }
                        });
        nodes.keySet().forEach(node -> wanted.computeIfAbsent(node, n -> new HashSet<>()));
        wanted.forEach(
                (id, partitions) -> {
                    ShareNode node = node(id);
                    if (!node.isBusy() && (!partitions.isEmpty() || node.isOpen())) {
                        Map<TopicIdPartition, ShareAcks> about =
                                node.isOpen() ? takeSaid(id) : Map.of();
                        if (!partitions.isEmpty() || !about.isEmpty()) {
                            CompletableFuture<ShareFetchResponse> answer =
                                    waiting.watch(node.fetch(partitions, about, limits));
                            sent.add(new Sent(node, answer, about));
                        }
                    }
                });
    }

    private ShareNode node(int id) {
        return nodes.computeIfAbsent(id, n -> new ShareNode(io, n, groupId, membership.memberId()));
    }

    private Map<TopicIdPartition, ShareAcks> takeSaid(int node) {
        Map<TopicIdPartition, ShareAcks> taken = new LinkedHashMap<>();
        said.entrySet()
                .removeIf(
                        each -> {
                            boolean there = givenBy.getOrDefault(each.getKey(), -1) == node;
                            if (there) {
                                taken.put(each.getKey(), each.getValue());
                            }
                            return there;
                        });
        return taken;
    }

    /** The records that have arrived since the last call. */
    Map<TopicPartition, List<ConsumerRecord<K, V>>> take() {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
        List<Sent> done = new ArrayList<>();
        for (Sent each : sent) {
            if (each.answer.isDone()) {
                done.add(each);
            }
        }
        sent.removeAll(done);
        done.forEach(each -> arrived(each, records));
        if (failure != null && records.isEmpty()) {
            RuntimeException now = failure;
            failure = null;
            throw now;
        }
        return records;
    }

    private void arrived(Sent of, Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
        ShareFetchResponse response;
        try {
            response = Waiting.done(of.answer);
        } catch (RuntimeException e) {
            of.node.lost();
            of.said.forEach((partition, acks) -> outcome(partition, acks, e));
            if (!(e instanceof RetriableException)) {
                failure = e;
            }
            return;
        }
        if (response.errorCode() != ErrorCode.NONE) {
            KafkaException e = Errors.of(response.errorCode(), response.errorMessage());
            of.node.lost();
            of.said.forEach((partition, acks) -> outcome(partition, acks, e));
            boolean heals =
                    e instanceof RetriableException
                            || response.errorCode() == ErrorCode.SHARE_SESSION_NOT_FOUND
                            || response.errorCode() == ErrorCode.INVALID_SHARE_SESSION_EPOCH;
            if (!heals) {
                failure = e;
            }
            return;
        }
        if (response.acquisitionLockTimeoutMs() > 0) {
            lockMs = Optional.of(response.acquisitionLockTimeoutMs());
        }
        Set<TopicIdPartition> told = new HashSet<>();
        for (ShareFetchResponse.ShareFetchableTopicResponse topic : response.responses()) {
            for (ShareFetchResponse.PartitionData each : topic.partitions()) {
                TopicIdPartition partition = named(topic.topicId(), each.partitionIndex());
                if (partition != null) {
                    ShareAcks acks = of.said.get(partition);
                    if (acks != null && told.add(partition)) {
                        outcome(
                                partition,
                                acks,
                                each.acknowledgeErrorCode() == ErrorCode.NONE
                                        ? null
                                        : Errors.of(
                                                each.acknowledgeErrorCode(),
                                                each.acknowledgeErrorMessage()));
                    }
                    read(of.node, partition, each, records);
                }
            }
        }
        of.said.forEach(
                (partition, acks) -> {
                    if (told.add(partition)) {
                        outcome(partition, acks, null);
                    }
                });
    }

    private TopicIdPartition named(io.leat.log.protocol.Uuid topic, int partition) {
        Uuid id = new Uuid(topic.high(), topic.low());
        for (TopicIdPartition each : ids.values()) {
            if (each.topicId().equals(id) && each.partition() == partition) {
                return each;
            }
        }
        return null;
    }

    private void read(
            ShareNode node,
            TopicIdPartition partition,
            ShareFetchResponse.PartitionData data,
            Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
        if (data.errorCode() != ErrorCode.NONE) {
            KafkaException e = Errors.of(data.errorCode(), data.errorMessage());
            io.metadata().refresh();
            if (!(e instanceof RetriableException)) {
                failure = e;
            }
            return;
        }
        if (data.acquiredRecords().isEmpty() || data.records() == null) {
            return;
        }
        nodes.forEach(
                (id, each) -> {
                    if (each == node) {
                        givenBy.put(partition, id);
                    }
                });
        records.computeIfAbsent(partition.topicPartition(), p -> new ArrayList<>())
                .addAll(new ShareReader<>(partition, data, decoding).read(this::say));
    }

    private void outcome(TopicIdPartition partition, ShareAcks acks, RuntimeException e) {
        KafkaException failed =
                e == null
                        ? null
                        : e instanceof KafkaException known ? known : new KafkaException(e);
        Set<Long> offsets = acks.offsets();
        if (offsets.isEmpty()) {
            return;
        }
        outcomes.put(partition, Optional.ofNullable(failed));
        if (callback != null) {
            callback.onComplete(Map.of(partition, offsets), failed);
        }
    }

    boolean isFetching() {
        return !sent.isEmpty();
    }

    /** Brings the brokers all that is said; until {@code deadline} waits for what comes of it. */
    Map<TopicIdPartition, Optional<KafkaException>> commit(
            long deadline, Map<TopicPartition, List<ConsumerRecord<K, V>>> arrived) {
        outcomes.clear();
        Map<ShareNode, Map<TopicIdPartition, ShareAcks>> about = new LinkedHashMap<>();
        for (Map.Entry<Integer, ShareNode> each : nodes.entrySet()) {
            settle(each.getValue(), deadline, arrived);
            Map<TopicIdPartition, ShareAcks> taken = takeSaid(each.getKey());
            if (!taken.isEmpty()) {
                about.put(each.getValue(), taken);
            }
        }
        about.forEach(
                (node, acks) -> {
                    if (node.isOpen()) {
                        tell(node, acks, false, deadline);
                    } else {
                        KafkaException gone = Errors.of(ErrorCode.SHARE_SESSION_NOT_FOUND);
                        acks.forEach((partition, said) -> outcome(partition, said, gone));
                    }
                });
        return new LinkedHashMap<>(outcomes);
    }

    /** Waits for the fetch that is on its way to {@code node}: one request at a time. */
    private void settle(
            ShareNode node,
            long deadline,
            Map<TopicPartition, List<ConsumerRecord<K, V>>> arrived) {
        while (node.isBusy() && waiting.now() < deadline) {
            waiting.sleep(deadline);
        }
        take().forEach(
                        (partition, records) ->
                                arrived.computeIfAbsent(partition, p -> new ArrayList<>())
                                        .addAll(records));
    }

    private void tell(
            ShareNode node, Map<TopicIdPartition, ShareAcks> acks, boolean closes, long deadline) {
        ShareAcknowledgeResponse response;
        try {
            response = waiting.get(node.acknowledge(acks, closes), deadline, "Acknowledging");
        } catch (RuntimeException e) {
            node.lost();
            acks.forEach((partition, said) -> outcome(partition, said, e));
            return;
        }
        if (response.errorCode() != ErrorCode.NONE) {
            node.lost();
        }
        for (Map.Entry<TopicIdPartition, ShareAcks> each : acks.entrySet()) {
            ErrorCode error = error(response, each.getKey());
            outcome(
                    each.getKey(),
                    each.getValue(),
                    error == ErrorCode.NONE ? null : Errors.of(error));
        }
    }

    private static ErrorCode error(ShareAcknowledgeResponse response, TopicIdPartition of) {
        if (response.errorCode() != ErrorCode.NONE) {
            return response.errorCode();
        }
        for (ShareAcknowledgeResponse.TopicResponse topic : response.responses()) {
            for (ShareAcknowledgeResponse.PartitionData each : topic.partitions()) {
                boolean same =
                        each.partitionIndex() == of.partition()
                                && topic.topicId().high() == of.topicId().getMostSignificantBits()
                                && topic.topicId().low() == of.topicId().getLeastSignificantBits();
                if (same) {
                    return each.errorCode();
                }
            }
        }
        return ErrorCode.NONE;
    }

    /** Commits what is said, and ends all sessions: brokers take the other records back. */
    void close(long deadline) {
        for (Map.Entry<Integer, ShareNode> each : nodes.entrySet()) {
            try {
                settle(each.getValue(), deadline, new HashMap<>());
            } catch (RuntimeException e) {
                each.getValue().lost();
            }
            if (each.getValue().isOpen()) {
                tell(each.getValue(), takeSaid(each.getKey()), true, deadline);
            }
        }
        nodes.clear();
    }
}
