package io.leat.log.broker.node;

import io.leat.log.broker.Broker;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.data.PartitionFanOut;
import io.leat.log.broker.metrics.LoopMetrics;
import io.leat.log.broker.metrics.Metric;
import io.leat.log.broker.metrics.Samples;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.group.GroupSummary;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The metrics of a node at one moment: every loop is asked for what it counts and has, and what
 * comes back is added up. Owned by the first loop, once each.
 */
public final class MetricsGathering {

    /** A coordinator that loads, or whose records nobody takes, must not hide all the rest. */
    private static final long PATIENCE_MS = 2_000;

    /** What is kept of a replica to say how far a group is from its ends. */
    private record Ends(long start, long highWatermark) {}

    private final Broker broker;
    private final EventLoop home;
    private final Consumer<Samples> done;
    private final MetadataImage image;
    private final Samples samples = new Samples();
    private final LoopMetrics counted = new LoopMetrics();
    private final Map<TopicPartition, Ends> ends = new HashMap<>();
    private final List<GroupSummary> groups = new ArrayList<>();
    private boolean finished;

    private MetricsGathering(Broker broker, Consumer<Samples> done) {
        this.broker = broker;
        this.home = broker.ports().loop();
        this.done = done;
        this.image = broker.image();
    }

    /** Gathers, from anywhere; {@code done} runs on the first loop. */
    public static void begin(Broker broker, Consumer<Samples> done) {
        broker.ports().loop().execute(() -> new MetricsGathering(broker, done).ask());
    }

    private void ask() {
        home.schedule(PATIENCE_MS, this::finish);
        PartitionFanOut fanOut = new PartitionFanOut(home, this::finish);
        Set<String> topics =
                image.topics().stream().map(TopicImage::name).collect(Collectors.toSet());
        for (EventLoop loop : broker.ports().loops()) {
            Consumer<LoopMetrics> answered =
                    fanOut.expect(part -> counted.add(part, home.clock().nanos()));
            loop.execute(() -> answered.accept(broker.metrics().of(loop).copy(loop, topics)));
        }
        for (Shard shard : broker.shards().shards()) {
            Consumer<Replicas> answered = fanOut.expect(this::take);
            shard.loop().execute(() -> answered.accept(Replicas.of(shard)));
        }
        askCoordinators(fanOut);
        fanOut.asked();
    }

    private void askCoordinators(PartitionFanOut fanOut) {
        var coordinators = broker.coordinators();
        for (int partition : coordinators.groups().led(broker.nodeId())) {
            Consumer<List<GroupSummary>> answered = fanOut.expect(groups::addAll);
            coordinators
                    .groups()
                    .<List<GroupSummary>>ask(
                            partition,
                            (coordinator, promise, now) -> coordinator.summarize(promise),
                            answered,
                            error -> answered.accept(List.of()));
        }
        ListTransactionsRequest all = ListTransactionsRequest.builder().build();
        for (int partition : coordinators.transactions().led(broker.nodeId())) {
            Consumer<List<ListTransactionsResponse.TransactionState>> answered =
                    fanOut.expect(
                            list ->
                                    list.forEach(
                                            each ->
                                                    samples.add(
                                                            Metric.TRANSACTIONAL_IDS,
                                                            1,
                                                            each.transactionState())));
            coordinators
                    .transactions()
                    .<ListTransactionsResponse>ask(
                            partition,
                            (coordinator, promise, now) -> coordinator.list(all, promise, now),
                            part -> answered.accept(part.transactionStates()),
                            error -> answered.accept(List.of()));
        }
    }

    /** The replicas of one shard, as its loop sees them. */
    private record Replicas(Samples samples, Map<TopicPartition, Ends> ends) {

        static Replicas of(Shard shard) {
            Replicas found = new Replicas(new Samples(), new HashMap<>());
            for (Partition partition : shard.partitions()) {
                if (partition instanceof LogPartition data) {
                    found.add(data);
                }
            }
            return found;
        }

        private void add(LogPartition data) {
            String topic = data.id().topic();
            int number = data.id().partition();
            String partition = String.valueOf(number);
            var log = data.log();
            long start = log.startOffset();
            long committed = log.highWatermark();
            samples.add(Metric.LOG_START, start, topic, partition);
            samples.add(Metric.LOG_END, log.endOffset(), topic, partition);
            samples.add(Metric.HIGH_WATERMARK, committed, topic, partition);
            long heldBack = committed - log.lastStableOffset();
            samples.add(Metric.LAST_STABLE_LAG, heldBack, topic, partition);
            samples.add(Metric.LOG_SIZE, log.sizeInBytes(), topic, partition);
            samples.add(Metric.LOG_SEGMENTS, log.segmentCount(), topic, partition);
            samples.add(Metric.PARTITIONS, 1);
            samples.add(Metric.OFFLINE_REPLICAS, log.isOffline() ? 1 : 0);
            ends.put(new TopicPartition(topic, number), new Ends(start, committed));
        }
    }

    private void take(Replicas replicas) {
        samples.addAll(replicas.samples);
        ends.putAll(replicas.ends);
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        counted.report(samples);
        samples.add(Metric.REQUEST_MEMORY, broker.requestMemory().usedBytes());
        samples.add(Metric.REQUEST_MEMORY_MAX, broker.requestMemory().bytesMax());
        broker.telemetry().addTo(samples);
        addLeaders();
        addCluster();
        addGroups();
        done.accept(samples);
    }

    private void addLeaders() {
        samples.add(Metric.PARTITIONS, 0);
        samples.add(Metric.OFFLINE_REPLICAS, 0);
        int led = 0;
        int underReplicated = 0;
        int underMin = 0;
        int atMin = 0;
        for (TopicImage topic : image.topics()) {
            int configured =
                    broker.config()
                            .topic(image.configs(ConfigResource.topic(topic.name())))
                            .get(TopicKeys.MIN_INSYNC_REPLICAS);
            for (PartitionImage each : topic.partitions()) {
                if (each.leader() != broker.nodeId()) {
                    continue;
                }
                int inSync = each.isr().size();
                int min = each.minIsr(configured);
                led++;
                underReplicated += inSync < each.settledReplicas() ? 1 : 0;
                underMin += inSync < min ? 1 : 0;
                atMin += inSync == min ? 1 : 0;
            }
        }
        samples.add(Metric.LEADERS, led);
        samples.add(Metric.UNDER_REPLICATED, underReplicated);
        samples.add(Metric.UNDER_MIN_ISR, underMin);
        samples.add(Metric.AT_MIN_ISR, atMin);
    }

    /** What only the active controller says, so that a sum over all nodes is right. */
    private void addCluster() {
        boolean active = broker.activeController().isHere();
        int partitions = 0;
        int offline = 0;
        for (TopicImage topic : image.topics()) {
            partitions += topic.partitions().size();
            for (PartitionImage each : topic.partitions()) {
                offline += each.hasLeader() ? 0 : 1;
            }
        }
        long fenced = image.brokers().stream().filter(BrokerImage::fenced).count();
        samples.add(Metric.ACTIVE_CONTROLLER, active ? 1 : 0);
        samples.add(Metric.OFFLINE_PARTITIONS, active ? offline : 0);
        samples.add(Metric.TOPICS, active ? image.topics().size() : 0);
        samples.add(Metric.CLUSTER_PARTITIONS, active ? partitions : 0);
        samples.add(Metric.FENCED_BROKERS, active ? fenced : 0);
        samples.add(Metric.ACTIVE_BROKERS, active ? image.brokers().size() - fenced : 0);
        samples.add(Metric.METADATA_OFFSET, image.offset());
    }

    private void addGroups() {
        samples.add(Metric.GROUPS, groups.size());
        samples.add(Metric.TRANSACTIONAL_IDS, 0);
        long offsets = 0;
        for (GroupSummary group : groups) {
            samples.add(Metric.GROUPS, 1, group.state());
            samples.add(Metric.GROUP_MEMBERS, group.members(), group.groupId());
            offsets += group.offsets().size();
            group.offsets().forEach((partition, offset) -> addOffset(group, partition, offset));
        }
        samples.add(Metric.GROUP_OFFSETS, offsets);
    }

    private void addOffset(GroupSummary group, TopicPartition partition, long offset) {
        String[] labels = {
            group.groupId(), partition.topic(), String.valueOf(partition.partition())
        };
        samples.add(Metric.GROUP_OFFSET, offset, labels);
        Ends found = ends.get(partition);
        if (found != null) {
            samples.add(Metric.GROUP_LAG, Math.max(0, found.highWatermark - offset), labels);
            samples.add(Metric.GROUP_LEAD, Math.max(0, offset - found.start), labels);
        }
    }
}
