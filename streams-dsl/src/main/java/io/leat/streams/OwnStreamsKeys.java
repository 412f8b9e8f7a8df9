package io.leat.streams;

import static io.leat.common.config.ConfigDef.Importance.LOW;
import static io.leat.common.config.ConfigDef.Range.atLeast;
import static io.leat.streams.StreamsConfig.STREAM_TIME_MAX_IDLE_MS_CONFIG;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Type;

/** The keys of {@link StreamsConfig} that Kafka Streams does not have. */
final class OwnStreamsKeys {

    private OwnStreamsKeys() {}

    static void define(ConfigDef keys) {
        keys.define(
                STREAM_TIME_MAX_IDLE_MS_CONFIG,
                Type.LONG,
                -1L,
                atLeast(-1),
                LOW,
                "After so long without a record the stream time of a task goes on with the wall"
                        + " clock; -1 leaves it where it is.");
    }
}
