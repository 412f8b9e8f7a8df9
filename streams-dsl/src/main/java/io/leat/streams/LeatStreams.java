package io.leat.streams;

import io.leat.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.errors.TimeoutException;
import io.leat.common.metrics.MetricsReporter;
import io.leat.common.serialization.Serializer;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads.Signal;
import io.leat.log.transport.RealPorts;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.StreamsNotStartedException;
import io.leat.streams.errors.StreamsStoppedException;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.leat.streams.errors.UnknownStateStoreException;
import io.leat.streams.metrics.Meters;
import io.leat.streams.processor.StandbyUpdateListener;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.runtime.Runtime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a topology in this process, as one of any number of instances that share an {@code
 * application.id} and with it the work.
 *
 * <pre>{@code
 * try (LeatStreams streams = new LeatStreams(builder.build(), properties)) {
 *     streams.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>Safe for several threads.
 */
public class LeatStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeatStreams.class);

    private static final Duration LONG = Duration.ofMillis(Long.MAX_VALUE / 4);

    /**
     * Where an application stands.
     *
     * <pre>
     * CREATED -> REBALANCING <-> RUNNING
     *    |            |  \\________ |  \\
     *    v            v            v   v
     *    PENDING_SHUTDOWN -> NOT_RUNNING
     *                 PENDING_ERROR -> ERROR
     * </pre>
     */
    public enum State {
        CREATED,
        REBALANCING,
        RUNNING,
        PENDING_SHUTDOWN,
        NOT_RUNNING,
        PENDING_ERROR,
        ERROR;

        public boolean isRunningOrRebalancing() {
            return this == RUNNING || this == REBALANCING;
        }

        public boolean isShuttingDown() {
            return this == PENDING_SHUTDOWN || this == PENDING_ERROR;
        }

        public boolean hasCompletedShutdown() {
            return this == NOT_RUNNING || this == ERROR;
        }

        public boolean hasNotStarted() {
            return this == CREATED;
        }

        public boolean hasStartedOrFinishedShuttingDown() {
            return isShuttingDown() || hasCompletedShutdown();
        }

        /** Whether an application may go from here to {@code newState}. */
        public boolean isValidTransition(State newState) {
            return switch (this) {
                case CREATED -> newState == REBALANCING || newState == PENDING_SHUTDOWN;
                case REBALANCING -> newState == RUNNING || newState.isShuttingDown();
                case RUNNING -> newState.isRunningOrRebalancing() || newState.isShuttingDown();
                case PENDING_SHUTDOWN -> newState == NOT_RUNNING;
                case PENDING_ERROR -> newState == ERROR;
                case NOT_RUNNING, ERROR -> false;
            };
        }
    }

    /** Hears of changes of the state. Called from stream threads: it must not block. */
    public interface StateListener {
        void onChange(State newState, State oldState);
    }

    private final Topology topology;
    private final StreamsConfig config;
    private final KafkaClientSupplier clients;
    private final @Nullable RealPorts ownPorts;
    private final Ports ports;
    private final Disk disk;
    private final Signal changed;
    private final String clientId;
    private final Meters meters;
    private final ApplicationMetrics described;
    private final QueriedStores stores;
    private final Object lock = new Object();
    private State state = State.CREATED;
    private @Nullable Runtime runtime;
    private @Nullable HttpQueries queries;
    private volatile boolean paused;
    private @Nullable StateListener stateListener;
    private StateRestoreListener restoreListener = new QuietListener();
    private StandbyUpdateListener standbyListener = new QuietListener();
    private StreamsUncaughtExceptionHandler exceptionHandler =
            thrown -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT;

    public LeatStreams(Topology topology, Properties props) {
        this(topology, new StreamsConfig(props));
    }

    public LeatStreams(Topology topology, Properties props, KafkaClientSupplier clientSupplier) {
        this(topology, new StreamsConfig(props), clientSupplier);
    }

    public LeatStreams(Topology topology, StreamsConfig config) {
        this(topology, config, config.getKafkaClientSupplier());
    }

    public LeatStreams(
            Topology topology, StreamsConfig config, KafkaClientSupplier clientSupplier) {
        this(topology, config, clientSupplier, RealPorts.create("streams", 1));
    }

    private LeatStreams(
            Topology topology, StreamsConfig config, KafkaClientSupplier clients, RealPorts real) {
        this(
                topology,
                config,
                clients,
                real,
                real.ports(),
                RealPorts.disk(Path.of(config.getString(StreamsConfig.STATE_DIR_CONFIG))));
    }

    /** For simulations: with the ports and the disk of a node. */
    public static LeatStreams on(
            Ports ports,
            Disk disk,
            Topology topology,
            StreamsConfig config,
            KafkaClientSupplier clients) {
        return new LeatStreams(topology, config, clients, null, ports, disk);
    }

    private LeatStreams(
            Topology topology,
            StreamsConfig config,
            KafkaClientSupplier clients,
            @Nullable RealPorts ownPorts,
            Ports ports,
            Disk disk) {
        this.topology = topology;
        this.config = topology.settings(config);
        this.clients = clients;
        this.ownPorts = ownPorts;
        this.ports = ports;
        this.disk = disk;
        this.changed = ports.threads().signal();
        this.clientId = clientId(config, ports);
        this.meters = config.meters(clientId, ports.clock());
        this.described = new ApplicationMetrics(meters, this.config, clientId, ports.clock());
        described.describe(topology.describe().toString(), this::state);
        String application = this.config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
        this.stores = new QueriedStores(application, topology.graph(), this::queryable);
    }

    public State state() {
        synchronized (lock) {
            return state;
        }
    }

    /** Before {@link #start}. */
    public void setStateListener(StateListener listener) {
        synchronized (lock) {
            checkNotStarted();
            stateListener = listener;
        }
    }

    /** Decides what happens when a thread fails; before {@link #start}. */
    public void setUncaughtExceptionHandler(StreamsUncaughtExceptionHandler handler) {
        synchronized (lock) {
            checkNotStarted();
            exceptionHandler = handler;
        }
    }

    /** Hears of the restoring of stores; before {@link #start}. */
    public void setGlobalStateRestoreListener(StateRestoreListener listener) {
        synchronized (lock) {
            checkNotStarted();
            restoreListener = listener;
        }
    }

    /** Hears how the copies of stores that are kept warm follow; before {@link #start}. */
    public void setStandbyUpdateListener(StandbyUpdateListener listener) {
        synchronized (lock) {
            checkNotStarted();
            standbyListener = listener;
        }
    }

    private void checkNotStarted() {
        if (state != State.CREATED) {
            throw new IllegalStateException(
                    "this can be set before the start only, not in " + state);
        }
    }

    /**
     * Makes the internal topics and starts the threads.
     *
     * @throws StreamsException if a topic is missing, the state folder is in use, no server
     *     answers, or serdes do not fit each other
     */
    public void start() {
        synchronized (lock) {
            checkNotStarted();
        }
        SerdeCheck.check(topology.graph(), config.defaultKeySerde(), config.defaultValueSerde());
        if (config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG)) {
            ExplicitNames.check(topology.graph());
        }
        HttpQueries served = HttpQueries.open(this, topology, this::queryable, config);
        Runtime made = new Runtime(setup(served == null ? config : served.config()));
        described.describeProcess(made.processId(), this::state);
        synchronized (lock) {
            runtime = made;
            queries = served;
        }
        become(State.REBALANCING);
        try {
            made.start();
        } catch (RuntimeException e) {
            become(State.PENDING_ERROR);
            made.close();
            stopQueries();
            become(State.ERROR);
            throw e;
        }
    }

    private static String clientId(StreamsConfig config, Ports ports) {
        String given = config.getString(StreamsConfig.CLIENT_ID_CONFIG);
        return !given.isEmpty()
                ? given
                : config.getString(StreamsConfig.APPLICATION_ID_CONFIG)
                        + "-"
                        + ports.entropy().fork("client").nextUuid();
    }

    private Runtime.Setup setup(StreamsConfig config) {
        return new Runtime.Setup(
                config,
                config.taskSettings(),
                topology.graph().subtopologies(),
                new Runtime.Globals(
                        topology.graph().globalStores(),
                        topology.graph().global(),
                        config.globalSettings()),
                clients,
                ports,
                disk,
                clientId,
                meters,
                new Runtime.Listeners(restoreListener, standbyListener),
                exceptionHandler,
                () -> paused,
                this::threadsChanged);
    }

    /**
     * A view of what is committed in the parts of a store that are on this instance. It may be kept
     * and used by any thread; a use fails while the store is elsewhere or being restored.
     *
     * @throws UnknownStateStoreException if the topology has no such store
     * @throws InvalidStateStoreException if the store is of another kind or not here now
     */
    public <T> T store(StoreQueryParameters<T> parameters) {
        return stores.view(parameters);
    }

    /**
     * What the application and its clients record, under the names of Kafka Streams. Those of
     * threads and tasks come and go with them. The values are those of the moment when they are
     * read.
     */
    public Map<MetricName, ? extends Metric> metrics() {
        Runtime current;
        synchronized (lock) {
            current = runtime;
        }
        Map<MetricName, Metric> all = new LinkedHashMap<>(meters.metrics());
        if (current != null) {
            all.putAll(current.clientMetrics());
        }
        return all;
    }

    /**
     * What brokers call the consumers, producers and the admin client of this instance where they
     * keep the metrics these push (KIP-714); without those that push none.
     *
     * @throws IllegalStateException if it does not run
     * @throws io.leat.common.errors.TimeoutException if one does not know within {@code timeout}
     */
    public ClientInstanceIds clientInstanceIds(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        Runtime current;
        State now;
        synchronized (lock) {
            current = runtime;
            now = state;
        }
        if (current == null || !now.isRunningOrRebalancing()) {
            throw new IllegalStateException("the application is " + now + ", it has no clients");
        }
        return current.clientInstanceIds(timeout);
    }

    /**
     * Tells {@code reporter} which metrics there are, and which come and go from now on. The
     * metrics of the clients inside are not among them. It is closed with the application, as those
     * that {@code metric.reporters} names are.
     */
    public void addMetricsReporter(MetricsReporter reporter) {
        meters.addReporter(reporter);
    }

    /**
     * All instances of the application that say with {@code application.server} where they are, as
     * of the last rebalance.
     */
    public Collection<StreamsMetadata> metadataForAllStreamsClients() {
        return stores.instances().all();
    }

    /** Those instances that have parts of a store. */
    public Collection<StreamsMetadata> streamsMetadataForStore(String storeName) {
        return stores.instancesWith(storeName).having(storeName);
    }

    /** The instance that has {@code key}, where keys are partitioned as producers do. */
    public <K> KeyQueryMetadata queryMetadataForKey(
            String storeName, K key, Serializer<K> keySerializer) {
        return stores.instancesWith(storeName).having(storeName, key, keySerializer);
    }

    /** The instance that has {@code key}, where keys are partitioned by {@code partitioner}. */
    public <K> KeyQueryMetadata queryMetadataForKey(
            String storeName, K key, StreamPartitioner<? super K, ?> partitioner) {
        return stores.instancesWith(storeName).having(storeName, key, partitioner);
    }

    /** How far the parts of stores on this instance are behind, by store and partition. */
    public Map<String, Map<Integer, LagInfo>> allLocalStorePartitionLags() {
        return stores.lags();
    }

    /**
     * Asks the parts of a store that are on this instance, each for what is committed of it.
     *
     * @throws UnknownStateStoreException if the topology has no such store
     */
    public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        return stores.query(request);
    }

    /** Where stores are queried over HTTP; empty unless {@code queries.http.port} is set. */
    public Optional<Integer> queriesHttpPort() {
        synchronized (lock) {
            return Optional.ofNullable(queries).map(HttpQueries::port);
        }
    }

    private void stopQueries() {
        HttpQueries served;
        synchronized (lock) {
            served = queries;
            queries = null;
        }
        if (served != null) {
            served.close();
        }
    }

    private Runtime queryable() {
        Runtime current;
        State now;
        synchronized (lock) {
            current = runtime;
            now = state;
        }
        if (now.hasNotStarted()) {
            throw new StreamsNotStartedException("start the application before it is queried.");
        }
        if (current == null || !now.isRunningOrRebalancing()) {
            throw new StreamsStoppedException("the application is " + now + " and has no stores.");
        }
        return current;
    }

    private void threadsChanged() {
        Runtime current;
        State now;
        synchronized (lock) {
            current = runtime;
            now = state;
        }
        if (current == null) {
            return;
        }
        if (now.isRunningOrRebalancing()) {
            if (current.failed()) {
                become(State.PENDING_ERROR);
            } else {
                become(current.allRunning() ? State.RUNNING : State.REBALANCING);
            }
        }
        if (state() == State.PENDING_ERROR && current.allDead()) {
            become(State.ERROR);
        }
        changed.raise();
    }

    private void become(State next) {
        State before;
        StateListener listener;
        synchronized (lock) {
            before = state;
            if (before == next || before.hasCompletedShutdown()) {
                return;
            }
            state = next;
            listener = stateListener;
        }
        LOG.atInfo().addKeyValue("from", before).addKeyValue("to", next).log("state changed");
        if (listener != null) {
            listener.onChange(next, before);
        }
    }

    /** Commits, leaves the group and waits for the threads. */
    @Override
    public void close() {
        close(LONG);
    }

    /** As {@link #close()}, with a way to wait less; whether everything ended in time. */
    public boolean close(CloseOptions options) {
        return close(options.timeout(), options.membership());
    }

    /** As {@link #close()}, waiting at most {@code timeout}; whether everything ended in time. */
    public boolean close(Duration timeout) {
        return close(CloseOptions.timeout(timeout));
    }

    private boolean close(Duration timeout, GroupMembershipOperation membership) {
        Runtime current;
        synchronized (lock) {
            current = runtime;
            runtime = null;
        }
        stopQueries();
        boolean ended = true;
        if (current != null) {
            if (state().isRunningOrRebalancing()) {
                become(State.PENDING_SHUTDOWN);
            }
            current.stop(membership);
            ended = join(current, timeout);
            if (ended) {
                current.close();
            }
        }
        become(state() == State.PENDING_ERROR ? State.ERROR : State.NOT_RUNNING);
        if (ended) {
            meters.close();
            if (ownPorts != null) {
                ownPorts.close();
            }
        }
        return ended;
    }

    /** Starts one thread more; its name, or empty unless the application runs or rebalances. */
    public Optional<String> addStreamThread() {
        Runtime current = running();
        return current == null ? Optional.empty() : current.addThread();
    }

    /**
     * Ends one thread and waits for that; its name, or empty when there is none. A thread of the
     * application that calls this ends another one and waits for it, or itself if it is the last.
     */
    public Optional<String> removeStreamThread() {
        return removeStreamThread(LONG);
    }

    /**
     * As {@link #removeStreamThread()}, waiting at most {@code timeout}.
     *
     * @throws TimeoutException if the thread has not ended by then; it ends later
     */
    public Optional<String> removeStreamThread(Duration timeout) {
        Runtime current = running();
        return current == null
                ? Optional.empty()
                : current.removeThread(Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    }

    /** What the threads of this instance do. */
    public Set<ThreadMetadata> metadataForLocalThreads() {
        Runtime current = running();
        return current == null ? Set.of() : current.describeThreads();
    }

    private @Nullable Runtime running() {
        synchronized (lock) {
            return state.isRunningOrRebalancing() ? runtime : null;
        }
    }

    /** Processes nothing until {@link #resume}; the tasks stay here. Also before the start. */
    public void pause() {
        paused = true;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        paused = false;
    }

    private static boolean join(Runtime current, Duration timeout) {
        try {
            return current.join(Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Deletes the local state of this application; before {@link #start}. */
    public void cleanUp() {
        synchronized (lock) {
            checkNotStarted();
        }
        Runtime made = new Runtime(setup(config));
        made.clean();
        made.close();
    }
}
