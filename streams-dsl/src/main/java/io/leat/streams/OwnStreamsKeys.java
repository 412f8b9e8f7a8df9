package io.leat.streams;

import static io.leat.common.config.ConfigDef.Importance.LOW;
import static io.leat.common.config.ConfigDef.Importance.MEDIUM;
import static io.leat.common.config.ConfigDef.Range.atLeast;
import static io.leat.common.config.ConfigDef.Range.between;
import static io.leat.streams.StreamsConfig.ITERATOR_LEAK_SAMPLING_CONFIG;
import static io.leat.streams.StreamsConfig.QUERIES_HTTP_HOST_CONFIG;
import static io.leat.streams.StreamsConfig.QUERIES_HTTP_INSECURE_CONFIG;
import static io.leat.streams.StreamsConfig.QUERIES_HTTP_PORT_CONFIG;
import static io.leat.streams.StreamsConfig.QUERIES_HTTP_TOKEN_FILE_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_MEMORY_BYTES_CONFIG;
import static io.leat.streams.StreamsConfig.STREAM_TIME_MAX_IDLE_MS_CONFIG;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Type;
import io.leat.streams.state.rocksdb.RocksDbStore;

/** The keys of {@link StreamsConfig} that Kafka Streams does not have. */
final class OwnStreamsKeys {

    private OwnStreamsKeys() {}

    static void define(ConfigDef keys) {
        keys.define(
                STATE_MEMORY_BYTES_CONFIG,
                Type.LONG,
                RocksDbStore.MEMORY_BYTES,
                atLeast(4L << 20),
                MEDIUM,
                "Native memory of all stores on RocksDB together: caches and write buffers.");
        keys.define(
                STREAM_TIME_MAX_IDLE_MS_CONFIG,
                Type.LONG,
                -1L,
                atLeast(-1),
                LOW,
                "After so long without a record the stream time of a task goes on with the wall"
                        + " clock; -1 leaves it where it is.");
        keys.define(
                ITERATOR_LEAK_SAMPLING_CONFIG,
                Type.INT,
                128,
                atLeast(0),
                LOW,
                "One of so many iterators is watched for never being closed; 1 is all, 0 none.");
        keys.define(
                QUERIES_HTTP_PORT_CONFIG,
                Type.INT,
                -1,
                between(-1, 65535),
                LOW,
                "Where stores are queried over HTTP; 0 is any free port, -1 serves no queries.");
        keys.define(
                QUERIES_HTTP_HOST_CONFIG,
                Type.STRING,
                "127.0.0.1",
                LOW,
                "The address that queries over HTTP are taken at. Away from this machine it needs"
                        + " queries.http.token.file.");
        keys.define(
                QUERIES_HTTP_TOKEN_FILE_CONFIG,
                Type.STRING,
                null,
                LOW,
                "A file with the token that queries over HTTP have to show; of all instances the"
                        + " same.");
        keys.define(
                QUERIES_HTTP_INSECURE_CONFIG,
                Type.BOOLEAN,
                false,
                LOW,
                "Whether others than this machine may query over HTTP without a token.");
    }
}
