package io.leat.streams.topology;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic that the application makes for itself. Its real name begins with the application id.
 *
 * @param partitions the declared number, null to take it from what flows in
 */
public record InternalTopic(
        String name, Kind kind, @Nullable Integer partitions, Map<String, String> config) {

    /** What the topic is for. */
    public enum Kind {
        REPARTITION,
        CHANGELOG
    }
}
