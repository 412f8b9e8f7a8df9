package io.leat.clients.network;

import static io.leat.clients.CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.Node;
import io.leat.common.Uuid;
import io.leat.common.errors.DisconnectException;
import io.leat.common.errors.InterruptException;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The network side of one client: sends calls to brokers by id, to any broker, or to a coordinator.
 * Everything it holds is owned by one loop, {@link #loop}; the public methods may be called from
 * any thread, and futures complete on the loop.
 *
 * <p>A call fails with {@link DisconnectException} or {@code TimeoutException} (both retriable)
 * when the broker cannot be reached or does not answer, and with {@code
 * UnsupportedVersionException} when it does not know the request. Error codes inside responses are
 * the caller's business: {@link Errors} turns them into exceptions.
 *
 * <pre>{@code
 * io.send(nodeId, Call.of(request, HeartbeatResponse::read))
 *     .whenComplete((response, failure) -> ...);   // on the loop
 * }</pre>
 */
public final class ClientIo {

    /** What gets a connection of its own to each broker. */
    public enum Lane {
        GROUP,
        FETCH
    }

    /** Channels of a lane are numbered from a multiple of this. */
    private static final int LANE_IDS = 1 << 28;

    private static final Duration LONGEST = Duration.ofDays(10_000);

    /** Cost of a broker that is not connected; connected ones cost what they have to do. */
    private static final long CONNECTABLE = 1_000_000;

    private final ClientSettings settings;
    private final Ports ports;
    private final EventLoop loop;
    private final Entropy entropy;
    private final Metadata metadata;
    private final Coordinators coordinators;
    private final Map<Integer, BrokerChannel> channels = new HashMap<>();
    private final Map<Integer, Endpoint> known = new HashMap<>();
    private volatile ApiSupport latest = ApiSupport.UNKNOWN;
    private final Map<MetricName, Metric> guests = new ConcurrentHashMap<>();
    private volatile @Nullable Telemetry telemetry;
    private boolean closed;

    @SuppressWarnings("this-escape")
    public ClientIo(ClientSettings settings, Ports ports) {
        this.settings = settings;
        this.loop = ports.loop();
        this.entropy = ports.entropy().fork("client " + settings.clientId());
        this.ports =
                ports.with(
                        settings.security()
                                .on(
                                        ports,
                                        ports.entropy().fork("logins " + settings.clientId()),
                                        settings.clientId()));
        this.metadata = new Metadata(loop, settings, this);
        this.coordinators = new Coordinators(this);
    }

    public ClientSettings settings() {
        return settings;
    }

    public EventLoop loop() {
        return loop;
    }

    public Clock clock() {
        return ports.clock();
    }

    public Threads threads() {
        return ports.threads();
    }

    public Entropy entropy() {
        return entropy;
    }

    public Metadata metadata() {
        return metadata;
    }

    public Coordinators coordinators() {
        return coordinators;
    }

    /** What the broker that was connected last said of its versions and the cluster's features. */
    public ApiSupport support() {
        return latest;
    }

    /** Pushes these metrics to brokers that want them (KIP-714). Once, before all else. */
    public void pushMetrics(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        Telemetry pushing = new Telemetry(this, () -> withGuests(metrics.get()));
        telemetry = pushing;
        onLoop(pushing::start);
    }

    private Map<MetricName, Metric> withGuests(Map<MetricName, ? extends Metric> own) {
        Map<MetricName, Metric> all = new HashMap<>(guests);
        all.putAll(own);
        return all;
    }

    /** Pushes {@code metric}, of somebody who uses this client, too, if it pushes any. */
    public void push(Metric metric) {
        guests.put(metric.metricName(), metric);
    }

    /** Pushes {@code metric} no longer. */
    public void pushNoMore(Metric metric) {
        guests.remove(metric.metricName(), metric);
    }

    /**
     * What the brokers call this client where they keep its metrics; null if they did not say so
     * within {@code timeout}.
     *
     * @throws IllegalStateException if it pushes none
     */
    public @Nullable Uuid instanceId(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        Telemetry pushing = telemetry;
        if (pushing == null) {
            throw new IllegalStateException(
                    "No metrics are pushed: set " + ENABLE_METRICS_PUSH_CONFIG + " to true");
        }
        CompletableFuture<Uuid> id = pushing.instanceId();
        if (!id.isDone()) {
            Threads.Signal told = threads().signal();
            id.whenComplete((known, failure) -> told.raise());
            onLoop(pushing::hurry);
            try {
                told.await(
                        timeout.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : timeout.toMillis());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return id.getNow(null);
    }

    /** Sends to the broker of this id. */
    public <T extends @Nullable Object> CompletableFuture<T> send(int nodeId, Call<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        onLoop(() -> sendNow(nodeId, call, future));
        return future;
    }

    /**
     * As {@link #send}, on a connection of its own: brokers answer the requests of one connection
     * one after the other, and a heartbeat must not wait behind a long fetch.
     */
    public <T extends @Nullable Object> CompletableFuture<T> sendApart(
            Lane lane, int nodeId, Call<T> call) {
        return send(nodeId < LANE_IDS ? nodeId + (lane.ordinal() + 1) * LANE_IDS : nodeId, call);
    }

    /** The broker at the other end of a channel. */
    private int broker(int channelId) {
        return known.containsKey(channelId) ? channelId : channelId % LANE_IDS;
    }

    /** Sends to whichever broker is the least busy; to a bootstrap address at first. */
    public <T extends @Nullable Object> CompletableFuture<T> sendToAny(Call<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        onLoop(() -> sendNow(pick(), call, future));
        return future;
    }

    private void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private <T extends @Nullable Object> void sendNow(
            int nodeId, Call<T> call, CompletableFuture<T> future) {
        BrokerChannel channel = closed ? null : channel(nodeId);
        if (channel == null) {
            call.released().run();
            future.completeExceptionally(
                    new DisconnectException(
                            closed ? "The client is closed" : "Broker " + nodeId + " is unknown"));
        } else {
            channel.send(call, future);
        }
    }

    private @Nullable BrokerChannel channel(int nodeId) {
        BrokerChannel channel = channels.get(nodeId);
        if (channel != null) {
            return channel;
        }
        Endpoint endpoint =
                nodeId < 0 ? settings.bootstrap().get(-1 - nodeId) : known.get(broker(nodeId));
        if (endpoint == null) {
            return null;
        }
        BrokerChannel created = new BrokerChannel(endpoint, settings, ports, loop, this::learned);
        channels.put(nodeId, created);
        return created;
    }

    private void learned(ApiSupport support) {
        if (support.featuresEpoch() >= latest.featuresEpoch()) {
            latest = support;
        }
    }

    /**
     * A broker for a request that any can answer: a connected one with the least to do; else one
     * that may be connected at once, known ones before bootstrap addresses; else the one whose
     * backoff ends first. So the bootstrap addresses are tried again when no known broker can be
     * reached (KIP-899), unless {@code metadata.recovery.strategy} forbids it.
     */
    private int pick() {
        List<Integer> candidates = new ArrayList<>(known.keySet());
        int firstBootstrap = candidates.size();
        if (known.isEmpty() || settings.recovery().rebootstrap()) {
            for (int i = 0; i < settings.bootstrap().size(); i++) {
                candidates.add(-1 - i);
            }
        }
        int best = -1;
        long bestCost = Long.MAX_VALUE;
        int offset = entropy.nextInt(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            int at = (i + offset) % candidates.size();
            long cost = cost(candidates.get(at), at >= firstBootstrap);
            if (cost < bestCost) {
                bestCost = cost;
                best = candidates.get(at);
            }
        }
        return best;
    }

    private long cost(int nodeId, boolean bootstrap) {
        BrokerChannel channel = channels.get(nodeId);
        long later = bootstrap ? CONNECTABLE : 0;
        if (channel == null) {
            return CONNECTABLE + later;
        }
        if (channel.ready()) {
            return channel.load() + later / 2;
        }
        long backoffMs = channel.backoffMs();
        return backoffMs == 0 ? CONNECTABLE + later + channel.load() : 3 * CONNECTABLE + backoffMs;
    }

    /** Forgets the brokers it knew and starts from the bootstrap addresses, if that is allowed. */
    void rebootstrap() {
        if (settings.recovery().rebootstrap()) {
            known.clear();
        }
    }

    /** Takes over the addresses of new metadata; connections to old addresses end. */
    void nodesChanged(List<Node> nodes) {
        known.clear();
        for (Node node : nodes) {
            if (!node.isEmpty()) {
                known.put(node.id(), new Endpoint(node.host(), node.port()));
            }
        }
        for (Iterator<Map.Entry<Integer, BrokerChannel>> all = channels.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Integer, BrokerChannel> entry = all.next();
            int id = entry.getKey();
            Endpoint now = known.get(broker(id));
            boolean idleBootstrap = id < 0 && entry.getValue().load() == 0;
            if (idleBootstrap
                    || id >= 0 && now != null && !now.equals(entry.getValue().endpoint())) {
                all.remove();
                entry.getValue().close();
            }
        }
    }

    /** Remembers a broker that something other than metadata told of. */
    void learn(Node node) {
        Endpoint endpoint = new Endpoint(node.host(), node.port());
        Endpoint old = known.put(node.id(), endpoint);
        if (old != null && !old.equals(endpoint)) {
            BrokerChannel stale = channels.remove(node.id());
            if (stale != null) {
                stale.close();
            }
        }
    }

    /**
     * Closes all connections, after a last push of metrics; calls on their way fail. Completes on
     * the loop.
     */
    public CompletableFuture<@Nullable Void> close() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        onLoop(
                () -> {
                    Telemetry pushing = telemetry;
                    if (pushing == null) {
                        disconnect(done);
                    } else {
                        pushing.close().whenComplete((nothing, failure) -> disconnect(done));
                    }
                });
        return done;
    }

    private void disconnect(CompletableFuture<@Nullable Void> done) {
        closed = true;
        metadata.close();
        List<BrokerChannel> all = new ArrayList<>(channels.values());
        channels.clear();
        all.forEach(BrokerChannel::close);
        done.complete(null);
    }
}
