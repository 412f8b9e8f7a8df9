package io.leat.clients.consumer;

import io.leat.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClientPorts;
import io.leat.clients.network.ClientSettings;
import io.leat.clients.network.Errors;
import io.leat.common.config.ConfigException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.Deserializer;
import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Ports;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/** The parts of one consumer, put together from its settings. Immutable. */
final class ConsumerParts<K, V> {

    /** What the coordinator decides where it assigns. */
    private static final List<String> CLASSIC_ONLY =
            List.of(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                    ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);

    private static final List<String> CONSUMER_ONLY =
            List.of(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);

    private final ConsumerConfig config;
    private final ClientIo io;
    private final Runnable closePorts;
    private final Waiting waiting;
    private final Subscriptions subscriptions;
    private final Fetcher fetcher;
    private final Buffer<K, V> buffer;
    private final Decoding<K, V> decoding;
    private final Interceptors<K, V> interceptors;
    private final Commits commits;
    private final Membership membership;
    private final Positions positions;
    private final Queries queries;
    private final ConsumerMetrics metrics;
    private final Remote remote;
    private final GroupSettings group;

    ConsumerParts(
            ConsumerConfig config,
            Deserializer<K> key,
            Deserializer<V> value,
            Ports ports,
            Runnable closePorts) {
        this.config = config;
        this.closePorts = closePorts;
        check(config);
        this.group = groupSettings(config);
        String clientId = clientId(config, group, ports);
        boolean readCommitted = readCommitted(config);
        this.decoding = decoding(config, key, value, readCommitted);
        this.metrics = new ConsumerMetrics(clientId);
        this.interceptors = new Interceptors<>(interceptors(config, clientId));
        this.io =
                new ClientIo(
                        ClientSettings.of(
                                config,
                                clientId,
                                100,
                                config.getBoolean(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG)),
                        ports);
        if (config.getBoolean(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG)) {
            io.pushMetrics(metrics::all);
        }
        this.waiting = new Waiting(ports.threads(), ports.clock());
        this.remote = new RemoteCalls(io, new GroupCalls(io, group, readCommitted), readCommitted);
        ResetPolicy policy =
                ResetPolicy.parse(config.getString(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG));
        BufferLink<K, V> link = new BufferLink<>(waiting);
        this.fetcher =
                new Fetcher(
                        io,
                        limits(config, readCommitted),
                        config.getString(ConsumerConfig.CLIENT_RACK_CONFIG),
                        link::deliver);
        this.subscriptions = new Subscriptions(fetcher);
        this.buffer =
                new Buffer<>(
                        subscriptions,
                        fetcher,
                        decoding,
                        policy,
                        (error, partition) -> Errors.of(error, error.message() + ": " + partition));
        link.connect(buffer);
        io.metadata().onChange(view -> waiting.raise()); // positions may want validating
        this.commits =
                new Commits(
                        subscriptions,
                        remote,
                        waiting,
                        interceptors,
                        metrics,
                        autoCommitMs(config, hasGroup()),
                        group.backoffMs());
        this.membership = membership(ports);
        this.positions =
                new Positions(
                        subscriptions, remote, waiting, policy, hasGroup(), group.backoffMs());
        this.queries = new Queries(remote, waiting, group.backoffMs());
        config.logUnknown();
    }

    private Membership membership(Ports ports) {
        if (config.originals().get(StreamsGroupMember.CONFIG)
                instanceof StreamsGroupMember thread) {
            return streamsMembership(thread);
        }
        return consumerProtocol() ? consumerMembership(ports) : classicMembership();
    }

    private Membership classicMembership() {
        Heartbeats heartbeats =
                new Heartbeats(
                        io.loop(),
                        remote,
                        waiting,
                        group.heartbeatMs(),
                        group.rebalanceTimeoutMs());
        return new ClassicMembership(
                group,
                subscriptions,
                remote,
                waiting,
                heartbeats,
                commits,
                assignors(config),
                metrics);
    }

    private Membership consumerMembership(Ports ports) {
        Uuid id = new Uuid(ports.entropy().nextLong(), ports.entropy().nextLong());
        ConsumerHeartbeats heartbeats =
                new ConsumerHeartbeats(io.loop(), remote, waiting, group, id.toString());
        return new ConsumerMembership(
                group, subscriptions, remote, waiting, heartbeats, commits, metrics);
    }

    private Membership streamsMembership(StreamsGroupMember thread) {
        StreamsHeartbeats heartbeats =
                new StreamsHeartbeats(io.loop(), remote, waiting, group, thread.memberId(), thread);
        return new StreamsMembership(
                group, subscriptions, remote, waiting, heartbeats, commits, metrics, thread);
    }

    /** Whether the coordinator assigns the partitions (KIP-848). */
    boolean consumerProtocol() {
        return protocol(config) == GroupProtocol.CONSUMER;
    }

    /** A consumer on the real network and clock. */
    static <K, V> ConsumerParts<K, V> real(
            Map<String, Object> configs, Deserializer<K> key, Deserializer<V> value) {
        ConsumerConfig config =
                new ConsumerConfig(ConsumerConfig.withDeserializers(configs, key, value));
        ClientPorts ports = ClientPorts.open("consumer");
        try {
            return new ConsumerParts<>(config, key, value, ports.ports(), ports::close);
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    static Map<String, Object> toMap(Properties properties) {
        Map<String, Object> map = new HashMap<>();
        for (Map.Entry<Object, Object> entry : properties.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new ConfigException(
                        String.valueOf(entry.getKey()), entry.getValue(), "a key must be a String");
            }
            map.put(key, entry.getValue());
        }
        return map;
    }

    private static void check(ConsumerConfig config) {
        GroupProtocol protocol = protocol(config);
        for (String name : protocol == GroupProtocol.CONSUMER ? CLASSIC_ONLY : CONSUMER_ONLY) {
            if (config.originals().get(name) != null) {
                throw new ConfigException(
                        name + " cannot be set when group.protocol=" + protocol.name());
            }
        }
        int heartbeat = config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        int session = config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        if (heartbeat >= session) {
            throw new ConfigException(
                    ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                    heartbeat,
                    "must be lower than session.timeout.ms, which is "
                            + session
                            + "; a third of it is usual");
        }
    }

    private static GroupProtocol protocol(ConsumerConfig config) {
        return GroupProtocol.of(config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
    }

    private static GroupSettings groupSettings(ConsumerConfig config) {
        String groupId = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
        String rack = config.getString(ConsumerConfig.CLIENT_RACK_CONFIG);
        return new GroupSettings(
                groupId == null ? "" : groupId,
                Optional.ofNullable(config.getString(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)),
                config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                config.getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG),
                config.getBoolean(ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG),
                rack.isEmpty() ? null : rack,
                config.getString(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG));
    }

    private static String clientId(ConsumerConfig config, GroupSettings group, Ports ports) {
        String given = config.getString(ConsumerConfig.CLIENT_ID_CONFIG);
        if (!given.isEmpty()) {
            return given;
        }
        String unique = Long.toString(ports.entropy().nextLong() >>> 1, 36);
        return "consumer-" + (group.groupId().isEmpty() ? "" : group.groupId() + "-") + unique;
    }

    private static boolean readCommitted(ConsumerConfig config) {
        return config.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG).equals("read_committed");
    }

    private static FetchSession.Limits limits(ConsumerConfig config, boolean readCommitted) {
        return new FetchSession.Limits(
                config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                config.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
                config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                (byte) (readCommitted ? 1 : 0));
    }

    private static long autoCommitMs(ConsumerConfig config, boolean hasGroup) {
        boolean enabled = config.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        if (enabled && !hasGroup) {
            if (config.originals().containsKey(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)) {
                throw new ConfigException(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        true,
                        "there is no group.id to commit for: set one, or leave this out");
            }
            return -1;
        }
        return enabled ? config.getInt(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG) : -1;
    }

    private static Assignors assignors(ConsumerConfig config) {
        Object given = config.values().get(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        String rack = config.getString(ConsumerConfig.CLIENT_RACK_CONFIG);
        return new Assignors(
                AssignorLoader.load((List<?>) given, config.originals()),
                rack.isEmpty() ? Optional.empty() : Optional.of(rack));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<ConsumerInterceptor<K, V>> interceptors(ConsumerConfig settings, String clientId) {
        return (List)
                settings.getConfiguredInstances(
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                        ConsumerInterceptor.class,
                        Map.of(ConsumerConfig.CLIENT_ID_CONFIG, clientId));
    }

    @SuppressWarnings("unchecked")
    static <K, V> Decoding<K, V> decoding(
            ConsumerConfig config, Deserializer<K> key, Deserializer<V> value, boolean committed) {
        Deserializer<K> keys = key;
        if (keys == null) {
            keys =
                    config.getConfiguredInstance(
                            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
            keys.configure(config.originals(), true);
        }
        Deserializer<V> values = value;
        if (values == null) {
            values =
                    config.getConfiguredInstance(
                            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
            values.configure(config.originals(), false);
        }
        return new Decoding<>(
                keys,
                values,
                committed,
                config.getBoolean(ConsumerConfig.CHECK_CRCS_CONFIG),
                new RecordBytes.Pool());
    }

    /** Commits, leaves, and frees everything, within the time given. */
    void close(long deadline, GroupMembershipOperation operation) {
        RuntimeException failure = null;
        try {
            if (hasGroup()) {
                commits.close(deadline);
                boolean tell =
                        switch (operation) {
                            case LEAVE_GROUP -> true;
                            case REMAIN_IN_GROUP -> false;
                            case DEFAULT -> !isStatic();
                        };
                CompletableFuture<Void> leaving =
                        membership.leave("the consumer is being closed", tell);
                awaitQuietly(leaving, deadline);
                membership.rethrow();
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        subscriptions.clear();
        buffer.dropStale();
        fetcher.close();
        interceptors.close();
        decoding.key().close();
        decoding.value().close();
        awaitQuietly(io.close(), Math.max(deadline, waiting.now() + 1_000));
        closePorts.run();
        if (failure != null) {
            throw failure;
        }
    }

    private void awaitQuietly(CompletableFuture<?> future, long deadline) {
        try {
            waiting.get(future, deadline, "Closing");
        } catch (TimeoutException e) {
            // The time given for closing is over: the coordinator will notice by itself.
        } catch (RuntimeException e) {
            // The coordinator cannot be told that we leave; the session will time out.
        }
    }

    boolean hasGroup() {
        return !group.groupId().isEmpty();
    }

    boolean isStatic() {
        return group.instanceId().isPresent();
    }

    boolean readCommitted() {
        return decoding.readCommitted();
    }

    int maxPollRecords() {
        return config.getInt(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
    }

    Duration apiTimeout() {
        return Duration.ofMillis(config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
    }

    Waiting waiting() {
        return waiting;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Buffer<K, V> buffer() {
        return buffer;
    }

    Interceptors<K, V> interceptors() {
        return interceptors;
    }

    Commits commits() {
        return commits;
    }

    Membership membership() {
        return membership;
    }

    Positions positions() {
        return positions;
    }

    Queries queries() {
        return queries;
    }

    ClientIo io() {
        return io;
    }

    ConsumerMetrics metrics() {
        return metrics;
    }

    Remote remote() {
        return remote;
    }
}
