package io.leat.connect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.errors.DataException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schemas as JSON, in the shape that Kafka Connect's JSON converter writes. */
final class JsonSchemas {

    private static final Map<String, Schema.Type> TYPES =
            Map.ofEntries(
                    Map.entry("boolean", Schema.Type.BOOLEAN),
                    Map.entry("int8", Schema.Type.INT8),
                    Map.entry("int16", Schema.Type.INT16),
                    Map.entry("int32", Schema.Type.INT32),
                    Map.entry("int64", Schema.Type.INT64),
                    Map.entry("float", Schema.Type.FLOAT32),
                    Map.entry("double", Schema.Type.FLOAT64),
                    Map.entry("bytes", Schema.Type.BYTES),
                    Map.entry("string", Schema.Type.STRING),
                    Map.entry("array", Schema.Type.ARRAY),
                    Map.entry("map", Schema.Type.MAP),
                    Map.entry("struct", Schema.Type.STRUCT));

    private JsonSchemas() {}

    static ObjectNode toJson(Schema schema, JsonValues values) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", typeName(schema.type()));
        contents(schema, node, values);
        node.put("optional", schema.isOptional());
        if (schema.name() != null) {
            node.put("name", schema.name());
        }
        if (schema.version() != null) {
            node.put("version", schema.version());
        }
        if (schema.doc() != null) {
            node.put("doc", schema.doc());
        }
        Map<String, String> parameters = schema.parameters();
        if (parameters != null && !parameters.isEmpty()) {
            ObjectNode target = node.putObject("parameters");
            parameters.forEach(target::put);
        }
        if (schema.defaultValue() != null) {
            node.set("default", values.toJson(schema, schema.defaultValue()));
        }
        return node;
    }

    private static void contents(Schema schema, ObjectNode node, JsonValues values) {
        if (schema.type() == Schema.Type.ARRAY) {
            node.set("items", toJson(schema.valueSchema(), values));
        } else if (schema.type() == Schema.Type.MAP) {
            node.set("keys", toJson(schema.keySchema(), values));
            node.set("values", toJson(schema.valueSchema(), values));
        } else if (schema.type() == Schema.Type.STRUCT) {
            ArrayNode fields = node.putArray("fields");
            for (Field field : schema.fields()) {
                ObjectNode child = toJson(field.schema(), values);
                child.put("field", field.name());
                fields.add(child);
            }
        }
    }

    private static String typeName(Schema.Type type) {
        for (Map.Entry<String, Schema.Type> entry : TYPES.entrySet()) {
            if (entry.getValue() == type) {
                return entry.getKey();
            }
        }
        throw new DataException("no JSON name for the type " + type);
    }

    static Schema fromJson(JsonNode node, JsonValues values) {
        String typeName = node.path("type").asText("");
        Schema.Type type = TYPES.get(typeName);
        if (type == null) {
            throw new DataException("unknown schema type '" + typeName + "' in JSON");
        }
        SchemaBuilder builder = builder(type, node, values);
        if (node.path("optional").asBoolean(false)) {
            builder.optional();
        }
        if (node.hasNonNull("name")) {
            builder.name(node.get("name").asText());
        }
        if (node.hasNonNull("version")) {
            builder.version(node.get("version").asInt());
        }
        if (node.hasNonNull("doc")) {
            builder.doc(node.get("doc").asText());
        }
        if (node.hasNonNull("parameters")) {
            node.get("parameters")
                    .fields()
                    .forEachRemaining(e -> builder.parameter(e.getKey(), e.getValue().asText()));
        }
        if (node.hasNonNull("default")) {
            @Nullable Object value = values.fromJson(builder.build(), node.get("default"));
            if (value != null) {
                builder.defaultValue(value);
            }
        }
        return builder.build();
    }

    private static SchemaBuilder builder(Schema.Type type, JsonNode node, JsonValues values) {
        return switch (type) {
            case ARRAY -> SchemaBuilder.array(fromJson(node.path("items"), values));
            case MAP ->
                    SchemaBuilder.map(
                            fromJson(node.path("keys"), values),
                            fromJson(node.path("values"), values));
            case STRUCT -> {
                SchemaBuilder struct = SchemaBuilder.struct();
                for (JsonNode field : node.path("fields")) {
                    struct.field(field.path("field").asText(), fromJson(field, values));
                }
                yield struct;
            }
            default -> SchemaBuilder.type(type);
        };
    }
}
