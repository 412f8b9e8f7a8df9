package io.leat.log.benchmarks.jmh;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.quorum.controller.AlterPartition;
import io.leat.log.quorum.controller.BrokerLife;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.TopicRules;
import io.leat.log.quorum.image.MetadataCodec;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the controller does about 10,000 partitions with three replicas each: decides, encodes what
 * it decided, and makes the next image.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class MetadataBenchmark {

    private static final int PARTITIONS = 10_000;
    private static final int BROKERS = 3;
    private static final List<Integer> ALL = List.of(1, 2, 3);

    /** All partitions in so many topics. */
    @Param({"1", "100"})
    int topics;

    private final BrokerLife brokers = new BrokerLife(new Defaults());
    private final AlterPartition alter = new AlterPartition(new Defaults());
    private MetadataImage image;
    private List<ByteBuffer> changes;
    private List<ByteBuffer> one;
    private AlterPartitionRequest shrink;

    /** Settings nobody has set. */
    private static final class Defaults implements TopicRules {

        @Override
        public @Nullable String violation(String name, String value) {
            return null;
        }

        @Override
        public String defaultOf(String name) {
            return switch (name) {
                case "min.insync.replicas" -> "2";
                case "unclean.leader.election.enable" -> "false";
                case "durability" -> "replicated";
                default -> "";
            };
        }

        @Override
        public int defaultPartitions() {
            return 1;
        }

        @Override
        public int defaultReplicationFactor() {
            return BROKERS;
        }
    }

    @Setup
    public void setUp() {
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        for (int id : ALL) {
            delta.apply(
                    RegisterBrokerRecord.builder()
                            .brokerId(id)
                            .incarnationId(new Uuid(1, id))
                            .brokerEpoch(id)
                            .fenced(false)
                            .build());
        }
        for (int topic = 0; topic < topics; topic++) {
            delta.apply(new TopicRecord("topic-" + topic, id(topic)));
            for (int partition = 0; partition < PARTITIONS / topics; partition++) {
                delta.apply(partition(topic, partition));
            }
        }
        image = delta.image(1);
        changes = encode(brokers.sessionEnded(image, 1, 1).records());
        one = changes.subList(1, 2);
        shrink = shrink();
    }

    private static Uuid id(int topic) {
        return new Uuid(2, topic);
    }

    private static PartitionRecord partition(int topic, int partition) {
        int first = partition % BROKERS;
        List<Integer> replicas =
                List.of(ALL.get(first), ALL.get((first + 1) % BROKERS), ALL.get((first + 2) % 3));
        return PartitionRecord.builder()
                .partitionId(partition)
                .topicId(id(topic))
                .replicas(replicas)
                .isr(replicas)
                .leader(replicas.get(0))
                .leaderEpoch(0)
                .partitionEpoch(0)
                .build();
    }

    /** The leader of a thousand partitions says that one of the replicas lacks something. */
    private AlterPartitionRequest shrink() {
        List<AlterPartitionRequest.TopicData> data = new ArrayList<>();
        int left = 1_000;
        for (int topic = 0; topic < topics && left > 0; topic++) {
            List<AlterPartitionRequest.PartitionData> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS / topics && left > 0; i += BROKERS) {
                partitions.add(
                        AlterPartitionRequest.PartitionData.builder()
                                .partitionIndex(i)
                                .leaderRecoveryState(PartitionImage.RECOVERED)
                                .newIsrWithEpochs(
                                        List.of(
                                                new AlterPartitionRequest.BrokerState(1, 1),
                                                new AlterPartitionRequest.BrokerState(2, 2)))
                                .build());
                left--;
            }
            data.add(new AlterPartitionRequest.TopicData(id(topic), partitions));
        }
        return AlterPartitionRequest.builder().brokerId(1).brokerEpoch(1).topics(data).build();
    }

    private static List<ByteBuffer> encode(List<LogRecord> records) {
        List<ByteBuffer> encoded = new ArrayList<>(records.size());
        records.forEach(record -> encoded.add(MetadataCodec.encode(record)));
        return encoded;
    }

    /** A broker of three is gone: out of every ISR, and other leaders for what it led. */
    @Benchmark
    public List<LogRecord> decideThatABrokerIsGone() {
        return brokers.sessionEnded(image, 1, 1).records();
    }

    /** The same as the controller does it: decides, encodes and applies. */
    @Benchmark
    public MetadataImage updateAllPartitions() {
        List<LogRecord> records = brokers.sessionEnded(image, 1, 1).records();
        List<ByteBuffer> encoded = encode(records);
        MetadataDelta delta = new MetadataDelta(image);
        records.forEach(delta::apply);
        return delta.image(1 + encoded.size());
    }

    /** The same as the others do it: decode and apply what the controller has written. */
    @Benchmark
    public MetadataImage followAllPartitions() {
        return follow(changes);
    }

    /** One partition of the many changes. */
    @Benchmark
    public MetadataImage followOnePartition() {
        return follow(one);
    }

    private MetadataImage follow(List<ByteBuffer> records) {
        MetadataDelta delta = new MetadataDelta(image);
        records.forEach(record -> delta.apply(MetadataCodec.decode(record.duplicate())));
        return delta.image(1 + records.size());
    }

    /** A thousand partitions in one AlterPartition. */
    @Benchmark
    public Decision<AlterPartitionResponse> alterThousand() {
        Decision<AlterPartitionResponse> decision = alter.decide(image, shrink);
        boolean all = decision.records().stream().allMatch(PartitionChangeRecord.class::isInstance);
        if (!all || decision.records().size() != 1_000) {
            throw new IllegalStateException(decision.records().size() + " changes");
        }
        return decision;
    }
}
