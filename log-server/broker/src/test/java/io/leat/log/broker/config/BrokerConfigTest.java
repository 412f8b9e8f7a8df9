package io.leat.log.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BrokerConfigTest {

    @Test
    void shouldHaveKafkasDefaults() {
        BrokerConfig config = BrokerConfig.of(Map.of());
        assertEquals(1, config.get(BrokerKeys.NUM_PARTITIONS));
        assertEquals(104_857_600, config.get(BrokerKeys.REQUEST_BYTES_MAX));
        assertEquals(604_800_000L, config.topic(Map.of()).get(TopicKeys.RETENTION_MS));
        assertEquals(List.of("delete"), config.topic(Map.of()).get(TopicKeys.CLEANUP_POLICY));
    }

    @Test
    void shouldTakeTheFinestUnit() {
        BrokerConfig config =
                BrokerConfig.of(Map.of("log.retention.hours", "2", "log.retention.minutes", "3"));
        assertEquals(180_000L, config.topic(Map.of()).get(TopicKeys.RETENTION_MS));
        BrokerConfig forever = BrokerConfig.of(Map.of("log.retention.hours", "-1"));
        assertEquals(-1L, forever.topic(Map.of()).get(TopicKeys.RETENTION_MS));
    }

    @Test
    void shouldPreferATopicsOwnSettings() {
        BrokerConfig config = BrokerConfig.of(Map.of("message.max.bytes", "5000"));
        assertEquals(5000, config.topic(Map.of()).get(TopicKeys.MAX_MESSAGE_BYTES));
        Map<String, String> own = Map.of("max.message.bytes", "7");
        assertEquals(7, config.topic(own).get(TopicKeys.MAX_MESSAGE_BYTES));
    }

    @Test
    void shouldAcceptOtherNamesOfASetting() {
        assertEquals(7, BrokerConfig.of(Map.of("broker.id", "7")).get(BrokerKeys.NODE_ID));
        Map<String, String> both = Map.of("broker.id", "8", "node.id", "8");
        assertEquals(8, BrokerConfig.of(both).get(BrokerKeys.NODE_ID));
        assertMessage("contradicts", Map.of("broker.id", "7", "node.id", "8"));
        assertEquals(
                List.of("/data"),
                BrokerConfig.of(Map.of("log.dir", "/data")).get(BrokerKeys.LOG_DIRS));
    }

    @Test
    void shouldSayWhatReplacedASetting() {
        assertMessage("there is no ZooKeeper", Map.of("zookeeper.connect", "localhost:2181"));
        assertMessage("log.roll.ms", Map.of("log.segment.ms", "1000"));
    }

    @Test
    void shouldSuggestTheNearestName() {
        assertMessage("did you mean 'num.partitions'?", Map.of("num.partition", "3"));
        assertMessage("did you mean 'log.retention.ms'?", Map.of("log.retentoin.ms", "3"));
    }

    @Test
    void shouldSayWhichValuesAreAllowed() {
        assertMessage(
                "'many' is no value for num.partitions: allowed is a whole number of at least 1",
                Map.of("num.partitions", "many"));
        assertMessage("log.retention.ms", Map.of("log.retention.ms", "-5"));
        assertMessage("true or false", Map.of("auto.create.topics.enable", "maybe"));
    }

    @Test
    void shouldNoteWhatHasNoEffect() {
        BrokerConfig config =
                BrokerConfig.of(Map.of("num.io.threads", "8", "num.replica.fetchers", "1"));
        assertEquals(2, config.notes().size());
        assertTrue(config.notes().get(0).contains("event loops"), config.notes().toString());
    }

    @Test
    void shouldKnowEveryTopicSettingOfKafka() throws IllegalAccessException {
        for (Field field : org.apache.kafka.common.config.TopicConfig.class.getFields()) {
            boolean gone = field.isAnnotationPresent(Deprecated.class);
            if (field.getName().endsWith("_CONFIG") && !gone) {
                String name = (String) field.get(null);
                assertTrue(TopicKeys.ALL.containsKey(name), name);
            }
        }
        assertNull(TopicKeys.violation("retention.ms", "5"));
    }

    @Test
    void shouldReadListeners() {
        List<ListenerAddress> addresses =
                ListenerAddress.parse(
                        BrokerKeys.LISTENERS, List.of("PLAINTEXT://:9092", "inner://[::1]:0"));
        assertEquals("0.0.0.0", addresses.get(0).endpoint().host());
        assertTrue(addresses.get(1).loopback());
        assertThrows(
                ConfigException.class,
                () -> ListenerAddress.parse(BrokerKeys.LISTENERS, List.of("localhost:9092")));
    }

    private static void assertMessage(String expected, Map<String, String> settings) {
        String message =
                assertThrows(ConfigException.class, () -> BrokerConfig.of(settings)).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
