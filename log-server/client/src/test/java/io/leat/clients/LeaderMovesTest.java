package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ScriptedCluster.Entry;
import io.leat.clients.ScriptedCluster.Seen;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LogTruncationException;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.MetadataResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producer and consumer while the partition they use gets another leader; in virtual time. */
@Timeout(60)
class LeaderMovesTest {

    private static final TopicPartition PARTITION = new TopicPartition(ScriptedCluster.TOPIC, 0);

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "b1:9092");
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    /** A producer that waits long before it tries again, unless it knows better. */
    private static Producer<String, String> patientProducer(ClientsOn clients) {
        return clients.producer(
                settings(
                        "enable.idempotence", false,
                        "retry.backoff.ms", 20_000,
                        "retry.backoff.max.ms", 20_000),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Consumer<String, String> consumer(ClientsOn clients, Object... more) {
        Map<String, Object> all = settings(more);
        all.putIfAbsent("auto.offset.reset", "earliest");
        Consumer<String, String> consumer =
                clients.consumer(all, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    private static List<String> read(Consumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        for (int polls = 0; values.size() < count && polls < 100; polls++) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                values.add(record.value());
            }
        }
        return values;
    }

    private static long between(List<Seen> requests, int first, int second) {
        return requests.get(second).atMs() - requests.get(first).atMs();
    }

    @Test
    void shouldProduceAtOnceToTheLeaderThatTheOldOneNames() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.hints = true;
                    try (Producer<String, String> producer = patientProducer(clients)) {
                        cluster.elect(2);
                        producer.send(new ProducerRecord<>(ScriptedCluster.TOPIC, "a")).get();
                        List<Seen> requests = cluster.seen(ApiKey.PRODUCE);
                        assertEquals(List.of(1, 2), requests.stream().map(Seen::node).toList());
                        assertTrue(between(requests, 0, 1) < 1_000);
                    }
                });
    }

    @Test
    void shouldProduceToTheNewLeaderAsSoonAsMetadataNamesIt() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    try (Producer<String, String> producer = patientProducer(clients)) {
                        producer.partitionsFor(ScriptedCluster.TOPIC);
                        cluster.elect(2);
                        cluster.announce();
                        producer.send(new ProducerRecord<>(ScriptedCluster.TOPIC, "a")).get();
                        List<Seen> requests = cluster.seen(ApiKey.PRODUCE);
                        assertEquals(List.of(1, 2), requests.stream().map(Seen::node).toList());
                        assertTrue(between(requests, 0, 1) < 1_000);
                    }
                });
    }

    @Test
    void shouldWaitBetweenAttemptsWhileNobodyKnowsTheLeader() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    try (Producer<String, String> producer = patientProducer(clients)) {
                        producer.partitionsFor(ScriptedCluster.TOPIC);
                        cluster.elect(2);
                        cluster.script(
                                ApiKey.METADATA,
                                request -> {
                                    if (cluster.seen(ApiKey.PRODUCE).size() == 3) {
                                        cluster.announce();
                                    }
                                    return null;
                                });
                        producer.send(new ProducerRecord<>(ScriptedCluster.TOPIC, "a")).get();
                        List<Seen> requests = cluster.seen(ApiKey.PRODUCE);
                        assertEquals(
                                List.of(1, 1, 1, 2), requests.stream().map(Seen::node).toList());
                        assertTrue(between(requests, 0, 1) > 10_000);
                    }
                });
    }

    @Test
    void shouldFetchAtOnceFromTheLeaderThatTheOldOneNames() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.hints = true;
                    cluster.append("a");
                    try (Consumer<String, String> consumer =
                            consumer(clients, "retry.backoff.ms", 20_000L)) {
                        assertEquals(List.of("a"), read(consumer, 1));
                        cluster.elect(2);
                        cluster.append("b");
                        long since = cluster.nowMs();
                        assertEquals(List.of("b"), read(consumer, 1));
                        assertTrue(cluster.nowMs() - since < 2_000);
                    }
                });
    }

    @Test
    void shouldPauseWhenTheLeaderNamedIsTheOneAlreadyKnown() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.script(
                            ApiKey.FETCH,
                            request ->
                                    refusal(
                                            (FetchRequest) request.request(),
                                            ErrorCode.NOT_LEADER_OR_FOLLOWER));
                    try (Consumer<String, String> consumer =
                            consumer(clients, "retry.backoff.ms", 1_000L)) {
                        consumer.poll(Duration.ofSeconds(20));
                        int asked = cluster.seen(ApiKey.FETCH).size();
                        assertTrue(asked > 5 && asked < 50, "asked " + asked + " times");
                    }
                });
    }

    /** An error for the partition, with a hint to what everybody knows: broker 1, epoch 5. */
    private static FetchResponse refusal(FetchRequest request, ErrorCode error) {
        return FetchResponse.builder()
                .nodeEndpoints(List.of(new FetchResponse.NodeEndpoint(1, "b1", 9_092, null)))
                .responses(
                        List.of(
                                new FetchResponse.FetchableTopicResponse(
                                        "",
                                        request.topics().get(0).topicId(),
                                        List.of(
                                                FetchResponse.PartitionData.builder()
                                                        .errorCode(error)
                                                        .currentLeader(
                                                                new FetchResponse.LeaderIdAndEpoch(
                                                                        1, 5))
                                                        .records(Records.EMPTY)
                                                        .build()))))
                .build();
    }

    @Test
    void shouldReadOnAfterEveryErrorThatALeaderChangeBrings() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a");
                    try (Consumer<String, String> consumer = consumer(clients)) {
                        assertEquals(List.of("a"), read(consumer, 1));
                        cluster.elect(1); // FENCED_LEADER_EPOCH until metadata is fetched
                        cluster.announce();
                        cluster.append("b");
                        assertEquals(List.of("b"), read(consumer, 1));
                        cluster.elect(3); // NOT_LEADER_OR_FOLLOWER until metadata is fetched
                        cluster.announce();
                        cluster.append("c");
                        assertEquals(List.of("c"), read(consumer, 1));
                        List<ErrorCode> errors =
                                new ArrayList<>(
                                        List.of(
                                                ErrorCode.UNKNOWN_LEADER_EPOCH,
                                                ErrorCode.OFFSET_NOT_AVAILABLE,
                                                ErrorCode.LEADER_NOT_AVAILABLE,
                                                ErrorCode.KAFKA_STORAGE_ERROR));
                        cluster.script(
                                ApiKey.FETCH,
                                request ->
                                        errors.isEmpty()
                                                ? null
                                                : refusal(
                                                        (FetchRequest) request.request(),
                                                        errors.remove(0)));
                        cluster.append("d");
                        assertEquals(List.of("d"), read(consumer, 1));
                        assertEquals(List.of(), errors);
                    }
                });
    }

    /** Everything was read in epoch 5; the leader of epoch 6 lacks all but "a". */
    private static void truncate(ScriptedCluster cluster) {
        cluster.elect(2);
        Entry first = cluster.log.get(0);
        cluster.log.clear();
        cluster.log.add(first);
        cluster.append("x", "y", "z");
        cluster.announce();
    }

    @Test
    void shouldGoBackToWhereTheLogsPartWays() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a", "b", "c");
                    try (Consumer<String, String> consumer = consumer(clients)) {
                        assertEquals(List.of("a", "b", "c"), read(consumer, 3));
                        truncate(cluster);
                        assertEquals(List.of("x", "y", "z"), read(consumer, 3));
                        List<Seen> validations = cluster.seen(ApiKey.OFFSET_FOR_LEADER_EPOCH);
                        List<Seen> fetches =
                                cluster.seen(ApiKey.FETCH).stream()
                                        .filter(fetch -> fetch.node() == 2)
                                        .toList();
                        assertEquals(2, validations.get(validations.size() - 1).node());
                        assertTrue(
                                fetches.get(0).atMs() >= validations.get(0).atMs(),
                                "fetched before the position was validated");
                    }
                });
    }

    @Test
    void shouldNotHandOutWhatWasFetchedAheadFromALeaderWhoseLogIsGone() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a", "b", "c");
                    try (Consumer<String, String> consumer =
                            consumer(clients, "max.poll.records", 1)) {
                        assertEquals(List.of("a"), read(consumer, 1));
                        truncate(cluster);
                        consumer.partitionsFor("nowhere"); // brings new metadata
                        assertEquals(List.of("x", "y", "z"), read(consumer, 3));
                    }
                });
    }

    @Test
    void shouldFailUntilTheApplicationSeeksWhenTruncatedWithoutAPolicy() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a", "b", "c");
                    try (Consumer<String, String> consumer =
                            consumer(clients, "auto.offset.reset", "none")) {
                        consumer.seek(PARTITION, 0);
                        assertEquals(List.of("a", "b", "c"), read(consumer, 3));
                        truncate(cluster);
                        for (int i = 0; i < 2; i++) {
                            LogTruncationException truncated =
                                    assertThrows(
                                            LogTruncationException.class, () -> read(consumer, 1));
                            assertEquals(
                                    Map.of(PARTITION, 3L), truncated.offsetOutOfRangePartitions());
                            OffsetAndMetadata parting = truncated.divergentOffsets().get(PARTITION);
                            assertEquals(1, parting.offset());
                            assertEquals(Optional.of(5), parting.leaderEpoch());
                        }
                        consumer.seek(PARTITION, 1);
                        assertEquals(List.of("x", "y", "z"), read(consumer, 3));
                    }
                });
    }

    @Test
    void shouldValidateAPositionThatComesWithAnEpoch() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a", "b", "c");
                    truncate(cluster);
                    try (Consumer<String, String> consumer = consumer(clients)) {
                        consumer.seek(PARTITION, new OffsetAndMetadata(3, Optional.of(5), ""));
                        assertEquals(List.of("x", "y", "z"), read(consumer, 3));
                    }
                });
    }

    @Test
    void shouldReadFromTheReplicaThatTheLeaderPrefersForTheRack() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a", "b");
                    cluster.preferredReplica = 3;
                    try (Consumer<String, String> consumer =
                            consumer(clients, "client.rack", "east")) {
                        assertEquals(List.of("a", "b"), read(consumer, 2));
                        cluster.append("c");
                        assertEquals(List.of("c"), read(consumer, 1));
                        assertEquals(
                                1,
                                cluster.seen(ApiKey.FETCH).stream()
                                        .filter(fetch -> fetch.node() == 1)
                                        .count());
                        cluster.kill(3);
                        cluster.preferredReplica = -1;
                        cluster.append("d");
                        assertEquals(List.of("d"), read(consumer, 1));
                    }
                });
    }

    @Test
    void shouldAskTheLeaderWhenAFollowerLagsBehindThePosition() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a", "b", "c");
                    cluster.preferredReplica = 3;
                    cluster.followerEnd = 1;
                    try (Consumer<String, String> consumer =
                            consumer(
                                    clients,
                                    "client.rack",
                                    "east",
                                    "auto.offset.reset",
                                    "latest")) {
                        consumer.seek(PARTITION, 2);
                        cluster.script(
                                ApiKey.FETCH,
                                request -> {
                                    if (request.node() == 3) {
                                        cluster.preferredReplica = 3;
                                    } else if (cluster.seen(ApiKey.FETCH).size() > 1) {
                                        cluster.preferredReplica = -1;
                                    }
                                    return null;
                                });
                        assertEquals(List.of("c"), read(consumer, 1));
                        assertEquals(0, cluster.seen(ApiKey.LIST_OFFSETS).size());
                    }
                });
    }

    @Test
    void shouldStartAgainFromTheBootstrapAddressesWhenToldSo() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    cluster.append("a");
                    try (Consumer<String, String> consumer =
                            consumer(clients, "metadata.max.age.ms", 10_000L)) {
                        assertEquals(List.of("a"), read(consumer, 1));
                        cluster.script(
                                ApiKey.METADATA,
                                request ->
                                        request.node() == 1
                                                ? null
                                                : MetadataResponse.builder()
                                                        .errorCode(ErrorCode.REBOOTSTRAP_REQUIRED)
                                                        .build());
                        cluster.elect(2);
                        cluster.announce();
                        cluster.append("b");
                        assertEquals(List.of("b"), read(consumer, 1));
                    }
                });
    }

    @Test
    void shouldReachTheClusterAgainByItsBootstrapAddressOnlyIfTheStrategyAllows() {
        for (String strategy : List.of("rebootstrap", "none")) {
            ScriptedCluster.run(
                    (clients, cluster) -> {
                        cluster.append("a");
                        cluster.onlyNamed(2); // metadata names b2 only; b1 is the bootstrap address
                        cluster.elect(2);
                        cluster.announce();
                        try (Consumer<String, String> consumer =
                                consumer(clients, "metadata.recovery.strategy", strategy)) {
                            assertEquals(List.of("a"), read(consumer, 1));
                            cluster.kill(2);
                            cluster.onlyNamed(3);
                            cluster.elect(3);
                            cluster.announce();
                            cluster.append("b");
                            assertEquals(
                                    strategy.equals("none") ? List.of() : List.of("b"),
                                    read(consumer, 1),
                                    strategy);
                        }
                    });
        }
    }
}
