package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerConfig;
import io.leat.common.config.ConfigException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are wrong, missing or at odds with each other: one message that helps. */
class SettingsTest {

    private static final String STRINGS = "io.leat.common.serialization.String";

    /** Settings of a table's cell, as {@code name=value;name=value}; a name with ! is left out. */
    private static Map<String, Object> settings(String client, String changes) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "localhost:1");
        if (client.equals("producer")) {
            settings.put("key.serializer", STRINGS + "Serializer");
            settings.put("value.serializer", STRINGS + "Serializer");
        } else if (client.equals("consumer")) {
            settings.put("key.deserializer", STRINGS + "Deserializer");
            settings.put("value.deserializer", STRINGS + "Deserializer");
        }
        for (String change : changes.split(";")) {
            if (change.startsWith("!")) {
                settings.remove(change.substring(1));
            } else {
                String[] parts = change.split("=", 2);
                settings.put(parts[0], parts[1]);
            }
        }
        return settings;
    }

    private static void open(String client, Map<String, Object> settings) {
        switch (client) {
            case "producer" -> new LeatProducer<>(settings).close();
            case "consumer" -> new LeatConsumer<>(settings).close();
            default -> Admin.create(settings).close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "producer | acks=2 | acks | 2 | all",
                "producer | linger.ms=soon | linger.ms | soon | number",
                "producer | linger.ms=-1 | linger.ms | -1 | at least 0",
                "producer | compression.type=zip | compression.type | zip | lz4",
                "producer | key.serializer=no.Such | key.serializer | no.Such | Class",
                "producer | !key.serializer | key.serializer | | class",
                "producer | !bootstrap.servers | bootstrap.servers | | host:port",
                "producer | bootstrap.servers=nowhere | bootstrap.servers | nowhere | host:port",
                "producer | bootstrap.servers=a:b | bootstrap.servers | a:b | host:port",
                "producer | enable.idempotence=true;acks=1 | acks | 1 | acks=all",
                "producer | enable.idempotence=true;retries=0 | retries | 0 | at least one",
                "producer | transactional.id=t;max.in.flight.requests.per.connection=9"
                        + " | max.in.flight.requests.per.connection | 9 | at most 5",
                "producer | transactional.id=t;enable.idempotence=false"
                        + " | enable.idempotence | false | transactional.id",
                "producer | delivery.timeout.ms=100 | delivery.timeout.ms | 100"
                        + " | request.timeout.ms",
                "producer | security.protocol=TLS | security.protocol | TLS | SASL_SSL",
                "producer | security.protocol=SASL_SSL;sasl.mechanism=PLAIN | sasl.jaas.config | |"
                        + " PlainLoginModule",
                "consumer | auto.offset.reset=first | auto.offset.reset | first | earliest",
                "consumer | isolation.level=dirty | isolation.level | dirty | read_committed",
                "consumer | heartbeat.interval.ms=60000 | heartbeat.interval.ms | 60000"
                        + " | session.timeout.ms",
                "consumer | enable.auto.commit=true | enable.auto.commit | true | group.id",
                "consumer | max.poll.records=0 | max.poll.records | 0 | at least 1",
                "consumer | partition.assignment.strategy=no.Such"
                        + " | partition.assignment.strategy | no.Such | class",
                "consumer | partition.assignment.strategy=java.lang.String"
                        + " | partition.assignment.strategy | java.lang.String | name one",
                "consumer | !value.deserializer | value.deserializer | | Class",
                "admin | default.api.timeout.ms=10 | default.api.timeout.ms | 10"
                        + " | request.timeout.ms",
                "admin | retries=-1 | retries | -1 | at least 0",
            })
    void shouldNameSettingValueAndRemedy(
            String client, String changes, String name, String value, String remedy) {
        ConfigException e =
                assertThrows(ConfigException.class, () -> open(client, settings(client, changes)));
        String message = e.getMessage();
        assertTrue(message.contains(name), message);
        assertTrue(value == null || message.contains(value), message);
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void shouldKnowWhatWasMeantByAnUnknownName() {
        ProducerConfig producer =
                new ProducerConfig(settings("producer", "linger.mss=5;my.own.plugin=1"));
        assertEquals(Map.of("linger.mss", "linger.ms", "my.own.plugin", ""), producer.unknown());
        producer.originals().get("my.own.plugin");
        assertEquals(Map.of("linger.mss", "linger.ms"), producer.unknown());
        assertEquals(Map.of(), new AdminClientConfig(settings("admin", "client.id=me")).unknown());
    }

    /** As people's notes write settings: misspelt, and by the names of long ago. */
    @Test
    void shouldNameTheSettingThatIsMeant() {
        String notes = "fetch.message.max.bytes=1;connection.max.idle.ms=1;nothing.known=1";
        assertEquals(
                Map.of(
                        "fetch.message.max.bytes", "max.partition.fetch.bytes",
                        "connection.max.idle.ms", "connections.max.idle.ms",
                        "nothing.known", ""),
                new ConsumerConfig(settings("consumer", notes)).unknown());
    }
}
