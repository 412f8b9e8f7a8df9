package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.int64;
import static io.leat.log.broker.config.ConfigKey.list;
import static io.leat.log.broker.config.ConfigKey.string;

import java.util.List;

/** The settings of a node that is one of several. Part of {@link BrokerKeys#ALL}. */
public final class ClusterKeys {

    // What it is
    public static final ConfigKey<List<String>> ROLES =
            list(
                    "process.roles",
                    "broker,controller",
                    List.of("broker", "controller"),
                    "What this node is: it keeps data, it votes on metadata, or both.");

    // The quorum
    public static final ConfigKey<List<String>> VOTERS =
            list(
                    "controller.quorum.voters",
                    null,
                    List.of(),
                    "All controllers, as id@host:port; without it this node is the only one.");
    public static final ConfigKey<List<String>> BOOTSTRAP_CONTROLLERS =
            list(
                    "controller.quorum.bootstrap.servers",
                    null,
                    List.of(),
                    "Some controllers, as host:port, for a node that no list of voters names.");
    public static final ConfigKey<Boolean> AUTO_JOIN =
            bool(
                    "controller.quorum.auto.join.enable",
                    false,
                    "A controller that has no vote asks for one as soon as it has caught up.");
    public static final ConfigKey<List<String>> CONTROLLER_LISTENERS =
            list(
                    "controller.listener.names",
                    "CONTROLLER",
                    List.of(),
                    "Listeners for controllers and brokers only; the first one is advertised.");
    public static final ConfigKey<Integer> ELECTION_TIMEOUT_MS =
            int32(
                    "controller.quorum.election.timeout.ms",
                    300,
                    10,
                    "How long a candidate waits for votes, at least; at most twice that.");
    public static final ConfigKey<Integer> FETCH_TIMEOUT_MS =
            int32(
                    "controller.quorum.fetch.timeout.ms",
                    1_200,
                    20,
                    "How long controllers that hear nothing, with connections open, wait.");

    // The metadata log
    public static final ConfigKey<String> METADATA_DIR =
            string(
                    "metadata.log.dir",
                    null,
                    "The folder with the metadata log; the first of log.dirs if unset.");
    public static final ConfigKey<Long> SNAPSHOT_BYTES =
            int64(
                    "metadata.log.max.record.bytes.between.snapshots",
                    20_971_520L,
                    1,
                    "After so much a snapshot lets go what it stands for.");
    public static final ConfigKey<Long> SNAPSHOT_INTERVAL_MS =
            int64(
                    "metadata.log.max.snapshot.interval.ms",
                    3_600_000L,
                    0,
                    "After so long too, if anything changed; 0 is never.");

    // Brokers
    public static final ConfigKey<String> INTER_BROKER_LISTENER =
            string(
                    "inter.broker.listener.name",
                    null,
                    "The listener on which brokers reach each other; the first one if unset.");
    public static final ConfigKey<Integer> HEARTBEAT_MS =
            int32("broker.heartbeat.interval.ms", 500, 10, "How often a broker says it is alive.");
    public static final ConfigKey<Boolean> CONTROLLED_SHUTDOWN =
            bool(
                    "controlled.shutdown.enable",
                    true,
                    "A broker that stops has its leaders moved to others first.");
    public static final ConfigKey<Integer> SESSION_MS =
            int32(
                    "broker.session.timeout.ms",
                    2_500,
                    50,
                    "A broker silent for so long is fenced; a broken connection tells sooner.");

    static final List<ConfigKey<?>> LIST =
            List.of(
                    ROLES,
                    VOTERS,
                    BOOTSTRAP_CONTROLLERS,
                    AUTO_JOIN,
                    CONTROLLER_LISTENERS,
                    METADATA_DIR,
                    SNAPSHOT_BYTES,
                    SNAPSHOT_INTERVAL_MS,
                    ELECTION_TIMEOUT_MS,
                    FETCH_TIMEOUT_MS,
                    INTER_BROKER_LISTENER,
                    HEARTBEAT_MS,
                    CONTROLLED_SHUTDOWN,
                    SESSION_MS);

    private ClusterKeys() {}
}
