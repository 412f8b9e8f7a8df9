package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.protocol.ApiKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A group and transactions whose coordinator moves in the middle of each of their steps. */
@Timeout(60)
class CoordinatorMovesTest {

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "b1:9092");
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    @ParameterizedTest
    @EnumSource(names = {"JOIN_GROUP", "SYNC_GROUP", "HEARTBEAT", "OFFSET_FETCH", "OFFSET_COMMIT"})
    void shouldStayInTheGroupAndCommit(ApiKey step) {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    ScriptedCoordinator coordinator = new ScriptedCoordinator(cluster, step);
                    cluster.append("a", "b");
                    List<String> read = new ArrayList<>();
                    try (Consumer<String, String> consumer =
                            clients.consumer(
                                    settings(
                                            "group.id", "group",
                                            "enable.auto.commit", false,
                                            "auto.offset.reset", "earliest"),
                                    new StringDeserializer(),
                                    new StringDeserializer())) {
                        consumer.subscribe(List.of(ScriptedCluster.TOPIC));
                        for (int polls = 0; polls < 30; polls++) {
                            for (ConsumerRecord<String, String> record :
                                    consumer.poll(Duration.ofSeconds(1))) {
                                read.add(record.value());
                            }
                        }
                        assertEquals(List.of("a", "b"), read);
                        consumer.commitSync();
                        assertEquals(2, coordinator.committed());
                        assertTrue(coordinator.hasMoved());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "INIT_PRODUCER_ID",
                "ADD_PARTITIONS_TO_TXN",
                "ADD_OFFSETS_TO_TXN",
                "TXN_OFFSET_COMMIT",
                "END_TXN"
            })
    void shouldCommitTheTransactionOnce(ApiKey step) {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    ScriptedCoordinator coordinator = new ScriptedCoordinator(cluster, step);
                    try (Producer<String, String> producer =
                            clients.producer(
                                    settings("transactional.id", "t"),
                                    new StringSerializer(),
                                    new StringSerializer())) {
                        producer.initTransactions();
                        producer.beginTransaction();
                        producer.send(new ProducerRecord<>(ScriptedCluster.TOPIC, "a"));
                        producer.sendOffsetsToTransaction(
                                Map.of(
                                        new TopicPartition(ScriptedCluster.TOPIC, 0),
                                        new OffsetAndMetadata(7)),
                                new ConsumerGroupMetadata("group"));
                        producer.commitTransaction();
                        assertEquals(List.of(true), coordinator.ends);
                        assertEquals(7, coordinator.committed());
                        assertEquals(1, cluster.log.size());
                        assertTrue(coordinator.hasMoved());
                    }
                });
    }
}
