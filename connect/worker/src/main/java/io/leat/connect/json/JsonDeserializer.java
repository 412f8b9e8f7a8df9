package io.leat.connect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.common.errors.SerializationException;
import io.leat.common.serialization.Deserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads JSON trees. Safe for several threads. */
public class JsonDeserializer implements Deserializer<JsonNode> {

    private final ObjectMapper mapper = JsonConverter.mapper();

    @Override
    public @Nullable JsonNode deserialize(String topic, byte @Nullable [] data) {
        try {
            return data == null ? null : mapper.readTree(data);
        } catch (IOException e) {
            throw new SerializationException("a value of topic " + topic + " is not JSON", e);
        }
    }
}
