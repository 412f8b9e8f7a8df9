package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.common.serialization.Serdes;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.MisconfiguredInternalTopicException;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Repartitioned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many partitions topics have that are joined, on a real server. */
@Timeout(60)
class CopartitioningTest {

    @TempDir Path folder;

    private LeatServer server;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("log").toString(),
                                "offsets.topic.num.partitions", "1"));
        admin = Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()));
        admin.createTopics(
                        List.of(
                                new NewTopic("three", 3, (short) 1),
                                new NewTopic("two", 2, (short) 1)))
                .all()
                .get();
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    private LeatStreams streams(StreamsBuilder builder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, server.endpoint().toString());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return new LeatStreams(builder.build(), settings);
    }

    private int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }

    private static void join(KStream<String, String> left, KTable<String, String> right) {
        left.join(right, (one, other) -> one + other).to("out");
    }

    @Test
    void shouldRefuseToJoinTopicsWithDifferentCountsAndNameBoth() {
        StreamsBuilder builder = new StreamsBuilder();
        join(builder.stream("three"), builder.table("two"));
        try (LeatStreams streams = streams(builder)) {
            TopologyException refused = assertThrows(TopologyException.class, streams::start);
            assertEquals(
                    "The topics three (3 partitions) and two (2) are joined and"
                            + " need equally many partitions. Let one of them go through"
                            + " repartition().",
                    refused.getMessage());
        }
    }

    @Test
    void shouldRefuseARepartitionThatAsksForAnotherCountThanWhatItIsJoinedWith() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("three");
        join(
                stream.repartition(
                        Repartitioned.<String, String>as("own").withNumberOfPartitions(4)),
                builder.table("two"));
        try (LeatStreams streams = streams(builder)) {
            assertThrows(TopologyException.class, streams::start);
        }
    }

    @Test
    void shouldGiveRepartitionTopicsTheCountOfWhatTheyAreJoinedWith() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("three");
        join(stream.repartition(Repartitioned.as("own")), builder.table("two"));
        try (LeatStreams streams = streams(builder)) {
            streams.start();
            assertEquals(2, partitions("app-own-repartition"));
        }
    }

    @Test
    void shouldGiveRepartitionTopicsThatAreJoinedTheLargestCount() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> three = builder.stream("three");
        KStream<String, String> two = builder.stream("two");
        join(
                three.repartition(Repartitioned.as("of-three")),
                two.repartition(Repartitioned.as("of-two")).toTable());
        try (LeatStreams streams = streams(builder)) {
            streams.start();
            assertEquals(3, partitions("app-of-three-repartition"));
            assertEquals(3, partitions("app-of-two-repartition"));
        }
    }

    @Test
    void shouldSayThatAnInternalTopicHasAnotherCountThanIsNeeded() throws Exception {
        admin.createTopics(List.of(new NewTopic("app-words-repartition", 5, (short) 1)))
                .all()
                .get();
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("three")
                .groupBy((key, value) -> value, Grouped.as("words"))
                .count();
        try (LeatStreams streams = streams(builder)) {
            Exception refused =
                    assertThrows(MisconfiguredInternalTopicException.class, streams::start);
            assertEquals(
                    "the internal topic app-words-repartition has 5 partitions and the topology"
                            + " needs 3. If the input was given more partitions, start with a new"
                            + " application.id or delete the topic, and with it its state.",
                    refused.getMessage());
        }
    }
}
