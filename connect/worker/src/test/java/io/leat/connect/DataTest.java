package io.leat.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.data.Values;
import io.leat.connect.errors.DataException;
import io.leat.connect.json.JsonConverter;
import io.leat.connect.storage.SimpleHeaderConverter;
import io.leat.connect.storage.StringConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Converters and values give what Apache Kafka's give, byte for byte. */
class DataTest {

    private static final ObjectMapper SORTING =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static JsonConverter ours(Map<String, String> settings) {
        JsonConverter converter = new JsonConverter();
        converter.configure(settings, false);
        return converter;
    }

    private static org.apache.kafka.connect.json.JsonConverter theirs(
            Map<String, String> settings) {
        var converter = new org.apache.kafka.connect.json.JsonConverter();
        converter.configure(settings, false);
        return converter;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{\"type\":\"int8\"},\"payload\":12}",
                "{\"schema\":{\"type\":\"int16\"},\"payload\":300}",
                "{\"schema\":{\"type\":\"int32\",\"optional\":true},\"payload\":null}",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":null}",
                "{\"schema\":{\"type\":\"int32\",\"default\":5},\"payload\":null}",
                "{\"schema\":{\"type\":\"int32\",\"optional\":true,\"default\":5},\"payload\":null}",
                "{\"schema\":{\"type\":\"int64\"},\"payload\":9007199254740993}",
                "{\"schema\":{\"type\":\"float\"},\"payload\":1.25}",
                "{\"schema\":{\"type\":\"double\"},\"payload\":1e300}",
                "{\"schema\":{\"type\":\"boolean\"},\"payload\":true}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"ä\\u0001\\\"\"}",
                "{\"schema\":{\"type\":\"bytes\"},\"payload\":\"AAEC/w==\"}",
                "{\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"payload\":[\"a\",\"b\"]}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":{\"type\":\"int32\"}},\"payload\":{\"a\":1}}",
                "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int32\"},\"values\":{\"type\":\"int32\",\"optional\":true}},\"payload\":[[1,2],[3,null]]}",
                "{\"schema\":{\"type\":\"struct\",\"name\":\"n\",\"version\":3,\"doc\":\"d\",\"parameters\":{\"k\":\"v\"},\"fields\":[{\"field\":\"a\",\"type\":\"int32\"},{\"field\":\"b\",\"type\":\"string\",\"optional\":true,\"default\":\"x\"}]},\"payload\":{\"a\":1,\"b\":null}}",
                "{\"schema\":{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":{\"scale\":\"2\"}},\"payload\":\"AJw=\"}",
                "{\"schema\":{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":{\"scale\":\"2\"}},\"payload\":1.56}",
                "{\"schema\":{\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Date\",\"version\":1},\"payload\":19000}",
                "{\"schema\":{\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Time\",\"version\":1},\"payload\":3600000}",
                "{\"schema\":{\"type\":\"int64\",\"name\":\"org.apache.kafka.connect.data.Timestamp\",\"version\":1},\"payload\":1700000000123}",
                "{\"schema\":null,\"payload\":{\"a\":[1,2.5,\"x\",null,true,{\"b\":9007199254740993}]}}",
                "{\"schema\":null,\"payload\":null}",
                "{\"schema\":{\"type\":\"what\"},\"payload\":1}",
                "{\"schema\":{},\"payload\":1}",
                "{\"payload\":1}",
                "[1,2,{\"a\":1.50}]",
                "12345678901234567890",
                "null",
                "{broken",
                ""
            })
    void shouldReadAndWriteJsonAsKafkaDoes(String json) {
        for (String settings :
                new String[] {
                    "",
                    "schemas.enable=false",
                    "decimal.format=NUMERIC",
                    "replace.null.with.default=false",
                    "schemas.enable=false schema.content={\"type\":\"int32\"}"
                }) {
            Map<String, String> config = new HashMap<>();
            for (String pair : settings.split(" ")) {
                if (!pair.isEmpty()) {
                    config.put(
                            pair.substring(0, pair.indexOf('=')),
                            pair.substring(pair.indexOf('=') + 1));
                }
            }
            assertEquals(throughTheirs(config, json), throughOurs(config, json), json + config);
        }
    }

    /** What comes out of reading and writing again, or that reading or writing fails. */
    private static String throughOurs(Map<String, String> config, String json) {
        try {
            SchemaAndValue data =
                    ours(config).toConnectData("t", json.getBytes(StandardCharsets.UTF_8));
            byte[] written = ours(config).fromConnectData("t", data.schema(), data.value());
            return written == null ? "null" : text(config, written);
        } catch (RuntimeException e) {
            return "error";
        }
    }

    private static String throughTheirs(Map<String, String> config, String json) {
        try {
            var data = theirs(config).toConnectData("t", json.getBytes(StandardCharsets.UTF_8));
            byte[] written = theirs(config).fromConnectData("t", data.schema(), data.value());
            return written == null ? "null" : text(config, written);
        } catch (RuntimeException e) {
            return "error";
        }
    }

    /** As it is; where there is no schema, sorted, for their fields have no order. */
    private static String text(Map<String, String> config, byte[] json) {
        try {
            return "false".equals(config.get("schemas.enable")) || !json(json).hasNonNull("schema")
                    ? SORTING.writeValueAsString(SORTING.readValue(json, Object.class))
                    : new String(json, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(byte[] json) throws IOException {
        return SORTING.readTree(json);
    }

    @Test
    void shouldReadWhatTextsMeanMoreStrictlyThanKafka() {
        for (String text : new String[] {"1,2", "[1,2]tail", "2023-13-99"}) {
            assertEquals(text, Values.parseString(text).value());
        }
        assertEquals(Arrays.asList((byte) 1, null), Values.parseString("[1,null]").value());
        assertEquals(Arrays.asList((byte) 1, "a"), Values.parseString("[1,\"a\"]").value());
        assertNull(Values.parseString("null").value());
    }

    @Test
    void shouldNotCutNumbersThatDoNotFitTheSchema() {
        byte[] json =
                "{\"schema\":{\"type\":\"int8\"},\"payload\":1.5}".getBytes(StandardCharsets.UTF_8);
        assertThrows(DataException.class, () -> ours(Map.of()).toConnectData("t", json));
    }

    @Test
    void shouldSayWhyJsonCannotBeRead() {
        DataException broken =
                assertThrows(
                        DataException.class,
                        () -> ours(Map.of()).toConnectData("lines", new byte[] {'{', 'x'}));
        assertTrue(broken.getMessage().contains("topic lines is not JSON"), broken.getMessage());
        DataException bare =
                assertThrows(
                        DataException.class,
                        () -> ours(Map.of()).toConnectData("lines", new byte[] {'1'}));
        assertTrue(bare.getMessage().contains("schemas.enable=false"), bare.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "word",
                "two words",
                "true",
                "false",
                "TRUE",
                "0",
                "7",
                "-128",
                "128",
                "70000",
                "-9223372036854775808",
                "9223372036854775808",
                "1.5",
                "-0.25",
                "1e400",
                "1e3",
                "007",
                "+5",
                "3.14159265358979",
                "\"quoted\"",
                "\"a \\\"b\\\"\"",
                "\"open",
                "[1,2,3]",
                "[1, 300, 70000]",
                "[\"a\", \"b\"]",
                "[1,2",
                "[true,false]",
                "{\"a\":1,\"b\":2}",
                "{\"a\":\"x\", \"b\":\"y\"}",
                "{a",
                "2023-11-14",
                "22:13:20.123Z",
                "2023-11-14T22:13:20.123Z",
                "ünï",
                "a:b",
                "[1.5,2]",
                "12 34",
                " 42 ",
                "{\"a\":[1,2]}",
                "[[1],[2]]"
            })
    void shouldFindOutWhatATextMeansAsKafkaDoes(String text) {
        var theirs = org.apache.kafka.connect.data.Values.parseString(text);
        SchemaAndValue ours = Values.parseString(text);
        assertEquals(
                Twins.theirs(theirs.schema(), theirs.value()),
                Twins.ours(ours.schema(), ours.value()),
                text);
        assertEquals(
                org.apache.kafka.connect.data.Values.convertToString(
                        theirs.schema(), theirs.value()),
                Values.convertToString(ours.schema(), ours.value()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "12", "-1", "300", "1.75", "x", "1700000000123", "[1]"})
    void shouldConvertValuesAsKafkaDoes(String text) {
        for (Object value : new Object[] {text, Values.parseString(text).value(), null}) {
            assertEquals(
                    attempt(
                            () ->
                                    org.apache.kafka.connect.data.Values.convertToBoolean(
                                            null, value)),
                    attempt(() -> Values.convertToBoolean(null, value)));
            assertEquals(
                    attempt(() -> org.apache.kafka.connect.data.Values.convertToByte(null, value)),
                    attempt(() -> Values.convertToByte(null, value)));
            assertEquals(
                    attempt(() -> org.apache.kafka.connect.data.Values.convertToShort(null, value)),
                    attempt(() -> Values.convertToShort(null, value)));
            assertEquals(
                    attempt(
                            () ->
                                    org.apache.kafka.connect.data.Values.convertToInteger(
                                            null, value)),
                    attempt(() -> Values.convertToInteger(null, value)));
            assertEquals(
                    attempt(() -> org.apache.kafka.connect.data.Values.convertToLong(null, value)),
                    attempt(() -> Values.convertToLong(null, value)));
            assertEquals(
                    attempt(
                            () ->
                                    org.apache.kafka.connect.data.Values.convertToDouble(
                                            null, value)),
                    attempt(() -> Values.convertToDouble(null, value)));
            assertEquals(
                    attempt(() -> org.apache.kafka.connect.data.Values.convertToList(null, value)),
                    attempt(() -> Values.convertToList(null, value)));
        }
    }

    private interface Attempt {
        Object run();
    }

    private static String attempt(Attempt attempt) {
        try {
            return String.valueOf(attempt.run());
        } catch (RuntimeException e) {
            return "error";
        }
    }

    @Test
    void shouldCarryHeadersThroughTextAsKafkaDoes() {
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        for (Object value : Arrays.asList("text", 5, 300L, true, 1.5f, null)) {
            byte[] written = converter.fromConnectHeader("t", "h", null, value);
            assertArrayEquals(
                    new org.apache.kafka.connect.storage.SimpleHeaderConverter()
                            .fromConnectHeader("t", "h", null, value),
                    written);
            Object read = converter.toConnectHeader("t", "h", written).value();
            assertEquals(String.valueOf(value), String.valueOf(read));
        }
    }

    @Test
    void shouldCarryStringsInTheSetEncoding() {
        StringConverter converter = new StringConverter();
        converter.configure(Map.of("converter.encoding", "ISO-8859-1"), false);
        byte[] written = converter.fromConnectData("t", null, "é");
        assertArrayEquals(new byte[] {(byte) 0xe9}, written);
        assertEquals("é", converter.toConnectData("t", written).value());
        assertNull(converter.fromConnectData("t", null, null));
        assertThrows(
                DataException.class,
                () -> converter.configure(Map.of("converter.encoding", "no-such"), false));
    }
}
