package io.leat.log.broker.cluster;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.Topics;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import io.leat.log.protocol.message.MetadataResponse.Partition;
import io.leat.log.protocol.message.MetadataResponse.Topic;
import io.leat.log.quorum.controller.TopicNames;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Metadata, versions 0 to 13: brokers, topics, leaders.
 *
 * <p>All topics are asked for by an empty list in version 0 and by null from 1 on. A topic that
 * does not exist is made if broker and request allow it; the answer then waits until it is, and
 * clients need no second round. Version 0 to 3 requests always allow it.
 *
 * <p>A leader is named only once it takes writes: a producer that wants no acknowledgement learns
 * of no refusal, and what it sends to a partition that is still being opened would be lost.
 */
public final class MetadataHandler implements Handler<MetadataRequest, MetadataResponse> {

    private final Broker broker;

    public MetadataHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.METADATA;
    }

    @Override
    public MetadataRequest read(Reader in) {
        return MetadataRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, MetadataRequest request, Reply<MetadataResponse> reply) {
        Set<String> missing = toCreate(request);
        if (missing.isEmpty()) {
            reply.complete(response(context, request));
            return;
        }
        int[] left = {missing.size()};
        for (String name : missing) {
            // One at a time on the quorum's loop: the counter has one writer.
            create(
                    name,
                    () -> {
                        if (--left[0] == 0) {
                            broker.topics()
                                    .whenOpened(
                                            missing,
                                            () -> reply.complete(response(context, request)));
                        }
                    });
        }
    }

    private void create(String name, Runnable done) {
        Runnable onQuorumLoop =
                () -> {
                    if (Topics.OFFSETS.equals(name) || Topics.TRANSACTIONS.equals(name)) {
                        broker.topics().ensureInternal(name, error -> done.run());
                    } else {
                        broker.topics().createDefault(name, error -> done.run());
                    }
                };
        broker.ports().loop().execute(onQuorumLoop);
    }

    /** The topics that do not exist and that this request makes. */
    private Set<String> toCreate(MetadataRequest request) {
        Set<String> names = new TreeSet<>();
        List<MetadataRequest.Topic> topics = request.topics();
        if (topics == null
                || !request.allowAutoTopicCreation()
                || !broker.config().get(BrokerKeys.AUTO_CREATE_TOPICS)) {
            return names;
        }
        MetadataImage image = broker.image();
        for (MetadataRequest.Topic topic : topics) {
            String name = topic.name();
            if (name != null
                    && topic.topicId().equals(Uuid.ZERO)
                    && image.topic(name) == null
                    && TopicNames.violation(name) == null) {
                names.add(name);
            }
        }
        return names;
    }

    private MetadataResponse response(RequestContext context, MetadataRequest request) {
        MetadataImage image = broker.image();
        MetadataResponse.Builder response =
                MetadataResponse.builder()
                        .clusterId(broker.clusterId())
                        .controllerId(broker.nodeId())
                        .brokers(brokers(context, image))
                        .topics(topics(context, request, image));
        if (request.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(Operations.ON_CLUSTER);
        }
        return response.build();
    }

    private static List<MetadataResponse.Broker> brokers(
            RequestContext context, MetadataImage image) {
        List<MetadataResponse.Broker> brokers = new ArrayList<>();
        for (BrokerImage each : image.brokers()) {
            Endpoint address = Addresses.of(each, context);
            if (address != null && !each.fenced()) {
                brokers.add(
                        new MetadataResponse.Broker(
                                each.id(), address.host(), address.port(), each.rack()));
            }
        }
        return brokers;
    }

    private List<Topic> topics(
            RequestContext context, MetadataRequest request, MetadataImage image) {
        boolean operations = request.includeTopicAuthorizedOperations();
        List<MetadataRequest.Topic> wanted = request.topics();
        List<Topic> topics = new ArrayList<>();
        if (wanted == null || (wanted.isEmpty() && context.apiVersion() == 0)) {
            image.topics().stream()
                    .sorted(Comparator.comparing(TopicImage::name))
                    .forEach(topic -> topics.add(describe(topic, operations)));
            return topics;
        }
        for (MetadataRequest.Topic each : wanted) {
            topics.add(one(each, image, operations));
        }
        return topics;
    }

    private Topic one(MetadataRequest.Topic wanted, MetadataImage image, boolean operations) {
        String name = wanted.name();
        Topic.Builder missing = Topic.builder().name(name).topicId(wanted.topicId());
        TopicImage topic;
        if (name == null || !wanted.topicId().equals(Uuid.ZERO)) {
            topic = image.topic(wanted.topicId());
            missing.errorCode(ErrorCode.UNKNOWN_TOPIC_ID);
        } else if (TopicNames.violation(name) != null) {
            return missing.errorCode(ErrorCode.INVALID_TOPIC_EXCEPTION).build();
        } else {
            topic = image.topic(name);
            missing.errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return topic != null ? describe(topic, operations) : missing.build();
    }

    private Topic describe(TopicImage topic, boolean operations) {
        List<Partition> partitions = new ArrayList<>(topic.partitions().size());
        for (PartitionImage partition : topic.partitions()) {
            int leader = broker.topics().leader(topic, partition);
            partitions.add(
                    Partition.builder()
                            .errorCode(leader < 0 ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE)
                            .partitionIndex(partition.partition())
                            .leaderId(leader)
                            .leaderEpoch(partition.leaderEpoch())
                            .replicaNodes(partition.replicas())
                            .isrNodes(partition.isr())
                            .build());
        }
        Topic.Builder described =
                Topic.builder()
                        .name(topic.name())
                        .topicId(topic.id())
                        .isInternal(topic.internal())
                        .partitions(partitions);
        if (operations) {
            described.topicAuthorizedOperations(Operations.ON_TOPIC);
        }
        return described.build();
    }
}
