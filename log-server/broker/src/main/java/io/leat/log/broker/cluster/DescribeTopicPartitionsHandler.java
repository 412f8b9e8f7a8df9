package io.leat.log.broker.cluster;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeTopicPartitionsRequest;
import io.leat.log.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse.Partition;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse.Topic;
import io.leat.log.quorum.controller.TopicNames;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** DescribeTopicPartitions, version 0: topics in the order of their names, in pages. */
public final class DescribeTopicPartitionsHandler
        implements Handler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {

    private final Broker broker;

    public DescribeTopicPartitionsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_TOPIC_PARTITIONS;
    }

    @Override
    public DescribeTopicPartitionsRequest read(Reader in) {
        return DescribeTopicPartitionsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeTopicPartitionsRequest request,
            Reply<DescribeTopicPartitionsResponse> reply) {
        MetadataImage image = broker.image();
        DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
        boolean all = request.topics().isEmpty();
        TreeSet<String> names = new TreeSet<>();
        if (all) {
            image.topics().forEach(topic -> names.add(topic.name()));
        } else {
            request.topics().stream().map(TopicRequest::name).forEach(names::add);
        }
        int configured = broker.config().get(BrokerKeys.DESCRIBE_PARTITIONS_MAX);
        int left = Math.max(1, Math.min(request.responsePartitionLimit(), configured));

        List<Topic> topics = new ArrayList<>();
        Cursor next = null;
        String from = cursor == null ? "" : cursor.topicName();
        int fromPartition = cursor == null ? 0 : Math.max(0, cursor.partitionIndex());
        for (String name : names.tailSet(from)) {
            boolean resumed = name.equals(from);
            int first = resumed ? fromPartition : 0;
            TopicImage topic = image.topic(name);
            if (left <= 0) {
                next = new Cursor(name, first);
                break;
            }
            if (topic == null) {
                if (!resumed || !all) {
                    topics.add(missing(name));
                }
                continue;
            }
            int end = Math.min(topic.partitions().size(), first + left);
            topics.add(describe(topic, Math.min(first, end), end));
            left -= Math.max(0, end - first);
            if (end < topic.partitions().size()) {
                next = new Cursor(name, end);
                break;
            }
        }
        reply.complete(
                DescribeTopicPartitionsResponse.builder().topics(topics).nextCursor(next).build());
    }

    private static Topic missing(String name) {
        boolean valid = TopicNames.violation(name) == null;
        return Topic.builder()
                .name(name)
                .errorCode(
                        valid
                                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                                : ErrorCode.INVALID_TOPIC_EXCEPTION)
                .build();
    }

    private Topic describe(TopicImage topic, int first, int end) {
        List<Partition> partitions = new ArrayList<>(end - first);
        for (PartitionImage partition : topic.partitions().subList(first, end)) {
            int leader = broker.topics().leader(topic, partition);
            partitions.add(
                    Partition.builder()
                            .errorCode(leader < 0 ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE)
                            .partitionIndex(partition.partition())
                            .leaderId(leader)
                            .leaderEpoch(partition.leaderEpoch())
                            .replicaNodes(partition.replicas())
                            .isrNodes(partition.isr())
                            .eligibleLeaderReplicas(partition.elr())
                            .lastKnownElr(partition.lastKnownElr())
                            .build());
        }
        return Topic.builder()
                .name(topic.name())
                .topicId(topic.id())
                .isInternal(topic.internal())
                .partitions(partitions)
                .topicAuthorizedOperations(Operations.ON_TOPIC)
                .build();
    }
}
