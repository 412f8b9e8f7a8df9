package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts and Apache's own on the same server print the same: topics, offsets, and, but for the
 * numbers, what is measured.
 */
@Timeout(180)
final class SameOutputAsKafkaTest {

    @TempDir static Path folder;

    private static LeatServer server;
    private static ApacheTools apache;
    private static Scripts scripts;
    private static String id;

    @BeforeAll
    static void start() throws Exception {
        scripts = new Scripts(folder);
        apache = new ApacheTools();
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "group.initial.rebalance.delay.ms", "0",
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "share.coordinator.state.topic.num.partitions", "1"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()));
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", address()),
                                new StringSerializer(),
                                new StringSerializer())) {
            NewTopic own = new NewTopic("own", 2, (short) 1);
            var made =
                    admin.createTopics(
                            List.of(
                                    new NewTopic("t", 4, (short) 1),
                                    own.configs(Map.of("retention.ms", "86400000"))));
            made.all().get();
            id = made.topicId("own").get().toString();
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>("t", i % 3, 1_000L * i, "k", "v" + i)).get();
                producer.send(new ProducerRecord<>("own", 0, 1_000L * i, "k", "w" + i)).get();
            }
            var earliest =
                    new AlterConfigOp(
                            new ConfigEntry("share.auto.offset.reset", "earliest"),
                            AlterConfigOp.OpType.SET);
            for (String group : List.of("ours", "theirs")) {
                var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
                admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest))).all().get();
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        apache.close();
        server.close();
    }

    private static String address() {
        return server.endpoint().toString();
    }

    private static String[] words(String line, String... before) {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of("--bootstrap-server", address()));
        words.addAll(List.of(line.replace("ID", id).split(" ")));
        return words.toArray(String[]::new);
    }

    private static List<String> lines(int code, String output) {
        List<String> lines = new ArrayList<>(output.lines().sorted().toList());
        lines.add("exit code " + code);
        return lines;
    }

    private static void assertSame(String tool, String script, String line) throws Exception {
        ApacheTools.Run theirs = apache.tryMain(tool, words(line));
        Tools.Run ours = Tools.run(words(line, script));
        assertEquals(
                lines(theirs.code(), theirs.code() == 0 ? theirs.output() : ""),
                lines(ours.code(), ours.output()),
                theirs + "\n" + ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--describe --topic t",
                "--describe --topic own|t",
                "--describe --topic none",
                "--describe --topic none --if-exists",
                "--describe --topic-id ID",
                "--describe --topic-id AAAAAAAAAAAAAAAAAAAABA",
                "--describe --topic t --partition-size-limit-per-response 2",
                "--describe --topics-with-overrides --exclude-internal",
                "--describe --topic t --at-min-isr-partitions",
                "--describe --under-min-isr-partitions",
                "--describe --unavailable-partitions",
                "--describe --under-replicated-partitions",
                "--create --topic bad --partitions 1 --replica-assignment 1",
                "--create --topic bad --replica-assignment 1:1",
                "--create --topic bad --replica-assignment 1,2:1",
                "--alter --topic t --partitions 5 --replica-assignment 1"
            })
    void shouldDescribeAndRefuseTopics(String line) throws Exception {
        assertSame("TopicCommand", "kafka-topics", line);
    }

    @Test
    void shouldPlaceReplicasAsAsked() throws Exception {
        for (String topic : List.of("ours", "theirs")) {
            for (String line :
                    List.of(
                            "--create --topic " + topic + " --replica-assignment 1,1",
                            "--alter --topic "
                                    + topic
                                    + " --partitions 3"
                                    + " --replica-assignment 1,1,1")) {
                if (topic.equals("ours")) {
                    Tools.output(words(line, "kafka-topics"));
                } else {
                    apache.main("TopicCommand", words(line));
                }
            }
        }
        String described = Tools.output(words("--describe --topic ours", "kafka-topics"));
        assertTrue(described.contains("PartitionCount: 3\tReplicationFactor: 1"), described);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--topic t",
                "--topic t|own",
                "--topic none",
                "--topic t --partitions 0,2",
                "--topic-partitions own:1,t:0-2",
                "--topic-partitions t:2-",
                "--topic-partitions :-1",
                "--topic-partitions t:0 --topic t",
                "--exclude-internal-topics",
                "--topic t --time -2",
                "--topic t --time max-timestamp",
                "--topic t --time 5000",
                "--topic t --time 50000",
                "--topic t --time earliest-local"
            })
    void shouldShowOffsets(String line) throws Exception {
        assertSame("GetOffsetShell", "kafka-get-offsets", line);
    }

    /** Numbers, times and names of metrics aside. */
    private static String shape(String output) {
        return output.replaceAll("[0-9]+(?:[.:-][0-9]+)*", "N")
                .replaceAll("(?s)(Metric Name) +Value\\n.*", "$1 Value")
                .replaceAll("(?m)^N N, N, .* share consumer N\\n", "");
    }

    @Tag("live")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConsumerPerformance kafka-consumer-perf-test --topic t --num-records 20",
                "ConsumerPerformance kafka-consumer-perf-test --include own|t --num-records 40"
                        + " --hide-header",
                "ConsumerPerformance kafka-consumer-perf-test --topic t --num-records 20"
                        + " --print-metrics --date-format HH",
                "ConsumerPerformance kafka-consumer-perf-test --topic none --num-records 20"
                        + " --timeout 1",
                "ShareConsumerPerformance kafka-share-consumer-perf-test --topic t --group GROUP"
                        + " --num-records 1",
                "ShareConsumerPerformance kafka-share-consumer-perf-test --topic own --group GROUP"
                        + " --num-records 1 --hide-header --show-consumer-stats --threads 1 --print-metrics",
                "ProducerPerformance kafka-producer-perf-test --topic made --num-records 20"
                        + " --record-size 10 --throughput -1 --warmup-records 5 --print-metrics",
                "ProducerPerformance kafka-producer-perf-test --topic made --num-records 20"
                        + " --payload-monotonic --throughput -1 --transaction-duration-ms 5",
                "ProducerPerformance kafka-producer-perf-test --topic made --num-records 20"
                        + " --throughput -1 --payload-file FILE --payload-delimiter ;"
            })
    void shouldMeasureInTheSameColumns(String line) throws Exception {
        Path file = folder.resolve("payloads");
        Files.writeString(file, "one;two;three");
        List<String> words = new ArrayList<>(List.of(line.split(" ", 3)));
        String rest = words.get(2).replace("FILE", file.toString());
        ApacheTools.Run theirs = apache.alone(words.get(0), words(rest.replace("GROUP", "theirs")));
        Tools.Run ours = Tools.run(words(rest.replace("GROUP", "ours"), words.get(1)));
        assertEquals(0, ours.code(), ours.toString());
        assertEquals(shape(theirs.output()), shape(ours.output()), theirs + "\n" + ours);
    }

    private static String consumed(String rest) throws Exception {
        Tools.Run run =
                scripts.runAlone(
                        "bin/kafka-console-consumer.sh --bootstrap-server "
                                + address()
                                + " --from-beginning "
                                + rest);
        assertEquals(0, run.code(), run.toString());
        return run.output();
    }

    @Test
    void shouldReadHeadersKeysAndNullsFromLines() throws Exception {
        String send =
                "bin/kafka-console-producer.sh --bootstrap-server "
                        + address()
                        + " --topic lines --max-block-ms 30000 --reader-property parse.key=true"
                        + " --reader-property parse.headers=true --reader-property null.marker=NULL"
                        + " --reader-property ignore.error=true";
        Tools.Run sent = scripts.run(send, "a:1,b:NULL\tkey\tvalue\nNULL\tNULL\tNULL\nno parts\n");
        assertEquals(0, sent.code(), sent.toString());
        assertEquals(
                "a:1,b:null\tkey\tvalue\nNO_HEADERS\tnull\tnull\nNO_HEADERS\tnull\tno parts\n",
                consumed(
                        "--topic lines --max-messages 3 --formatter-property print.key=true"
                                + " --formatter-property print.headers=true"));
        Tools.Run refused =
                scripts.run(send.replace("ignore.error=true", "ignore.error=false"), "no parts\n");
        assertEquals(1, refused.code());
        assertTrue(refused.errors().contains("no headers delimiter"), refused.errors());
    }

    @Test
    void shouldReadTopicsThatMatchAndPrintWhatADeserializerMakesOfThem() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", address()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            byte[] short_ = "short".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("numbers-1", short_)).get();
            producer.send(new ProducerRecord<>("numbers-1", new byte[] {0, 0, 0, 7})).get();
        }
        assertEquals(
                "7\nshutdown_complete\n",
                consumed(
                        "--include numbers-.* --max-messages 2 --skip-message-on-error"
                                + " --enable-systest-events --value-deserializer"
                                + " org.apache.kafka.common.serialization.IntegerDeserializer"));
        assertEquals(
                "",
                consumed(
                        "--topic numbers-1 --max-messages 2 --formatter"
                                + " org.apache.kafka.tools.consumer.NoOpMessageFormatter"));
        Tools.Run run =
                scripts.runAlone(
                        "bin/kafka-console-consumer.sh --bootstrap-server "
                                + address()
                                + " --topic numbers-1 --formatter my.Own");
        assertEquals(1, run.code());
        assertTrue(run.errors().contains("'my.Own' is no formatter that is there"), run.errors());
    }

    /** As Apache's formatter prints a record of this version. */
    @Test
    void shouldPrintOffsetsOfGroupsAsKafkasFormatterDoes() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", folder.resolve("offsets").toString(),
                        "offsets.topic.num.partitions", "1");
        try (LeatServer other = LeatServer.start(settings);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", other.endpoint().toString()))) {
            var made = admin.createTopics(List.of(new NewTopic("t", 1, (short) 1)));
            made.all().get();
            TopicPartition partition = new TopicPartition("t", 0);
            admin.alterConsumerGroupOffsets("g", Map.of(partition, new OffsetAndMetadata(5)))
                    .all()
                    .get();
            String line =
                    "bin/kafka-console-consumer.sh --bootstrap-server "
                            + other.endpoint()
                            + " --from-beginning --topic __consumer_offsets --max-messages 1"
                            + " --formatter org.apache.kafka.tools.consumer.OffsetsMessageFormatter";
            assertEquals(
                    "{\"key\":{\"type\":1,\"data\":{\"group\":\"g\",\"topic\":\"t\",\"partition\":0}},"
                            + "\"value\":{\"version\":4,\"data\":{\"offset\":5,\"leaderEpoch\":-1,"
                            + "\"metadata\":\"\",\"commitTimestamp\":N,\"topicId\":\""
                            + made.topicId("t").get()
                            + "\"}}}",
                    scripts.runAlone(line).output().replaceAll("\\d{13}", "N"));
        }
    }
}
