package io.leat.log.broker.telemetry;

import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ClientMetricsKeys;
import io.leat.log.broker.metrics.ClientSeries;
import io.leat.log.broker.metrics.Metric;
import io.leat.log.broker.metrics.Samples;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.otlp.MetricPoint;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Ports;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The clients that push their metrics to this broker. Owned by the first loop; what came in is
 * bounded, in clients and in series, and forgotten when a client is silent.
 */
public final class ClientTelemetry {

    private static final int CLIENTS_MAX = 16_384;
    private static final int SERIES_MAX = 50_000;

    private final EventLoop loop;
    private final Entropy entropy;
    private final int bytesMax;

    /** The one that was silent for longest first. */
    private final Map<Uuid, PushingClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    private Subscriptions subscriptions = Subscriptions.NONE;
    private int seriesKept;
    private long throttled;
    private long unknownSubscriptions;
    private long seriesDropped;

    public ClientTelemetry(BrokerConfig config, Ports ports) {
        this.loop = ports.loop();
        this.entropy = ports.entropy().fork("client instances");
        this.bytesMax = config.get(ClientMetricsKeys.MAX_BYTES);
    }

    EventLoop loop() {
        return loop;
    }

    /** How much one may push at once. */
    int bytesMax() {
        return bytesMax;
    }

    /** Takes what clients are asked for from now on. */
    public void onImage(MetadataImage image) {
        subscriptions = subscriptions.next(image);
    }

    /** The client {@code id}, or a new one if it has none yet. */
    PushingClient client(Uuid id, RequestContext context) {
        loop.checkInLoop();
        long nowMs = loop.clock().millis();
        forgetSilent(nowMs);
        Uuid known = id.equals(Uuid.ZERO) ? newId() : id;
        PushingClient client =
                clients.computeIfAbsent(
                        known,
                        key -> new PushingClient(key, attributes(key, context), subscriptions));
        client.follow(subscriptions);
        long connection = context.connectionId();
        if (client.heard(connection, nowMs)) {
            context.client().whenClosed(() -> loop.execute(() -> client.left(connection)));
        }
        return client;
    }

    private Uuid newId() {
        UUID id = entropy.nextUuid();
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static Map<String, String> attributes(Uuid id, RequestContext context) {
        return Map.of(
                ClientMatch.INSTANCE_ID,
                id.toString(),
                ClientMatch.CLIENT_ID,
                context.clientId(),
                ClientMatch.SOFTWARE_NAME,
                context.client().softwareName(),
                ClientMatch.SOFTWARE_VERSION,
                context.client().softwareVersion(),
                ClientMatch.SOURCE_ADDRESS,
                context.remote().host(),
                ClientMatch.SOURCE_PORT,
                String.valueOf(context.remote().port()));
    }

    private void forgetSilent(long nowMs) {
        Iterator<PushingClient> silent = clients.values().iterator();
        while (silent.hasNext()) {
            PushingClient next = silent.next();
            if (clients.size() < CLIENTS_MAX && !next.expired(nowMs)) {
                return;
            }
            seriesKept -= next.series().size();
            silent.remove();
        }
    }

    /** Counts why a client was refused. */
    ErrorCode counted(ErrorCode error) {
        throttled += error == ErrorCode.THROTTLING_QUOTA_EXCEEDED ? 1 : 0;
        unknownSubscriptions += error == ErrorCode.UNKNOWN_SUBSCRIPTION_ID ? 1 : 0;
        return error;
    }

    /** Keeps what {@code client} pushed, as far as there is room. */
    void take(PushingClient client, TelemetryPayload payload) {
        loop.checkInLoop();
        int before = client.series().size();
        int room = Math.max(0, SERIES_MAX - seriesKept + before);
        List<MetricPoint> points = payload.points();
        List<MetricPoint> kept = points.size() <= room ? points : points.subList(0, room);
        client.take(kept);
        if (clients.get(client.id()) == client) { // it may have been forgotten meanwhile
            seriesKept += client.series().size() - before;
        }
        seriesDropped += payload.dropped() + points.size() - kept.size();
    }

    /** Adds what clients pushed, and how many they are. On the first loop. */
    public void addTo(Samples samples) {
        forgetSilent(loop.clock().millis());
        samples.add(Metric.CLIENT_INSTANCES, clients.size());
        samples.add(Metric.CLIENTS_THROTTLED, throttled);
        samples.add(Metric.CLIENTS_UNKNOWN_SUBSCRIPTION, unknownSubscriptions);
        samples.add(Metric.CLIENT_SERIES_DROPPED, seriesDropped);
        for (PushingClient client : clients.values()) {
            client.series()
                    .forEach(
                            (series, value) ->
                                    samples.add(
                                            ClientSeries.of(
                                                    client.clientId(),
                                                    client.id(),
                                                    series.name(),
                                                    series.attributes(),
                                                    value.kind() != MetricPoint.Kind.GAUGE,
                                                    value.number())));
        }
    }
}
