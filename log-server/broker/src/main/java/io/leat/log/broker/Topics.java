package io.leat.log.broker;

import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.ShareKeys;
import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.quorum.controller.CreateTopics;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the partitions of topics, and has topics made that nobody asked for by hand. Immutable. */
public final class Topics {

    public static final String OFFSETS = "__consumer_offsets";
    public static final String TRANSACTIONS = "__transaction_state";
    public static final String SHARE_STATE = "__share_group_state";

    private static final long APPEARS_MS = 2_000;

    private final Broker broker;
    private final BrokerTopicRules rules;
    private final CreateTopics decisions;

    Topics(Broker broker) {
        this.broker = broker;
        this.rules =
                new BrokerTopicRules(
                        broker.settings(), broker.ports().network(), broker::directories);
        Entropy entropy = broker.ports().entropy().fork("topic-ids");
        this.decisions = new CreateTopics(rules, () -> newId(entropy));
    }

    private static synchronized Uuid newId(Entropy entropy) {
        UUID id = entropy.nextUuid();
        Uuid uuid = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
        // An id that begins with a dash would be taken for an option on the command line.
        return uuid.toString().startsWith("-") ? newId(entropy) : uuid;
    }

    /** The decisions about new topics, for the controller. */
    public CreateTopics decisions() {
        return decisions;
    }

    public BrokerTopicRules rules() {
        return rules;
    }

    /** The partition of a topic by name in {@code image}, or null if there is none. */
    public @Nullable PartitionRef find(MetadataImage image, String topic, int partition) {
        return find(image.topic(topic), partition);
    }

    /** The partition of a topic by id in {@code image}, or null if there is none. */
    public @Nullable PartitionRef find(MetadataImage image, Uuid topicId, int partition) {
        return find(image.topic(topicId), partition);
    }

    private @Nullable PartitionRef find(@Nullable TopicImage topic, int partition) {
        if (topic == null || topic.partition(partition) == null) {
            return null;
        }
        return broker.shards().ref(new TopicIdPartition(topic.id(), topic.name(), partition));
    }

    /**
     * The leader of a partition, or -1 if it has none or is this broker and cannot serve it yet:
     * its data is still being opened. One whose data cannot be opened keeps its leader, which
     * answers with the storage's error.
     */
    public int leader(TopicImage topic, PartitionImage partition) {
        if (partition.leader() != broker.nodeId()) {
            return partition.leader();
        }
        PartitionRef ref = find(topic, partition.partition());
        return ref != null && (ref.serves() || ref.isOffline()) ? partition.leader() : -1;
    }

    /**
     * Runs {@code done} on the quorum's loop as soon as this broker has opened what it has of
     * {@code topics}, or knows that it cannot. For whoever just made them: the reply that they
     * exist then finds them in service.
     */
    public void whenOpened(Collection<String> topics, Runnable done) {
        EventLoop loop = broker.ports().loop();
        if (!loop.inLoop()) {
            loop.execute(() -> whenOpened(topics, done));
            return;
        }
        int[] left = {1};
        Runnable arrived =
                () -> {
                    if (--left[0] == 0) {
                        done.run();
                    }
                };
        MetadataImage image = broker.image();
        for (String name : topics) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                for (PartitionImage partition : topic.partitions()) {
                    left[0]++;
                    TopicIdPartition id =
                            new TopicIdPartition(topic.id(), name, partition.partition());
                    broker.shards().ref(id).whenOpened(() -> loop.execute(arrived));
                }
            }
        }
        arrived.run();
    }

    /** The settings of a topic in {@code image}. */
    public TopicConfig config(MetadataImage image, String topic) {
        return broker.settings().at(image).topic(image.configs(ConfigResource.topic(topic)));
    }

    /** How an internal topic is made: by settings of the broker. */
    private record Internal(
            ConfigKey<Integer> partitions,
            ConfigKey<Integer> replicas,
            ConfigKey<Integer> segmentBytes) {

        static Internal of(String name) {
            return switch (name) {
                case OFFSETS ->
                        new Internal(
                                BrokerKeys.OFFSETS_PARTITIONS,
                                BrokerKeys.OFFSETS_REPLICATION,
                                BrokerKeys.OFFSETS_SEGMENT_BYTES);
                case TRANSACTIONS ->
                        new Internal(
                                BrokerKeys.TRANSACTION_PARTITIONS,
                                BrokerKeys.TRANSACTION_REPLICATION,
                                BrokerKeys.TRANSACTION_SEGMENT_BYTES);
                case SHARE_STATE ->
                        new Internal(
                                ShareKeys.STATE_PARTITIONS,
                                ShareKeys.STATE_REPLICATION,
                                ShareKeys.STATE_SEGMENT_BYTES);
                default -> throw new IllegalArgumentException("no internal topic: " + name);
            };
        }
    }

    /**
     * Makes sure that an internal topic exists. Calls {@code done} with {@link ErrorCode#NONE}, or
     * why it cannot be made now. On the quorum's loop.
     */
    public void ensureInternal(String name, Consumer<ErrorCode> done) {
        broker.ports().loop().checkInLoop();
        if (broker.image().topic(name) != null) {
            done.accept(ErrorCode.NONE);
            return;
        }
        Internal internal = Internal.of(name);
        int partitions = broker.config().get(internal.partitions());
        int replicas = Math.min(broker.config().get(internal.replicas()), brokersToCome());
        String segmentBytes = String.valueOf(broker.config().get(internal.segmentBytes()));
        create(name, partitions, replicas, internalSettings(name, segmentBytes, replicas), done);
    }

    /**
     * How many brokers there are, or will be once all nodes of a new cluster have come: a topic
     * made before that would keep too few replicas. Where controllers are nodes of their own it is
     * not known who is to come.
     */
    private int brokersToCome() {
        int registered = broker.image().brokers().size();
        boolean combined = broker.config().get(ClusterKeys.ROLES).size() > 1;
        int named = combined ? broker.quorum().voters().size() : 1;
        return Math.max(registered, Math.max(1, named));
    }

    private Map<String, String> internalSettings(String name, String segmentBytes, int replicas) {
        return switch (name) {
            case OFFSETS ->
                    Map.of(
                            "cleanup.policy",
                            "compact",
                            "compression.type",
                            "producer",
                            "segment.bytes",
                            segmentBytes);
            case SHARE_STATE -> // a change counts on top of those before it: never compacted
                    Map.of(
                            "cleanup.policy",
                            "delete",
                            "compression.type",
                            "producer",
                            "retention.ms",
                            "-1",
                            "min.insync.replicas",
                            atMost(replicas, ShareKeys.STATE_MIN_ISR),
                            "segment.bytes",
                            segmentBytes);
            default ->
                    Map.of(
                            "cleanup.policy",
                            "compact",
                            "compression.type",
                            "uncompressed",
                            "unclean.leader.election.enable",
                            "false",
                            "min.insync.replicas",
                            atMost(replicas, BrokerKeys.TRANSACTION_MIN_ISR),
                            "segment.bytes",
                            segmentBytes);
        };
    }

    private String atMost(int replicas, ConfigKey<Integer> wanted) {
        return String.valueOf(Math.min(replicas, broker.config().get(wanted)));
    }

    /** Makes a topic with the default number of partitions and replicas. As {@link #create}. */
    public void createDefault(String name, Consumer<ErrorCode> done) {
        create(name, -1, -1, Map.of(), done);
    }

    /** Makes a topic, if it is not there yet. Calls {@code done} on the quorum's loop. */
    public void create(
            String name,
            int partitions,
            int replicas,
            Map<String, String> settings,
            Consumer<ErrorCode> done) {
        List<CreatableTopicConfig> configs = new ArrayList<>();
        settings.forEach((key, value) -> configs.add(new CreatableTopicConfig(key, value)));
        CreateTopicsRequest request =
                CreateTopicsRequest.builder()
                        .topics(
                                List.of(
                                        CreatableTopic.builder()
                                                .name(name)
                                                .numPartitions(partitions)
                                                .replicationFactor((short) replicas)
                                                .configs(configs)
                                                .build()))
                        .build();
        broker.controllerCalls()
                .<CreateTopicsResponse>send(
                        request,
                        response -> created(name, response.topics().get(0).errorCode(), done),
                        done);
    }

    /** Decided elsewhere it may not have come here yet, where whoever asked looks for it next. */
    private void created(String name, ErrorCode error, Consumer<ErrorCode> done) {
        if (error != ErrorCode.NONE && error != ErrorCode.TOPIC_ALREADY_EXISTS) {
            done.accept(error);
            return;
        }
        broker.images()
                .await(
                        broker.ports().loop(),
                        image -> image.topic(name) != null,
                        APPEARS_MS,
                        image -> done.accept(ErrorCode.NONE));
    }
}
