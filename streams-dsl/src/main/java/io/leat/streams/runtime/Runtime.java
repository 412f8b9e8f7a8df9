package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicPartition;
import io.leat.common.errors.InterruptException;
import io.leat.common.errors.TimeoutException;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import io.leat.streams.ClientInstanceIds;
import io.leat.streams.KafkaClientSupplier;
import io.leat.streams.StreamsConfig;
import io.leat.streams.ThreadMetadata;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.metrics.Meters;
import io.leat.streams.processor.StandbyUpdateListener;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.runtime.ThreadParts.Commons;
import io.leat.streams.state.HostInfo;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.task.TaskSettings;
import io.leat.streams.topology.GlobalStore;
import io.leat.streams.topology.Subtopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one application in one process, and what they share. Safe for several threads. */
public final class Runtime {

    private static final Logger LOG = LoggerFactory.getLogger(Runtime.class);

    /** Hears of changes; called from stream threads. */
    public interface Listener {
        /** Some thread began, finished or was lost. */
        void changed();
    }

    /** The stores that every instance fills for itself, and how. */
    public record Globals(
            List<GlobalStore> stores, Subtopology filling, TaskSettings taskSettings) {}

    /** Who hears of the restoring of stores; called from the threads that do it. */
    public record Listeners(StateRestoreListener restore, StandbyUpdateListener standby) {}

    /** What the runtime is made from. */
    public record Setup(
            StreamsConfig config,
            TaskSettings taskSettings,
            List<Subtopology> subtopologies,
            Globals globals,
            KafkaClientSupplier clients,
            Ports ports,
            Disk disk,
            String clientId,
            Meters meters,
            Listeners listeners,
            StreamsUncaughtExceptionHandler exceptionHandler,
            BooleanSupplier paused,
            Listener listener) {}

    private final Setup setup;
    private final String applicationId;
    private final TaskPlan plan;
    private final GroupView view;
    private final StateFolder folder;
    private final ClientSettings clientSettings;
    private final SharedResources shared;
    private final Map<Integer, StreamThread> threads = new TreeMap<>();
    private final List<Threads.Task> running = new ArrayList<>();
    private volatile @Nullable Admin admin;
    private volatile @Nullable GlobalThread global;
    private volatile @Nullable StateUpdaters updaters;
    private boolean started;
    private boolean stopping;
    private boolean failed;
    private int failedThreads;

    /**
     * Locks the state folder.
     *
     * @throws ProcessorStateException if its disk cannot be written to
     */
    public Runtime(Setup setup) {
        this.setup = setup;
        this.applicationId = setup.config().getString(StreamsConfig.APPLICATION_ID_CONFIG);
        this.shared = new SharedResources(setup.meters());
        this.plan = new TaskPlan(applicationId, setup.subtopologies());
        if (plan.pattern() != null && setup.config().streamsProtocol()) {
            throw new TopologyException(
                    "Topics given by a pattern need group.protocol=classic: a streams group knows"
                            + " topics by their names only.");
        }
        this.folder =
                new StateFolder(
                        setup.disk(),
                        applicationId,
                        setup.config()
                                .getBoolean(StreamsConfig.ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG));
        this.clientSettings =
                new ClientSettings(
                        setup.config(),
                        setup.clientId(),
                        folder.processIdOrClose(setup.ports().entropy().fork("process")));
        this.view =
                new GroupView(
                        new GroupView.Identity(
                                clientSettings.processId(),
                                HostInfo.buildFromEndpoint(
                                        setup.config()
                                                .getString(
                                                        StreamsConfig.APPLICATION_SERVER_CONFIG)),
                                setup.config().getClientTags(),
                                this::positions,
                                plan.digest()),
                        new Orders());
    }

    private int alive(StreamThread thread) {
        return thread.state() == StreamThread.State.DEAD ? 0 : 1;
    }

    /** Names this instance; it stays the same across restarts. */
    public String processId() {
        return clientSettings.processId();
    }

    /** Stream threads that have not ended. */
    synchronized int aliveThreads() {
        return threads.values().stream().mapToInt(this::alive).sum();
    }

    /** How many stream threads failed since the start. */
    synchronized int failedThreads() {
        return failedThreads;
    }

    /** How far the stores on this instance are, by task, all changelogs together. */
    private Map<TaskId, Long> positions() {
        Map<TaskId, Long> positions = new TreeMap<>(folder.positions());
        for (OpenStores stores : published()) {
            for (OpenStores.Part part : stores.parts()) {
                positions.put(
                        part.task(),
                        part.reached().get().values().stream().mapToLong(Long::longValue).sum());
            }
        }
        return positions;
    }

    /** Does what the leader of the group says; called from stream threads. */
    private final class Orders implements GroupView.Hearer {

        @Override
        public void assigned(Share share) {
            updaters().assigned(share);
        }

        @Override
        public void shutdown() {
            synchronized (Runtime.this) {
                failed = true;
                stop(GroupMembershipOperation.DEFAULT);
            }
            setup.listener().changed();
        }
    }

    /**
     * Makes the internal topics, fills the global stores, then starts the threads. Holds nothing
     * while it waits for servers: queries are answered and {@link #stop} works meanwhile.
     */
    public void start() {
        folder.deleteOutdated(
                setup.config().getLong(StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG),
                setup.ports().clock().epochMillis());
        Admin opened = setup.clients().getAdmin(clientSettings.admin());
        admin = opened;
        InstanceMetrics.add(this, setup, shared, opened);
        try {
            folder.members().removePast(opened, applicationId);
            // In a streams group it is the broker that makes them, once the first thread joins.
            new InternalTopics(
                            opened,
                            setup.config(),
                            setup.config().streamsProtocol() ? List.of() : setup.subtopologies())
                    .prepare(setup.globals().stores().stream().map(GlobalStore::topic).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsException("interrupted while preparing the internal topics", e);
        }
        GlobalThread globals = setup.globals().stores().isEmpty() ? null : openGlobals();
        global = globals;
        if (globals != null) {
            globals.restore();
        }
        startThreads(globals);
        setup.listener().changed();
    }

    private synchronized void startThreads(@Nullable GlobalThread globals) {
        if (stopping) {
            return;
        }
        if (globals != null) {
            running.add(setup.ports().threads().start(clientSettings.globalThreadName(), globals));
        }
        int count =
                setup.subtopologies().isEmpty()
                        ? 0
                        : setup.config().getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        updaters = startUpdaters(count);
        for (int number = 1; number <= count; number++) {
            startThread(number);
        }
        started = true;
    }

    private GlobalThread openGlobals() {
        return new GlobalOpening(setup, clientSettings, folder, shared)
                .open(Objects.requireNonNull(admin), this::globalsEnded);
    }

    private synchronized void globalsEnded(@Nullable Throwable failure) {
        if (failure != null && !stopping) {
            LOG.atError().setCause(failure).log("the thread of the global stores failed");
            answer(failure);
            failed = true;
            stop(GroupMembershipOperation.DEFAULT);
        }
        setup.listener().changed();
    }

    private StreamThread startThread(int number) {
        StreamsConfig config = setup.config();
        ThreadParts parts = new ThreadParts(setup, commons(), updaters(), number, this::ended);
        StreamThread thread =
                new StreamThread(
                        clientSettings.threadName(number),
                        parts,
                        setup.ports().clock(),
                        new ThreadSettings(
                                config.exactlyOnce(),
                                config.commitIntervalMs(),
                                config.commitsEarly(),
                                Duration.ofMillis(config.getLong(StreamsConfig.POLL_MS_CONFIG)),
                                config.getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG),
                                config.getLong(StreamsConfig.LOG_SUMMARY_INTERVAL_MS_CONFIG),
                                setup.paused()),
                        plan);
        parts.metrics().describe(clientSettings.processId(), thread::state);
        threads.put(number, thread);
        running.removeIf(task -> !task.isAlive());
        running.add(setup.ports().threads().start(thread.name(), thread));
        return thread;
    }

    private StateUpdaters updaters() {
        StateUpdaters made = updaters;
        if (made == null) {
            throw new IllegalStateException("the runtime is not started");
        }
        return made;
    }

    private Commons commons() {
        Admin opened = admin;
        if (opened == null) {
            throw new IllegalStateException("the runtime is not started");
        }
        return new Commons(
                plan,
                view,
                folder,
                clientSettings,
                shared,
                opened,
                name -> {
                    GlobalThread globals = global;
                    return globals == null ? null : globals.find(name);
                },
                setup.subtopologies());
    }

    /** How many state updaters there are follows from the threads in the beginning. */
    private StateUpdaters startUpdaters(int threadCount) {
        List<StateUpdater> all = new ArrayList<>();
        int count = StateUpdaters.count(threadCount);
        for (int number = 1; number <= count; number++) {
            int place = number - 1;
            all.add(
                    new StateUpdater(
                            new UpdaterParts(
                                    setup,
                                    commons(),
                                    number,
                                    id -> StateUpdaters.place(id, count) == place),
                            setup.config().getLong(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG),
                            setup.paused(),
                            setup.ports().threads().signal()));
        }
        StateUpdaters made = new StateUpdaters(all);
        made.start(setup.ports().threads(), clientSettings.stateUpdaterName());
        return made;
    }

    /** Starts one thread more; its name, or empty when the runtime is not started or stops. */
    public synchronized Optional<String> addThread() {
        if (!started || stopping) {
            return Optional.empty();
        }
        int number = 1;
        while (threads.containsKey(number)) {
            number++;
        }
        String name = startThread(number).name();
        setup.listener().changed();
        return Optional.of(name);
    }

    /**
     * Ends one thread, which leaves the group; its name, or empty when there is none to end. A
     * stream thread that calls this ends another one, or itself if it is the last, and does not
     * wait for that.
     *
     * @throws TimeoutException if it does not end in {@code timeoutMs}; it ends later then
     */
    public Optional<String> removeThread(long timeoutMs) {
        String caller = Thread.currentThread().getName();
        StreamThread victim = null;
        Threads.Task ending = null;
        synchronized (this) {
            for (StreamThread thread : threads.values()) {
                if (thread.isAlive()
                        && (victim == null || victim.name().equals(caller))
                        && !stopping) {
                    victim = thread;
                }
            }
            if (victim == null) {
                return Optional.empty();
            }
            victim.stop(GroupMembershipOperation.LEAVE_GROUP);
            for (Threads.Task task : running) {
                ending = task.name().equals(victim.name()) ? task : ending;
            }
        }
        if (ending != null && !victim.name().equals(caller)) {
            await(ending, timeoutMs);
        }
        return Optional.of(victim.name());
    }

    private static void await(Threads.Task ending, long timeoutMs) {
        try {
            if (!ending.join(timeoutMs)) {
                throw new TimeoutException(
                        "thread " + ending.name() + " has not ended in " + timeoutMs + " ms.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** What each thread does and with which tasks. */
    public Set<ThreadMetadata> describeThreads() {
        Set<ThreadMetadata> all = new LinkedHashSet<>();
        List<OpenStores> open = published();
        synchronized (this) {
            int place = 0;
            for (Map.Entry<Integer, StreamThread> thread : threads.entrySet()) {
                all.add(
                        clientSettings.describe(
                                thread.getKey(),
                                thread.getValue(),
                                OpenStores.standbys(open, place++, threads.size())));
            }
        }
        return all;
    }

    /** Whether all threads have their stores up to date and process records. */
    public synchronized boolean allRunning() {
        return started
                && threads.values().stream().allMatch(t -> t.state() == StreamThread.State.RUNNING);
    }

    /** Whether every thread has ended. */
    public synchronized boolean allDead() {
        return threads.values().stream().allMatch(t -> t.state() == StreamThread.State.DEAD);
    }

    /** Whether threads ended because of a failure. */
    public synchronized boolean failed() {
        return failed;
    }

    /**
     * The parts of a store that are here, for queries.
     *
     * @throws InvalidStateStoreException if none is, or one is behind and {@code stale} is false
     */
    public List<StateStore> stores(String name, @Nullable Integer partition, boolean stale) {
        GlobalThread globals = global;
        StateStore whole = globals == null ? null : globals.find(name);
        if (whole != null) {
            return List.of(whole);
        }
        return OpenStores.find(published(), name, partition, stale);
    }

    private List<OpenStores> published() {
        List<OpenStores> all = new ArrayList<>();
        synchronized (this) {
            threads.values().forEach(thread -> all.add(thread.stores()));
        }
        StateUpdaters made = updaters;
        if (made != null) {
            made.published().forEach(all::add);
        }
        return all;
    }

    /** What the clients count. */
    public Map<MetricName, Metric> clientMetrics() {
        List<StreamThread> all;
        synchronized (this) {
            all = List.copyOf(threads.values());
        }
        Map<MetricName, Metric> metrics = new HashMap<>();
        all.forEach(thread -> metrics.putAll(thread.clientMetrics()));
        Admin opened = admin;
        if (opened != null) {
            metrics.putAll(opened.metrics());
        }
        return metrics;
    }

    /** What brokers call the clients; throws TimeoutException if one does not know in time. */
    public ClientInstanceIds clientInstanceIds(Duration timeout) {
        InstanceIds ids = new InstanceIds(setup.ports().clock(), timeout);
        List<StreamThread> all;
        synchronized (this) {
            all = List.copyOf(threads.values());
        }
        all.forEach(thread -> thread.ask(ids));
        updaters().ask(ids);
        GlobalThread globals = global;
        if (globals != null) {
            globals.ask(clientSettings.globalThreadName(), ids);
        }
        Admin opened = admin;
        if (opened != null) {
            ids.askAdmin(opened::clientInstanceId);
        }
        return ids;
    }

    /** Which instance reads what. */
    public GroupView view() {
        return view;
    }

    /** The changelog offset that each part of a logged store has reached, by changelog. */
    public Map<TopicPartition, OpenStores.Reached> reached() {
        return OpenStores.reached(published());
    }

    /** The offsets after the last records of {@code changelogs}. */
    public Map<TopicPartition, Long> ends(Set<TopicPartition> changelogs) {
        return admin == null || changelogs.isEmpty() ? Map.of() : commons().ends().of(changelogs);
    }

    /** Asks the parts of a store that are here; each answers for itself. */
    public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        GlobalThread globals = global;
        StateStore whole = globals == null ? null : globals.find(request.getStoreName());
        return whole == null
                ? LocalAnswers.ofParts(published(), request)
                : LocalAnswers.ofWhole(whole, request);
    }

    /** The partitions of a store that are here and belong here, copies of others left out. */
    public Set<Integer> ownPartitions(String store) {
        return OpenStores.ownPartitions(published(), store);
    }

    /**
     * Asks all threads to commit and end, and says what becomes of their memberships; safe from any
     * thread, also from a stream thread.
     */
    public synchronized void stop(GroupMembershipOperation then) {
        stopping = true;
        threads.values().forEach(thread -> thread.stop(then));
        GlobalThread globals = global;
        if (globals != null) {
            globals.stop();
        }
    }

    /** Waits for the threads; whether they all ended in {@code timeoutMs}. */
    public boolean join(long timeoutMs) throws InterruptedException {
        long deadline = setup.ports().clock().millis() + timeoutMs;
        List<Threads.Task> waitFor;
        synchronized (this) {
            waitFor = List.copyOf(running);
        }
        for (Threads.Task task : waitFor) {
            long left = deadline - setup.ports().clock().millis();
            if (!task.join(Math.max(0, left))) {
                return false;
            }
        }
        StateUpdaters made = updaters;
        if (made != null) {
            made.close();
        }
        return true;
    }

    /** Gives everything back. The threads have ended. */
    public void close() {
        try (Admin last = admin;
                SharedResources used = shared;
                GlobalThread globals = global) {
            stopping = true;
        } catch (Exception e) {
            throw new StreamsException("closing what the stores share failed", e);
        } finally {
            folder.close();
        }
    }

    /** Deletes the local state. No thread runs. */
    public void clean() {
        folder.clean();
    }

    private synchronized void ended(StreamThread thread, int number, @Nullable Throwable failure) {
        if (!stopping && failure != null) {
            failed(thread, number, failure);
        } else if (!stopping) {
            threads.remove(number); // somebody removed it
        }
        setup.listener().changed();
    }

    private void failed(StreamThread thread, int number, Throwable failure) {
        failedThreads++;
        LOG.atError().addKeyValue("thread", thread.name()).setCause(failure).log("thread failed");
        StreamThreadExceptionResponse response = answer(failure);
        if (response == StreamThreadExceptionResponse.REPLACE_THREAD) {
            startThread(number);
        } else if (response == StreamThreadExceptionResponse.SHUTDOWN_APPLICATION
                && !view.shutdownRequested()) {
            view.requestShutdown();
            startThread(number); // it tells the group and ends
        } else {
            failed = true;
            stop(GroupMembershipOperation.DEFAULT);
        }
    }

    /** What the handler wants; one that fails itself cannot keep the others going. */
    private StreamThreadExceptionResponse answer(Throwable failure) {
        try {
            return setup.exceptionHandler().handle(failure);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the uncaught exception handler failed");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
    }
}
