package io.leat.streams.http;

import io.leat.streams.query.Position;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link Position} as text for URLs: what an answer had seen. Given with the next query it makes
 * that one see at least as much; made of the offset of a record that was sent, it makes a query see
 * the record.
 *
 * <pre>{@code
 * RecordMetadata sent = producer.send(record).get();
 * String token = PositionToken.of(sent.topic(), sent.partition(), sent.offset());
 * // GET /stores/totals/keys/alice?position=TOKEN&wait=1000
 * }</pre>
 *
 * <p>It is base64 (for URLs) of lines {@code topic partition offset}.
 */
public final class PositionToken {

    private PositionToken() {}

    /** The position after one record. */
    public static String of(String topic, int partition, long offset) {
        return encode(Position.emptyPosition().withComponent(topic, partition, offset));
    }

    public static String encode(Position position) {
        StringBuilder lines = new StringBuilder();
        for (String topic : new java.util.TreeSet<>(position.getTopics())) {
            Map<Integer, Long> offsets = new TreeMap<>(position.getPartitionPositions(topic));
            offsets.forEach(
                    (partition, offset) ->
                            lines.append(topic)
                                    .append(' ')
                                    .append(partition)
                                    .append(' ')
                                    .append(offset)
                                    .append('\n'));
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalArgumentException if {@code token} is none
     */
    public static Position decode(String token) {
        Position position = Position.emptyPosition();
        String lines = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        for (String line : lines.lines().toList()) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("this is no position: " + token);
            }
            position.withComponent(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        }
        return position;
    }
}
