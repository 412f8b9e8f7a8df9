package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.producer.ProducerConfig;
import io.leat.common.config.ConfigDef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Producers, consumers and admin clients are set as Kafka's are. */
@NullUnmarked
class SettingsOfKafkaTest {

    private static final Map<String, String> OTHER_DEFAULT =
            Map.of(
                    "metric.reporters", "metrics are not reported through JMX",
                    "sasl.login.callback.handler.class", "a name: no class is loaded",
                    "sasl.oauthbearer.jwt.retriever.class", "a name: no class is loaded",
                    "sasl.oauthbearer.jwt.validator.class", "a class of Kafka's");

    private static String text(Object type, Object value, Object importance) {
        String standard =
                value instanceof List<?> list
                        ? list.stream().map(SettingsOfKafkaTest::nameOf).toList().toString()
                        : String.valueOf(value);
        return type + " " + standard.replace("[]", "") + " " + importance;
    }

    private static String nameOf(Object each) {
        return each instanceof Class<?> type ? type.getSimpleName() : String.valueOf(each);
    }

    private static void assertSame(org.apache.kafka.common.config.ConfigDef kafka, ConfigDef ours) {
        Map<String, String> expected = new TreeMap<>();
        kafka.configKeys()
                .forEach(
                        (name, key) ->
                                expected.put(
                                        name, text(key.type, key.defaultValue, key.importance)));
        Map<String, String> found = new TreeMap<>();
        ours.configKeys()
                .forEach(
                        (name, key) ->
                                found.put(name, text(key.type, key.defaultValue, key.importance)));
        expected.keySet().removeIf(name -> name.startsWith("internal."));
        OTHER_DEFAULT.keySet().forEach(expected::remove);
        OTHER_DEFAULT.keySet().forEach(found::remove);
        String noDefault = ConfigDef.NO_DEFAULT_VALUE.toString();
        found.replaceAll((name, text) -> text.replace(noDefault, "(required)"));
        String kafkasNoDefault =
                org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE.toString();
        expected.replaceAll((name, text) -> text.replace(kafkasNoDefault, "(required)"));
        assertEquals(lines(expected), lines(found));
    }

    private static String lines(Map<String, String> all) {
        StringBuilder lines = new StringBuilder();
        all.forEach((name, text) -> lines.append(name).append(' ').append(text).append('\n'));
        return lines.toString();
    }

    @Test
    void shouldSetProducersAsKafkaDoes() {
        assertSame(
                org.apache.kafka.clients.producer.ProducerConfig.configDef(),
                ProducerConfig.configDef());
    }

    @Test
    void shouldSetConsumersAsKafkaDoes() {
        assertSame(
                org.apache.kafka.clients.consumer.ConsumerConfig.configDef(),
                ConsumerConfig.configDef());
    }

    @Test
    void shouldSetAdminClientsAsKafkaDoes() {
        assertSame(
                org.apache.kafka.clients.admin.AdminClientConfig.configDef(),
                AdminClientConfig.configDef());
    }
}
