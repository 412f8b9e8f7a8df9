package io.leat.log.broker.coordinator;

import io.leat.log.broker.Images;
import io.leat.log.broker.NodeAddresses;
import io.leat.log.broker.ProducerIds;
import io.leat.log.broker.RunningConfig;
import io.leat.log.broker.Topics;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.ConsumerGroupKeys;
import io.leat.log.broker.config.GroupKeys;
import io.leat.log.broker.config.ShareKeys;
import io.leat.log.broker.config.StreamsGroupKeys;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.peer.Peers;
import io.leat.log.broker.share.ShareGroupSettings;
import io.leat.log.broker.share.state.KeptStates;
import io.leat.log.broker.share.state.ShareStates;
import io.leat.log.coordinator.CoordinatorLog;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupPart;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.coordinator.group.GroupSettings;
import io.leat.log.coordinator.group.consumer.ConsumerGroups;
import io.leat.log.coordinator.group.consumer.ConsumerSettings;
import io.leat.log.coordinator.group.consumer.MigrationPolicy;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.coordinator.group.share.ShareSettings;
import io.leat.log.coordinator.group.streams.StreamsGroups;
import io.leat.log.coordinator.group.streams.StreamsSettings;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareStateCodec;
import io.leat.log.coordinator.share.ShareStateCoordinator;
import io.leat.log.coordinator.share.ShareStateRecord;
import io.leat.log.coordinator.share.ShareStateSettings;
import io.leat.log.coordinator.transaction.ClientCall;
import io.leat.log.coordinator.transaction.MarkerSender;
import io.leat.log.coordinator.transaction.TransactionCoordinator;
import io.leat.log.coordinator.transaction.TransactionRecord;
import io.leat.log.coordinator.transaction.TransactionRecordCodec;
import io.leat.log.coordinator.transaction.TransactionSettings;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The coordinators of this broker. Partitions of internal topics report to it when they begin or
 * cease to lead; safe on every loop otherwise.
 */
public final class Coordinators {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;
    private final CoordinatorHost<ShareStateCoordinator, ShareStateRecord> shareStates;
    private final LocalMarkers markers;
    private final NodeAddresses addresses;
    private final Images images;

    /** What one loop needs to ask other brokers. Owned by it. */
    private record Remote(MarkerSender markers, RemoteVerifier verifier) {}

    private final Map<EventLoop, Remote> remotes = new IdentityHashMap<>();
    private final Map<EventLoop, ShareStates> states = new IdentityHashMap<>();
    private final ProducerIdReserve reserve;
    private final int nodeId;

    /** The image before the newest one; touched on the quorum's loop only. */
    private MetadataImage seen = MetadataImage.EMPTY;

    public Coordinators(
            RunningConfig running,
            Ports ports,
            int nodeId,
            ShardMap shards,
            Images images,
            ProducerIds ids,
            BiConsumer<String, Consumer<ErrorCode>> makeTopic) {
        this.nodeId = nodeId;
        this.images = images;
        BrokerConfig config = running.now();
        this.addresses = NodeAddresses.of(config);
        GroupSettings groupSettings = groupSettings(config);
        List<GroupPart.Factory> groupParts =
                List.of(
                        ConsumerGroups.factory(
                                consumerSettings(running),
                                group -> images.current().configs(ConfigResource.group(group))),
                        StreamsGroups.factory(streamsSettings(running, images)));
        TransactionSettings transactionSettings = transactionSettings(config);
        this.reserve = new ProducerIdReserve(ids);
        ShareSettings shareGroups = new ShareGroupSettings(running, images).ofGroups();
        this.groups =
                new CoordinatorHost<>(
                        shards,
                        images,
                        Topics.OFFSETS,
                        new GroupRecordCodec(),
                        (log, timers) ->
                                new GroupCoordinator(
                                        timers,
                                        ports.entropy().fork(log.name()),
                                        () -> new ImageTopics(images.current()),
                                        groupSettings,
                                        parts(log, groupParts, shareGroups)));
        this.markers = new LocalMarkers(shards, images, groups);
        ports.loops().forEach(loop -> remotes.put(loop, remote(loop, ports.network())));
        this.transactions =
                new CoordinatorHost<>(
                        shards,
                        images,
                        Topics.TRANSACTIONS,
                        new TransactionRecordCodec(),
                        (log, timers) ->
                                new TransactionCoordinator(
                                        timers,
                                        reserve,
                                        remoteOf(log.loop()).markers(),
                                        log::leaderEpoch,
                                        transactionSettings));
        ShareStateSettings shareSettings =
                new ShareStateSettings(
                        config.get(ShareKeys.UPDATES_PER_SNAPSHOT),
                        config.get(ShareKeys.PRUNE_MS),
                        config.get(ShareKeys.COLD_SNAPSHOT_MS));
        this.shareStates =
                new CoordinatorHost<>(
                        shards,
                        images,
                        Topics.SHARE_STATE,
                        new ShareStateCodec(),
                        (log, timers) ->
                                new ShareStateCoordinator(
                                        log, timers, this::exists, shareSettings));
        for (EventLoop loop : ports.loops()) {
            states.put(
                    loop,
                    new ShareStates(
                            loop,
                            nodeId,
                            images,
                            addresses,
                            new Peers(ports.network(), loop, "broker-" + nodeId + "-share-state"),
                            shareStates,
                            makeTopic,
                            config.get(ShareKeys.WRITE_TIMEOUT_MS)));
        }
        images.subscribe(ports.loop(), this::onImage);
    }

    private Remote remote(EventLoop loop, Network network) {
        String name = "broker-" + nodeId;
        // Two connections: a marker waits for replicas, and a question must not wait for it.
        Peers forMarkers = new Peers(network, loop, name + "-markers");
        Peers forQuestions = new Peers(network, loop, name + "-verification");
        return new Remote(
                new Markers(loop, nodeId, images, addresses, markers, forMarkers),
                new RemoteVerifier(forQuestions));
    }

    private Remote remoteOf(EventLoop loop) {
        Remote remote = remotes.get(loop);
        if (remote == null) {
            throw new IllegalArgumentException("not a loop of this broker: " + loop);
        }
        return remote;
    }

    /** The groups of all kinds on one partition: share groups ask from its loop. */
    private List<GroupPart.Factory> parts(
            CoordinatorLog log, List<GroupPart.Factory> others, ShareSettings shareGroups) {
        List<GroupPart.Factory> all = new ArrayList<>(others);
        all.add(ShareGroups.factory(shareGroups, new KeptStates(shareStates(log.loop()))));
        return all;
    }

    private boolean exists(SharePartitionKey key) {
        TopicImage topic = images.current().topic(key.topicId());
        return topic != null && topic.partition(key.partition()) != null;
    }

    /**
     * Groups forget their offsets in topics that {@code next} has no more, and what share groups
     * have delivered of them is forgotten as well. On the quorum's loop.
     */
    private void onImage(MetadataImage next) {
        Set<String> gone = new HashSet<>();
        Set<Uuid> goneIds = new HashSet<>();
        for (TopicImage topic : seen.topics()) {
            if (next.topic(topic.id()) == null) {
                gone.add(topic.name());
                goneIds.add(topic.id());
            }
        }
        seen = next;
        if (!gone.isEmpty()) {
            for (int partition : groups.led(nodeId)) {
                groups.ask(
                        partition,
                        (coordinator, promise, now) -> coordinator.forgetTopics(gone),
                        answer -> {},
                        error -> {});
            }
            for (int partition : shareStates.led(nodeId)) {
                shareStates.ask(
                        partition,
                        (coordinator, promise, now) -> coordinator.forgetTopics(goneIds),
                        answer -> {},
                        error -> {});
            }
        }
    }

    public CoordinatorHost<GroupCoordinator, GroupRecord> groups() {
        return groups;
    }

    public CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions() {
        return transactions;
    }

    /** What share groups have delivered, of the partitions whose state is kept here. */
    public CoordinatorHost<ShareStateCoordinator, ShareStateRecord> shareStates() {
        return shareStates;
    }

    /** Asks share coordinators, wherever they are, from {@code loop}: one of this broker's. */
    public ShareStates shareStates(EventLoop loop) {
        ShareStates found = states.get(loop);
        if (found == null) {
            throw new IllegalArgumentException("not a loop of this broker: " + loop);
        }
        return found;
    }

    /** Writes markers to the partitions of this broker. */
    public LocalMarkers markers() {
        return markers;
    }

    /** A partition is led here now. Does nothing unless its topic has coordinators. On its loop. */
    public void led(TopicIdPartition id, CoordinatorLog log) {
        if (id.topic().equals(groups.topic())) {
            groups.led(id, log);
        } else if (id.topic().equals(transactions.topic())) {
            reserve.refill();
            transactions.led(id, log);
        } else if (id.topic().equals(shareStates.topic())) {
            shareStates.led(id, log);
        }
    }

    /** A partition is not led here any more, or is about to close. On its loop. */
    public void resigned(TopicIdPartition id) {
        if (id.topic().equals(groups.topic())) {
            groups.resigned(id);
        } else if (id.topic().equals(transactions.topic())) {
            transactions.resigned(id);
        } else if (id.topic().equals(shareStates.topic())) {
            shareStates.resigned(id);
        }
    }

    /** The log of a partition failed for good: requests are told so. On its loop. */
    public void failed(TopicIdPartition id) {
        if (id.topic().equals(groups.topic())) {
            groups.failed(id);
        } else if (id.topic().equals(transactions.topic())) {
            transactions.failed(id);
        } else if (id.topic().equals(shareStates.topic())) {
            shareStates.failed(id);
        }
    }

    /**
     * Asks whether a producer may write to {@code partition} in its open transaction (KIP-890).
     * Called on {@code loop}, one of this broker's; {@code done} runs on some loop, with NONE if it
     * may.
     *
     * @param addPartition whether the write adds the partition: transactions of version 2
     */
    public void verify(
            EventLoop loop,
            TopicPartition partition,
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            Consumer<ErrorCode> done) {
        MetadataImage image = images.current();
        int leader = leader(image, transactions.partitionOf(transactionalId));
        Endpoint address = leader == nodeId ? null : addresses.of(image, leader);
        if (leader == nodeId) {
            verifyHere(partition, transactionalId, producer, addPartition, done);
        } else if (address != null) {
            remoteOf(loop)
                    .verifier()
                    .verify(address, partition, transactionalId, producer, addPartition, done);
        } else {
            done.accept(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        }
    }

    private int leader(MetadataImage image, int partition) {
        TopicImage topic = image.topic(transactions.topic());
        PartitionImage found = topic == null ? null : topic.partition(partition);
        return found == null ? -1 : found.leader();
    }

    private void verifyHere(
            TopicPartition partition,
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            Consumer<ErrorCode> done) {
        ClientCall call =
                new ClientCall(
                        transactionalId, producer, addPartition ? 2 : 1, ClientCall.ANY_CONNECTION);
        Set<TopicPartition> one = Set.of(partition);
        if (addPartition) {
            transactions.<ErrorCode>ask(
                    transactionalId,
                    (coordinator, promise, now) -> coordinator.enlist(call, one, promise, now),
                    done,
                    done);
        } else {
            transactions.<Map<TopicPartition, ErrorCode>>ask(
                    transactionalId,
                    (coordinator, promise, now) -> coordinator.verify(call, one, promise),
                    errors ->
                            done.accept(
                                    errors.getOrDefault(partition, ErrorCode.UNKNOWN_SERVER_ERROR)),
                    done);
        }
    }

    private static GroupSettings groupSettings(BrokerConfig config) {
        return new GroupSettings(
                config.get(BrokerKeys.GROUP_INITIAL_REBALANCE_DELAY_MS),
                config.get(BrokerKeys.GROUP_MIN_SESSION_TIMEOUT_MS),
                config.get(BrokerKeys.GROUP_MAX_SESSION_TIMEOUT_MS),
                config.get(BrokerKeys.GROUP_MAX_SIZE),
                config.get(BrokerKeys.OFFSET_METADATA_BYTES_MAX),
                60_000L * config.get(BrokerKeys.OFFSETS_RETENTION_MINUTES),
                config.get(BrokerKeys.OFFSETS_RETENTION_CHECK_MS));
    }

    private static ConsumerSettings consumerSettings(RunningConfig running) {
        BrokerConfig config = running.now();
        return new ConsumerSettings(
                new ConsumerSettings.Bounded(
                        config.get(ConsumerGroupKeys.SESSION_TIMEOUT_MS),
                        config.get(ConsumerGroupKeys.MIN_SESSION_TIMEOUT_MS),
                        config.get(ConsumerGroupKeys.MAX_SESSION_TIMEOUT_MS)),
                new ConsumerSettings.Bounded(
                        config.get(ConsumerGroupKeys.HEARTBEAT_MS),
                        config.get(ConsumerGroupKeys.MIN_HEARTBEAT_MS),
                        config.get(ConsumerGroupKeys.MAX_HEARTBEAT_MS)),
                new ConsumerSettings.Bounded(
                        () -> running.now().get(ConsumerGroupKeys.ASSIGNMENT_MS),
                        config.get(ConsumerGroupKeys.MIN_ASSIGNMENT_MS),
                        config.get(ConsumerGroupKeys.MAX_ASSIGNMENT_MS)),
                config.get(ConsumerGroupKeys.MAX_SIZE),
                config.get(ConsumerGroupKeys.ASSIGNORS),
                MigrationPolicy.valueOf(
                        config.get(ConsumerGroupKeys.MIGRATION).toUpperCase(Locale.ROOT)),
                config.get(ConsumerGroupKeys.REGEX_REFRESH_MS));
    }

    private static StreamsSettings streamsSettings(RunningConfig running, Images images) {
        Function<ConfigKey<Integer>, ToIntFunction<String>> ofGroup =
                key ->
                        group ->
                                GroupKeys.value(
                                        running.now(),
                                        images.current().configs(ConfigResource.group(group)),
                                        key);
        return new StreamsSettings(
                running.now().get(StreamsGroupKeys.MAX_SIZE),
                ofGroup.apply(GroupKeys.STREAMS_SESSION_TIMEOUT_MS),
                ofGroup.apply(GroupKeys.STREAMS_HEARTBEAT_MS),
                ofGroup.apply(GroupKeys.STREAMS_STANDBY_REPLICAS),
                ofGroup.apply(GroupKeys.STREAMS_INITIAL_DELAY_MS),
                ofGroup.apply(GroupKeys.STREAMS_ASSIGNMENT_MS));
    }

    private static TransactionSettings transactionSettings(BrokerConfig config) {
        TransactionSettings defaults = TransactionSettings.DEFAULT;
        return new TransactionSettings(
                config.get(BrokerKeys.TRANSACTION_TIMEOUT_MAX_MS),
                config.get(BrokerKeys.TRANSACTION_ABORT_CHECK_MS),
                config.get(BrokerKeys.TRANSACTIONAL_ID_EXPIRATION_MS),
                config.get(BrokerKeys.TRANSACTIONAL_ID_CHECK_MS),
                defaults.markerRetryMs(),
                defaults.successorPatienceMs(),
                defaults.lastEpoch());
    }
}
