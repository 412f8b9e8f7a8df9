package io.leat.connect.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.common.errors.SerializationException;
import io.leat.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes JSON trees. Safe for several threads. */
public class JsonSerializer implements Serializer<JsonNode> {

    private final ObjectMapper mapper = JsonConverter.mapper();

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable JsonNode data) {
        try {
            return data == null ? null : mapper.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new SerializationException("cannot write JSON for topic " + topic, e);
        }
    }
}
