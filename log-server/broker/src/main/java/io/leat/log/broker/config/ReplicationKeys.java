package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.int64;
import static io.leat.log.broker.config.ConfigKey.string;

import java.util.List;

/** The settings of how replicas follow their leaders. Part of {@link BrokerKeys#ALL}. */
public final class ReplicationKeys {

    public static final ConfigKey<Long> LAG_MAX_MS =
            int64(
                    "replica.lag.time.max.ms",
                    30_000L,
                    1,
                    "A follower that lacks something for so long is not in sync any more.");
    public static final ConfigKey<Integer> FETCH_BYTES_MAX =
            int32(
                    "replica.fetch.max.bytes",
                    1_048_576,
                    0,
                    "Bytes of one partition in one fetch, about: one batch always passes.");
    public static final ConfigKey<Integer> FETCH_RESPONSE_BYTES_MAX =
            int32(
                    "replica.fetch.response.max.bytes",
                    10_485_760,
                    0,
                    "Bytes of all partitions in one fetch, about.");
    public static final ConfigKey<Integer> FETCH_BYTES_MIN =
            int32("replica.fetch.min.bytes", 1, 0, "Fewer bytes make a fetch wait.");
    public static final ConfigKey<Integer> FETCH_WAIT_MS =
            int32("replica.fetch.wait.max.ms", 500, 0, "How long a fetch waits for them.");
    public static final ConfigKey<Integer> FETCH_BACKOFF_MS =
            int32(
                    "replica.fetch.backoff.ms",
                    100,
                    0,
                    "Pause before a fetch that failed again is sent again.");
    public static final ConfigKey<Integer> SOCKET_TIMEOUT_MS =
            int32(
                    "replica.socket.timeout.ms",
                    30_000,
                    1,
                    "A leader that does not answer for so long is connected anew.");
    public static final ConfigKey<String> SELECTOR =
            string(
                    "replica.selector.class",
                    null,
                    "Lets clients read from a replica in their rack: 'rack-aware', or"
                            + " org.apache.kafka.common.replica.RackAwareReplicaSelector.");

    static final List<ConfigKey<?>> LIST =
            List.of(
                    LAG_MAX_MS,
                    FETCH_BYTES_MAX,
                    FETCH_RESPONSE_BYTES_MAX,
                    FETCH_BYTES_MIN,
                    FETCH_WAIT_MS,
                    FETCH_BACKOFF_MS,
                    SOCKET_TIMEOUT_MS,
                    SELECTOR);

    private ReplicationKeys() {}

    /** Whether clients are sent to the replica in their rack. */
    public static boolean selectsByRack(BrokerConfig config) {
        String selector = config.find(SELECTOR);
        return selector != null
                && (selector.equals("rack-aware") || selector.endsWith("RackAwareReplicaSelector"));
    }
}
