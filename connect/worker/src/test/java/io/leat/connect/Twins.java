package io.leat.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.json.JsonConverter;
import io.leat.connect.sink.SinkRecord;
import io.leat.connect.transforms.Transformation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.TimestampType;

/** Puts the same record through our transform and through Apache Kafka's of the same name. */
final class Twins {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final long TIMESTAMP = 1_700_000_000_123L;

    /** A record's contents: JSON with a schema ({@code {"schema":..}}) or without, or null. */
    record Input(String key, String value) {}

    private Twins() {}

    /** What comes out of ours, as text; "error" when it fails, "dropped" when it is dropped. */
    static String ours(String transform, Map<String, String> config, Input input) throws Exception {
        @SuppressWarnings("unchecked")
        Transformation<SinkRecord> made =
                (Transformation<SinkRecord>)
                        Class.forName("io.leat.connect.transforms." + transform)
                                .getDeclaredConstructor()
                                .newInstance();
        try (made) {
            made.configure(config);
            SchemaAndValue key = converter(input.key()).toConnectData("t", bytes(input.key()));
            SchemaAndValue value =
                    converter(input.value()).toConnectData("t", bytes(input.value()));
            SinkRecord record =
                    new SinkRecord(
                            "topic",
                            3,
                            key.schema(),
                            key.value(),
                            value.schema(),
                            value.value(),
                            42,
                            TIMESTAMP,
                            io.leat.common.record.TimestampType.CREATE_TIME);
            record.headers().addString("a", "1").addInt("b", 2).addString("a", "3");
            SinkRecord result = made.apply(record);
            if (result == null) {
                return "dropped";
            }
            Map<String, JsonNode> headers = new TreeMap<>();
            int[] n = new int[1];
            result.headers()
                    .forEach(h -> headers.put(n[0]++ + h.key(), ours(h.schema(), h.value())));
            return result.topic()
                    + "-"
                    + result.kafkaPartition()
                    + "@"
                    + result.timestamp()
                    + "\nkey     "
                    + ours(result.keySchema(), result.key())
                    + "\nvalue   "
                    + ours(result.valueSchema(), result.value())
                    + "\nheaders "
                    + headers;
        } catch (RuntimeException e) {
            return "error";
        }
    }

    private static JsonConverter converter(String json) {
        JsonConverter converter = new JsonConverter();
        converter.configure(settings(json), false);
        return converter;
    }

    static JsonNode ours(Schema schema, Object value) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of(), false);
        return tree(converter.fromConnectData("t", schema, value));
    }

    /** The same for Apache Kafka's. */
    static String theirs(String transform, Map<String, String> config, Input input)
            throws Exception {
        @SuppressWarnings("unchecked")
        org.apache.kafka.connect.transforms.Transformation<org.apache.kafka.connect.sink.SinkRecord>
                made =
                        (org.apache.kafka.connect.transforms.Transformation<
                                        org.apache.kafka.connect.sink.SinkRecord>)
                                Class.forName("org.apache.kafka.connect.transforms." + transform)
                                        .getDeclaredConstructor()
                                        .newInstance();
        try (made) {
            made.configure(config);
            var key = kafkaConverter(input.key()).toConnectData("t", bytes(input.key()));
            var value = kafkaConverter(input.value()).toConnectData("t", bytes(input.value()));
            var record =
                    new org.apache.kafka.connect.sink.SinkRecord(
                            "topic",
                            3,
                            key.schema(),
                            key.value(),
                            value.schema(),
                            value.value(),
                            42,
                            TIMESTAMP,
                            TimestampType.CREATE_TIME);
            record.headers().addString("a", "1").addInt("b", 2).addString("a", "3");
            var result = made.apply(record);
            if (result == null) {
                return "dropped";
            }
            Map<String, JsonNode> headers = new TreeMap<>();
            int[] n = new int[1];
            result.headers()
                    .forEach(h -> headers.put(n[0]++ + h.key(), theirs(h.schema(), h.value())));
            return result.topic()
                    + "-"
                    + result.kafkaPartition()
                    + "@"
                    + result.timestamp()
                    + "\nkey     "
                    + theirs(result.keySchema(), result.key())
                    + "\nvalue   "
                    + theirs(result.valueSchema(), result.value())
                    + "\nheaders "
                    + headers;
        } catch (RuntimeException e) {
            return "error";
        }
    }

    private static org.apache.kafka.connect.json.JsonConverter kafkaConverter(String json) {
        var converter = new org.apache.kafka.connect.json.JsonConverter();
        converter.configure(settings(json), false);
        return converter;
    }

    static JsonNode theirs(org.apache.kafka.connect.data.Schema schema, Object value) {
        var converter = new org.apache.kafka.connect.json.JsonConverter();
        converter.configure(Map.of(), false);
        return tree(converter.fromConnectData("t", schema, value));
    }

    private static Map<String, String> settings(String json) {
        Map<String, String> settings = new HashMap<>();
        boolean schema = json != null && json.startsWith("{\"schema\"");
        settings.put("schemas.enable", Boolean.toString(schema));
        return settings;
    }

    private static byte[] bytes(String json) {
        return json == null ? null : json.getBytes(StandardCharsets.UTF_8);
    }

    /** Sorted by name: without a schema, fields have no order. */
    private static JsonNode tree(byte[] bytes) {
        try {
            if (bytes == null) {
                return JSON.nullNode();
            }
            return JSON.readTree(JSON.writeValueAsBytes(JSON.readValue(bytes, Object.class)));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
