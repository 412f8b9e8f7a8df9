package io.leat.log.testkit.sim;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.ListShareGroupOffsetsSpec;
import io.leat.clients.admin.SharePartitionOffsetInfo;
import io.leat.clients.consumer.AcknowledgeType;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.common.config.ConfigResource;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A share group of two {@link SharingReader}s (KIP-932). */
public final class SharingGroup implements ReadingGroup {

    private static final int MEMBERS = 2;

    /** The broker's, in {@link SimulatedLog}. */
    private static final int DELIVERIES_MAX = 10;

    private static final int LOOKS = 12;

    private final String name;
    private final Deliveries deliveries = new Deliveries(DELIVERIES_MAX, this::leaderEpoch);
    private ToIntFunction<String> leaderEpochs = partition -> -1;
    private @Nullable Setting setting;

    public SharingGroup(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int members() {
        return MEMBERS;
    }

    @Override
    public Actor member(Setting given, int number) {
        setting = given;
        return new SharingReader(given, name + "-" + number, name, deliveries);
    }

    @Override
    public Actor caughtUp(Setting given, String observer, Map<String, Long> ends) {
        return new Through(given, observer, ends.keySet());
    }

    @Override
    public Actor afterwards(Setting given, String observer) {
        return new LastLook(given, observer);
    }

    private int leaderEpoch(String partition) {
        return leaderEpochs.applyAsInt(partition);
    }

    /**
     * From now on {@code known} tells the leader epoch of a partition, or something negative: no
     * two members are given a record as the same delivery of it while that stays as it is.
     */
    public void judgeBy(ToIntFunction<String> known) {
        leaderEpochs = known;
    }

    /** How often a record may be given. */
    public int deliveriesMax() {
        return DELIVERIES_MAX;
    }

    /** Whether some member may have said this of a record. */
    public boolean mayHaveSaid(String partition, long offset, AcknowledgeType type) {
        return deliveries.mayHaveSaid(partition, offset, type);
    }

    static List<String> names(Setting setting) {
        return setting.input().stream().map(TopicPartition::toString).sorted().toList();
    }

    /** How many records were taken as done. */
    public long done() {
        return deliveries.done();
    }

    @Override
    public List<Anomaly> anomalies() {
        Map<String, Set<Long>> records = new HashMap<>();
        Setting known = setting;
        if (known == null) {
            return List.of();
        }
        Set<String> input = new TreeSet<>();
        known.input().forEach(partition -> input.add(partition.toString()));
        for (Operation operation : known.history().operations()) {
            if (operation instanceof Operation.Polled polled
                    && input.contains(polled.partition())) {
                Set<Long> offsets =
                        records.computeIfAbsent(polled.partition(), at -> new TreeSet<>());
                polled.records().forEach(seen -> offsets.add(seen.offset()));
            }
        }
        return deliveries.anomalies(records);
    }

    /** Has the group read all from the beginning, as {@code isolation} says. */
    static void choose(Ports ports, Map<String, Object> settings, String group, String isolation) {
        List<AlterConfigOp> operations = new ArrayList<>();
        Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", isolation)
                .forEach(
                        (key, value) ->
                                operations.add(
                                        new AlterConfigOp(
                                                new ConfigEntry(key, value),
                                                AlterConfigOp.OpType.SET)));
        try (Admin admin = LeatAdminClient.on(ports, settings)) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.GROUP, group),
                                    operations))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("Settings of group " + group, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads for a while as a member; what is done must not come. */
    private final class LastLook extends Actor {

        private final Setting given;

        LastLook(Setting given, String name) {
            super(given.log(), name, given.history());
            this.given = given;
        }

        @Override
        protected void work(Ports ports) {
            Deliveries.Consumer self = deliveries.begins(names(given));
            StringDeserializer strings = new StringDeserializer();
            try (LeatShareConsumer<String, String> consumer =
                    LeatShareConsumer.on(
                            ports, with("group.id", SharingGroup.this.name), strings, strings)) {
                consumer.subscribe(SharingReader.topics(given));
                for (int i = 0; i < LOOKS; i++) {
                    consumer.poll(Duration.ofMillis(500))
                            .forEach(record -> deliveries.given(record, self));
                }
            }
        }
    }

    /** Waits until nothing is left for the group. */
    private final class Through extends Actor {

        private final Set<String> partitions;

        Through(Setting setting, String name, Set<String> partitions) {
            super(setting.log(), name, setting.history());
            this.partitions = Set.copyOf(partitions);
        }

        @Override
        protected void work(Ports ports) {
            while (!isThrough(ports)) {
                Sender.pause(ports, 300);
            }
        }

        private boolean isThrough(Ports ports) {
            return through(ports, with(), SharingGroup.this.name).containsAll(partitions);
        }
    }

    /** The partitions of which nothing is left for the group. */
    static Set<String> through(Ports ports, Map<String, Object> settings, String group) {
        Set<String> through = new TreeSet<>();
        try (Admin admin = LeatAdminClient.on(ports, settings)) {
            Map<TopicPartition, SharePartitionOffsetInfo> offsets =
                    admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                            .partitionsToOffsetInfo(group)
                            .get();
            offsets.forEach(
                    (partition, info) -> {
                        if (info != null && info.lag().orElse(-1L) == 0) {
                            through.add(partition.toString());
                        }
                    });
        } catch (ExecutionException e) {
            throw new KafkaException("Offsets of group " + group, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return through;
    }
}
