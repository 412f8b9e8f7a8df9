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
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connect data as JSON: with {@code schemas.enable=true} (the default) as {@code {"schema": ...,
 * "payload": ...}}, else as the plain value.
 */
public class JsonConverter implements Converter {

    public static final String SCHEMAS_ENABLE_CONFIG = "schemas.enable";

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    private boolean withSchemas = true;

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(
                        SCHEMAS_ENABLE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        ConfigDef.Importance.HIGH,
                        "Whether each value carries its schema.");
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Object enable = configs.get(SCHEMAS_ENABLE_CONFIG);
        withSchemas = enable == null || Boolean.parseBoolean(enable.toString());
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Schema schema, @Nullable Object value) {
        if (schema == null && value == null) {
            return null;
        }
        JsonNode payload = JsonValues.toJson(schema, value);
        try {
            if (!withSchemas) {
                return JSON.writeValueAsBytes(payload);
            }
            ObjectNode envelope = JsonNodeFactory.instance.objectNode();
            envelope.set("schema", schema == null ? null : JsonSchemas.toJson(schema));
            envelope.set("payload", payload);
            return JSON.writeValueAsBytes(envelope);
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
            node = JSON.readTree(value);
        } catch (IOException e) {
            throw new DataException("a value of topic " + topic + " is no JSON", e);
        }
        if (!withSchemas) {
            return new SchemaAndValue(null, JsonValues.fromJson(null, node));
        }
        if (!node.isObject() || node.size() != 2 || !node.has("schema") || !node.has("payload")) {
            throw new DataException(
                    "a value of topic "
                            + topic
                            + " has no \"schema\" and \"payload\". For plain JSON set"
                            + " schemas.enable=false on the converter.");
        }
        Schema schema =
                node.get("schema").isNull() ? null : JsonSchemas.fromJson(node.get("schema"));
        return new SchemaAndValue(schema, JsonValues.fromJson(schema, node.get("payload")));
    }
}
