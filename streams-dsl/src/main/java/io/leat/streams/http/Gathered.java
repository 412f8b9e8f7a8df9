package io.leat.streams.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.common.utils.Bytes;
import io.leat.streams.query.Position;
import java.util.List;
import java.util.TreeMap;

/** One page of the rows of several instances. Stateless. */
final class Gathered {

    private Gathered() {}

    /** The first rows in the order of their serialized keys, and where the next page begins. */
    static Reply page(List<Reply> parts, int limit) {
        TreeMap<Bytes, JsonNode> rows = new TreeMap<>();
        Position position = Position.emptyPosition();
        for (Reply part : parts) {
            if (part.status() != Reply.OK) {
                return part;
            }
            part.body()
                    .path("rows")
                    .forEach(
                            row -> rows.put(Bytes.wrap(Json.base64(row.path("id").asText())), row));
            position.merge(PositionToken.decode(part.body().path("position").asText()));
        }
        ObjectNode body = Json.object();
        ArrayNode listed = body.putArray("rows");
        String last = "";
        for (JsonNode row : rows.values()) {
            if (listed.size() == limit) {
                body.put("next", last);
                break;
            }
            last = row.path("id").asText();
            listed.add(row);
        }
        return new Reply(Reply.OK, body.put("position", PositionToken.encode(position)));
    }
}
