package io.leat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.producer.ProducerConfig;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.TopicKeys;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reference page says what the code does. After a change of settings write it anew: {@code mvn
 * test -pl examples -am -Dtest=SettingsReferenceTest -Dsettings.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class SettingsReferenceTest {

    @Test
    void shouldBeOnThePage() throws Exception {
        if (Boolean.getBoolean("settings.write")) {
            SettingsReference.main(new String[0]);
        }
        assertEquals(
                SettingsReference.text(),
                Files.readString(SettingsReference.PAGE),
                "the page is out of date: write it again with -Dsettings.write=true");
    }

    /** Settings of servers that people set, each with a value they use. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "broker.id=0",
                "node.id=3",
                "listeners=PLAINTEXT://127.0.0.1:9092",
                "advertised.listeners=PLAINTEXT://127.0.0.1:9092",
                "log.dirs=/tmp/kafka-logs",
                "log.dir=/tmp/kafka-logs",
                "socket.request.max.bytes=104857600",
                "log.retention.hours=168",
                "log.retention.minutes=10080",
                "log.retention.ms=604800000",
                "log.retention.bytes=1073741824",
                "log.segment.bytes=1073741824",
                "log.roll.ms=604800000",
                "log.roll.hours=168",
                "num.partitions=3",
                "default.replication.factor=3",
                "min.insync.replicas=2",
                "unclean.leader.election.enable=false",
                "replica.lag.time.max.ms=10000",
                "auto.create.topics.enable=false",
                "message.max.bytes=1000012",
                "replica.fetch.max.bytes=1048576",
                "delete.topic.enable=true",
                "auto.leader.rebalance.enable=false",
                "leader.imbalance.check.interval.seconds=300",
                "offsets.topic.num.partitions=50",
                "offsets.topic.replication.factor=3",
                "offsets.retention.minutes=10080",
                "group.min.session.timeout.ms=6000",
                "group.max.session.timeout.ms=1800000",
                "transaction.state.log.replication.factor=3",
                "transaction.state.log.min.isr=2",
                "compression.type=lz4",
                "connections.max.idle.ms=600000"
            })
    void shouldHaveAnEffectOnServers(String name, String value) {
        assertEquals(List.of(), BrokerConfig.of(Map.of(name, value)).notes());
    }

    /** Settings that mean something else now: one sentence says what. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num.network.threads|8|leat.event.loops",
                "num.io.threads|8|leat.event.loops",
                "socket.send.buffer.bytes|102400|socket.send.buffer.bytes",
                "socket.receive.buffer.bytes|102400|socket.receive.buffer.bytes",
                "leader.imbalance.per.broker.percentage|10|leader.imbalance.per.broker.percentage"
            })
    void shouldBeAcceptedWithAWord(String name, String value, String word) {
        List<String> notes = BrokerConfig.of(Map.of(name, value)).notes();
        assertTrue(
                notes.isEmpty() || notes.size() == 1 && notes.get(0).contains(word),
                name + " is answered with " + notes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zookeeper.connect|localhost:2181|there is no ZooKeeper",
                "log.segment.ms|1000|use log.roll.ms",
                "replication.factor|3|use default.replication.factor"
            })
    void shouldBeRefusedWithWhatToUseInstead(String name, String value, String word) {
        Map<String, String> settings = Map.of(name, value);
        ConfigException refused =
                assertThrows(ConfigException.class, () -> BrokerConfig.of(settings));
        assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }

    @Test
    void shouldBeSettingsOfTopics() {
        Set<String> named =
                Set.of(
                        "retention.ms",
                        "retention.bytes",
                        "segment.bytes",
                        "segment.ms",
                        "max.message.bytes",
                        "cleanup.policy",
                        "compression.type",
                        "min.insync.replicas",
                        "unclean.leader.election.enable");
        assertTrue(TopicKeys.ALL.keySet().containsAll(named));
    }

    @Test
    void shouldBeSettingsOfClients() {
        Set<String> ofProducers =
                Set.of(
                        "acks",
                        "retries",
                        "delivery.timeout.ms",
                        "enable.idempotence",
                        "max.in.flight.requests.per.connection",
                        "transactional.id",
                        "transaction.timeout.ms",
                        "batch.size",
                        "linger.ms",
                        "buffer.memory",
                        "max.request.size",
                        "compression.type",
                        "partitioner.class",
                        "interceptor.classes",
                        "key.serializer",
                        "value.serializer",
                        "bootstrap.servers",
                        "metadata.max.age.ms");
        Set<String> ofConsumers =
                Set.of(
                        "fetch.min.bytes",
                        "fetch.max.wait.ms",
                        "fetch.max.bytes",
                        "isolation.level",
                        "session.timeout.ms",
                        "heartbeat.interval.ms",
                        "max.poll.interval.ms",
                        "max.poll.records",
                        "group.id",
                        "group.instance.id",
                        "partition.assignment.strategy",
                        "auto.offset.reset",
                        "enable.auto.commit",
                        "auto.commit.interval.ms");
        assertTrue(ProducerConfig.configNames().containsAll(ofProducers));
        assertTrue(ConsumerConfig.configNames().containsAll(ofConsumers));
    }
}
