package io.leat.connect.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.common.config.ConfigDef;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.errors.DataException;
import io.leat.connect.storage.Converter;
import io.leat.connect.storage.ConverterConfig;
import io.leat.connect.storage.HeaderConverter;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connect data as JSON: with {@code schemas.enable=true} (the default) as {@code {"schema": ...,
 * "payload": ...}}, else as the plain value. One thread.
 */
public class JsonConverter implements Converter, HeaderConverter {

    private final ObjectMapper json = mapper();
    private JsonConverterConfig config =
            new JsonConverterConfig(Map.of(ConverterConfig.TYPE_CONFIG, "value"));
    private JsonValues values = new JsonValues(config);
    private @Nullable Schema givenSchema;
    private final Map<Schema, ObjectNode> written =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Schema, ObjectNode> eldest) {
                    return size() > config.schemaCacheSize();
                }
            };
    private final Map<JsonNode, Schema> read =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<JsonNode, Schema> eldest) {
                    return size() > config.schemaCacheSize();
                }
            };

    public JsonConverter() {}

    /** Whether faster ways of Jackson are used changes nothing here. */
    public JsonConverter(boolean enableModules) {}

    static ObjectMapper mapper() {
        return new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public ConfigDef config() {
        return JsonConverterConfig.configDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        config = new JsonConverterConfig(configs);
        values = new JsonValues(config);
        byte[] schema = config.schemaContent();
        try {
            givenSchema = schema == null ? null : asConnectSchema(json.readTree(schema));
        } catch (IOException e) {
            throw new DataException(
                    JsonConverterConfig.SCHEMA_CONTENT_CONFIG + " is not JSON: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> typed = new HashMap<>(configs);
        typed.put(ConverterConfig.TYPE_CONFIG, isKey ? "key" : "value");
        configure(typed);
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Schema schema, @Nullable Object value) {
        if (schema == null && value == null) {
            return null;
        }
        JsonNode payload = values.toJson(schema, value);
        try {
            if (!config.schemasEnabled()) {
                return json.writeValueAsBytes(payload);
            }
            ObjectNode envelope = JsonNodeFactory.instance.objectNode();
            envelope.set("schema", schema == null ? null : asJsonSchema(schema));
            envelope.set("payload", payload);
            return json.writeValueAsBytes(envelope);
        } catch (JsonProcessingException e) {
            throw new DataException("cannot write the value for topic " + topic + " as JSON", e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        JsonNode node;
        try {
            node = json.readTree(value);
        } catch (IOException e) {
            throw new DataException(
                    "a value of topic " + topic + " is not JSON: " + firstLine(e), e);
        }
        if (!config.schemasEnabled()) {
            return new SchemaAndValue(null, values.fromJson(null, node));
        }
        if (givenSchema != null) {
            return new SchemaAndValue(givenSchema, values.fromJson(givenSchema, node));
        }
        if (!node.isObject() || node.size() != 2 || !node.has("schema") || !node.has("payload")) {
            throw new DataException(
                    "a value of topic "
                            + topic
                            + " has no \"schema\" and \"payload\". For plain JSON set"
                            + " schemas.enable=false on the converter.");
        }
        Schema schema = asConnectSchema(node.get("schema"));
        return new SchemaAndValue(schema, values.fromJson(schema, node.get("payload")));
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return toConnectData(topic, value);
    }

    /** The schema in JSON. */
    public @Nullable ObjectNode asJsonSchema(@Nullable Schema schema) {
        if (schema == null) {
            return null;
        }
        ObjectNode known = written.get(schema);
        if (known == null) {
            known = JsonSchemas.toJson(schema, values);
            written.put(schema, known);
        }
        return known;
    }

    /** The schema that {@code jsonSchema} describes. */
    public @Nullable Schema asConnectSchema(@Nullable JsonNode jsonSchema) {
        if (jsonSchema == null || jsonSchema.isNull()) {
            return null;
        }
        Schema known = read.get(jsonSchema);
        if (known == null) {
            known = JsonSchemas.fromJson(jsonSchema, values);
            read.put(jsonSchema, known);
        }
        return known;
    }

    @Override
    public void close() {}
}
