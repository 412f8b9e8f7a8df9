package io.leat.log.server;

import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET;
import static org.apache.kafka.common.config.ConfigResource.Type.TOPIC;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.ApacheKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same settings and the same records on a Leat server and on Apache Kafka: what is left of
 * them, where logs begin and end, and what is refused are the same.
 */
@Timeout(300)
final class SameStorageAsKafkaTest {

    private static final int LARGE = 100_000;
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final String SEGMENT = "1048576";
    private static final long NOW = System.currentTimeMillis();
    private static final long HOUR = 3_600_000;

    /** What differs, and why. */
    private static final Map<String, String> EXPLAINED =
            Map.of(
                    "segment.bytes=14",
                    "small segments are allowed: tests and small machines want them");

    @TempDir static Path folder;

    private static LeatServer leat;
    private static ApacheKafka kafka;

    @BeforeAll
    static void start() {
        Map<String, String> both = new HashMap<>();
        both.put("log.retention.check.interval.ms", "300");
        both.put("log.cleaner.backoff.ms", "200");
        both.put("log.segment.delete.delay.ms", "100");
        Map<String, String> theirs = new HashMap<>(both);
        theirs.put("log.initial.task.delay.ms", "100");
        theirs.put("log.cleaner.enable", "true");
        theirs.put("log.dirs", folder.resolve("k1") + "," + folder.resolve("k2"));
        kafka = ApacheKafka.start(theirs);
        Map<String, String> ours = new HashMap<>(both);
        ours.put("log.dirs", folder.resolve("l1") + "," + folder.resolve("l2"));
        ours.put("listeners", "PLAINTEXT://127.0.0.1:0");
        ours.put("node.id", "1");
        leat = LeatServer.start(ours);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        leat.close();
    }

    /** A topic with settings, and what is written to it. */
    private enum Case {
        SIZE("cleanup.policy=delete,segment.bytes=" + SEGMENT + ",retention.bytes=2500000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(60, "k", LARGE, NOW);
            }
        },
        NO_BYTES("segment.bytes=" + SEGMENT + ",retention.bytes=0") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(25, "k", LARGE, NOW);
            }
        },
        ALL_TOO_OLD("retention.ms=60000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(10, "k", 100, NOW - HOUR);
            }
        },
        SOME_TOO_OLD("segment.bytes=" + SEGMENT + ",retention.ms=600000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(25, "k", LARGE, NOW - HOUR);
                topic.send(25, "k", LARGE, NOW);
            }
        },
        ONE_YOUNG_RECORD_KEEPS_A_SEGMENT("segment.bytes=" + SEGMENT + ",retention.ms=600000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(5, "k", LARGE, NOW - HOUR);
                topic.send(1, "k", LARGE, NOW);
                topic.send(25, "k", LARGE, NOW - HOUR);
            }
        },
        AGE_ROLLS("segment.ms=1000,retention.bytes=150") {
            @Override
            void write(Topic topic) throws Exception {
                for (int i = 0; i < 5; i++) {
                    topic.send(3, "k", 100, NOW - HOUR + i * 5_000);
                }
            }
        },
        COMPACT(COMPACTED) {
            @Override
            void write(Topic topic) throws Exception {
                for (int i = 0; i < 12; i++) {
                    topic.send(5, "k", LARGE, NOW);
                }
            }
        },
        COMPACT_WITH_TOMBSTONES(COMPACTED + ",delete.retention.ms=3600000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(20, "k", LARGE, NOW);
                topic.send(10, "k", -1, NOW);
                topic.send(20, "x", LARGE, NOW);
            }
        },
        COMPACT_NOT_YET(COMPACTED + ",min.compaction.lag.ms=3600000") {
            @Override
            void write(Topic topic) throws Exception {
                for (int i = 0; i < 6; i++) {
                    topic.send(5, "k", LARGE, NOW);
                }
            }
        },
        COMPACT_AND_DELETE(
                COMPACTED.replace("compact", "[compact;delete]") + ",retention.ms=600000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(30, "old", LARGE, NOW - HOUR);
                topic.send(30, "k", LARGE, NOW);
                topic.send(30, "k", LARGE, NOW);
            }
        },
        COMPACT_TAKES_NO_RECORD_WITHOUT_A_KEY(COMPACTED) {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(3, "k", 100, NOW);
                topic.send(1, null, 100, NOW);
                topic.send(3, "k", 100, NOW);
            }
        },
        TOO_LARGE("max.message.bytes=2000") {
            @Override
            void write(Topic topic) throws Exception {
                for (int bytes : new int[] {1_800, 1_930, 1_940, 2_100}) {
                    topic.send(1, "k", bytes, NOW);
                }
            }
        },
        BOUNDS("message.timestamp.before.max.ms=60000,message.timestamp.after.max.ms=60000") {
            @Override
            void write(Topic topic) throws Exception {
                for (long time : new long[] {NOW, NOW - HOUR, NOW + HOUR, 0}) {
                    topic.send(1, "k", 100, time);
                }
            }
        },
        APPEND_TIME("message.timestamp.type=LogAppendTime,message.timestamp.before.max.ms=60000") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(3, "k", 100, NOW - HOUR);
            }
        },
        RECOMPRESSED("compression.type=zstd,segment.bytes=" + SEGMENT + ",retention.bytes=1") {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(40, "k", LARGE, NOW); // so small that one segment takes all
            }
        },
        DELETED_RECORDS("segment.bytes=" + SEGMENT) {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(25, "k", LARGE, NOW);
                topic.deleteBefore(7);
                topic.deleteBefore(99);
                topic.deleteBefore(3);
            }
        },
        DELETED_RECORDS_OF_COMPACTED(COMPACTED) {
            @Override
            void write(Topic topic) throws Exception {
                topic.send(5, "k", 100, NOW);
                topic.deleteBefore(3);
            }
        };

        private final Map<String, String> settings = new TreeMap<>();

        Case(String settings) {
            for (String each : settings.split(",")) {
                String[] parts = each.split("=");
                String value = parts[1].replace("[", "").replace("]", "").replace(';', ',');
                this.settings.put(parts[0], value);
            }
        }

        abstract void write(Topic topic) throws Exception;

        String topic() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String COMPACTED =
            "cleanup.policy=compact,min.cleanable.dirty.ratio=0.01,segment.bytes=1048576";

    /** A topic on one of the servers, and what happened to it. */
    private static final class Topic {

        private final String name;
        private final Admin admin;
        private final KafkaProducer<byte[], byte[]> producer;
        private final List<String> events = new ArrayList<>();
        private int sent;

        Topic(String name, Admin admin, KafkaProducer<byte[], byte[]> producer) {
            this.name = name;
            this.admin = admin;
            this.producer = producer;
        }

        /** With keys {@code k0, k1 ...}, none if that is null; without values if bytes are -1. */
        void send(int records, String key, int bytes, long timestamp) throws Exception {
            for (int i = 0; i < records; i++) {
                byte[] k = key == null ? null : (key + i).getBytes(StandardCharsets.UTF_8);
                byte[] value = bytes < 0 ? null : new byte[bytes];
                try {
                    long offset =
                            producer.send(new ProducerRecord<>(name, 0, timestamp, k, value))
                                    .get()
                                    .offset();
                    assertEquals(sent++, offset);
                } catch (ExecutionException e) {
                    events.add(e.getCause().getClass().getSimpleName());
                }
            }
        }

        void deleteBefore(long offset) throws Exception {
            Map<TopicPartition, RecordsToDelete> wanted =
                    Map.of(new TopicPartition(name, 0), RecordsToDelete.beforeOffset(offset));
            try {
                events.add(
                        "low watermark "
                                + admin.deleteRecords(wanted)
                                        .lowWatermarks()
                                        .get(new TopicPartition(name, 0))
                                        .get()
                                        .lowWatermark());
            } catch (ExecutionException e) {
                events.add(e.getCause().getClass().getSimpleName());
            }
        }
    }

    private static Map<String, Object> client(String server) {
        return Map.of(
                "bootstrap.servers", server,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class,
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class,
                "linger.ms", 0);
    }

    private static List<String> servers() {
        return List.of("127.0.0.1:" + leat.listeners().get(0).endpoint().port(), kafka.bootstrap());
    }

    /** What can be seen of a topic: where it begins and ends, and each record. */
    private static List<String> visible(String server, String name) throws Exception {
        List<String> seen = new ArrayList<>();
        TopicPartition partition = new TopicPartition(name, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(client(server))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            seen.add(begin + " to " + end);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    seen.add(text(each));
                }
            }
        }
        return seen;
    }

    private static String text(ConsumerRecord<byte[], byte[]> each) {
        boolean own = each.timestampType().name().equals("CREATE_TIME");
        return each.offset()
                + " "
                + (each.key() == null ? null : new String(each.key(), StandardCharsets.UTF_8))
                + " "
                + (each.value() == null ? -1 : each.value().length)
                + " "
                + each.timestampType()
                + " "
                + (own ? each.timestamp() - NOW : each.timestamp() >= NOW - 1_000);
    }

    @Test
    void shouldLeaveTheSame() throws Exception {
        Map<String, List<String>> events = new TreeMap<>();
        for (Case wanted : Case.values()) {
            for (String server : servers()) {
                List<String> of = write(wanted, server);
                List<String> first = events.putIfAbsent(wanted.name(), of);
                assertEquals(of, first == null ? of : first, "events of " + wanted);
            }
        }
        // Retention and compaction run in the background, on each when it comes to it.
        Map<Case, List<String>> before = new HashMap<>();
        await().atMost(SETTLE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> {
                            Map<Case, String> unsettled = new TreeMap<>();
                            for (Case each : Case.values()) {
                                List<String> ours = visible(servers().get(0), each);
                                List<String> theirs = visible(servers().get(1), each);
                                List<String> last = before.put(each, ours);
                                if (!ours.equals(theirs) || !ours.equals(last)) {
                                    unsettled.put(each, "Leat " + ours + ", Kafka " + theirs);
                                }
                            }
                            assertEquals(Map.of(), unsettled);
                        });
    }

    private static List<String> visible(String server, Case of) throws Exception {
        List<String> seen = visible(server, of.topic());
        // An empty segment may go with old ones before it or stay, as it was compacted when.
        boolean both = of == Case.COMPACT_AND_DELETE;
        return both ? seen.subList(1, seen.size()) : seen;
    }

    private static List<String> write(Case wanted, String server) throws Exception {
        try (Admin admin = Admin.create(client(server));
                var producer = new KafkaProducer<byte[], byte[]>(client(server))) {
            // What deletes comes last: else it depends on when it looks what it sees.
            Map<String, String> first = new HashMap<>(wanted.settings);
            first.put("retention.ms", "-1");
            first.remove("retention.bytes");
            NewTopic topic = new NewTopic(wanted.topic(), 1, (short) 1).configs(first);
            admin.createTopics(List.of(topic)).all().get();
            Topic written = new Topic(wanted.topic(), admin, producer);
            wanted.write(written);
            List<AlterConfigOp> then = new ArrayList<>();
            wanted.settings.forEach(
                    (name, value) ->
                            then.add(new AlterConfigOp(new ConfigEntry(name, value), SET)));
            ConfigResource resource = new ConfigResource(TOPIC, wanted.topic());
            admin.incrementalAlterConfigs(Map.of(resource, then)).all().get();
            return written.events;
        }
    }

    @Test
    void shouldRefuseTheSameSettings() throws Exception {
        List<String> wanted =
                List.of(
                        "retention.ms=-2",
                        "retention.ms=x",
                        "retention.bytes=-2",
                        "segment.bytes=14",
                        "segment.ms=0",
                        "segment.jitter.ms=-1",
                        "segment.index.bytes=3",
                        "index.interval.bytes=-1",
                        "flush.messages=0",
                        "flush.ms=-1",
                        "file.delete.delay.ms=-1",
                        "preallocate=maybe",
                        "cleanup.policy=foo",
                        "compression.type=foo",
                        "compression.gzip.level=10",
                        "compression.gzip.level=0",
                        "compression.zstd.level=23",
                        "compression.lz4.level=0",
                        "min.cleanable.dirty.ratio=1.5",
                        "min.compaction.lag.ms=-1",
                        "max.compaction.lag.ms=0",
                        "min.compaction.lag.ms=10,max.compaction.lag.ms=5",
                        "delete.retention.ms=-1",
                        "max.message.bytes=-1",
                        "message.timestamp.type=foo",
                        "message.timestamp.before.max.ms=-1",
                        "message.timestamp.after.max.ms=-1",
                        "min.insync.replicas=0",
                        "local.retention.ms=-3",
                        "local.retention.ms=100,retention.ms=10",
                        "local.retention.bytes=100,retention.bytes=10",
                        "remote.storage.enable=true",
                        "remote.log.copy.disable=true",
                        "remote.log.delete.on.disable=true",
                        "no.such.setting=1");
        Map<String, String> different = new LinkedHashMap<>();
        List<Map<String, String>> answers = new ArrayList<>();
        for (String server : servers()) {
            Map<String, String> answered = new LinkedHashMap<>();
            try (Admin admin = Admin.create(client(server))) {
                for (String each : wanted) {
                    answered.put(each, outcome(admin, "refused-" + wanted.indexOf(each), each));
                }
            }
            answers.add(answered);
        }
        for (String each : wanted) {
            String ours = answers.get(0).get(each);
            String theirs = answers.get(1).get(each);
            if (!ours.equals(theirs) && !EXPLAINED.containsKey(each)) {
                different.put(each, "Leat " + ours + ", Kafka " + theirs);
            }
        }
        assertEquals(Map.of(), different);
    }

    private static String outcome(Admin admin, String topic, String settings) throws Exception {
        Map<String, String> configs = new HashMap<>();
        Arrays.stream(settings.split(","))
                .map(each -> each.split("="))
                .forEach(each -> configs.put(each[0], each[1]));
        try {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .get();
            return "taken";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    @Test
    void shouldMoveBetweenFoldersAlike() throws Exception {
        List<List<String>> answers = new ArrayList<>();
        for (String server : servers()) {
            List<String> seen = new ArrayList<>();
            try (Admin admin = Admin.create(client(server));
                    var producer = new KafkaProducer<byte[], byte[]>(client(server))) {
                admin.createTopics(List.of(new NewTopic("moved", 1, (short) 1))).all().get();
                Topic topic = new Topic("moved", admin, producer);
                topic.send(20, "k", LARGE, NOW);
                String home = home(admin);
                String other = other(admin, home);
                seen.add(move(admin, "moved", "/no/such/folder"));
                seen.add(move(admin, "no-such-topic", other));
                seen.add(move(admin, "moved", home));
                seen.add(move(admin, "moved", other));
                await().atMost(Duration.ofSeconds(60)).until(() -> home(admin).equals(other));
                topic.send(1, "k", 10, NOW);
                admin.listOffsets(Map.of(new TopicPartition("moved", 0), OffsetSpec.latest()))
                        .all()
                        .get()
                        .values()
                        .forEach(end -> seen.add("end " + end.offset()));
            }
            seen.addAll(visible(server, "moved"));
            answers.add(seen);
        }
        assertEquals(answers.get(1), answers.get(0));
    }

    private static String home(Admin admin) throws Exception {
        TopicPartitionReplica replica = new TopicPartitionReplica("moved", 0, 1);
        return admin.describeReplicaLogDirs(List.of(replica))
                .all()
                .get()
                .get(replica)
                .getCurrentReplicaLogDir();
    }

    private static String other(Admin admin, String home) throws Exception {
        return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).keySet().stream()
                .filter(each -> !each.equals(home))
                .findFirst()
                .orElseThrow();
    }

    private static String move(Admin admin, String topic, String path) throws Exception {
        try {
            admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica(topic, 0, 1), path))
                    .all()
                    .get();
            return "moves";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }
}
