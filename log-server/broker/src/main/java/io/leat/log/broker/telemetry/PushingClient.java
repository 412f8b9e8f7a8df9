package io.leat.log.broker.telemetry;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.otlp.MetricPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One client that asked what it is to push: when it may ask and push again, and what it pushed
 * last. Owned by the first loop.
 */
final class PushingClient {

    /** A series that a client has. */
    record Series(String name, Map<String, String> attributes) {}

    /** What a series stands at. */
    record Value(MetricPoint.Kind kind, double number) {}

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long KEPT_MIN_MS = 60_000;
    private static final int INTERVALS_KEPT = 3;

    private final Uuid id;
    private final Map<String, String> attributes;
    private Subscriptions subscriptions;
    private Subscriptions.Wanted wanted;
    private long askedAtMs = NEVER;
    private long pushedAtMs = NEVER;
    private long heardAtMs;
    private long connectionId = -1;
    private boolean terminated;
    private ErrorCode lastError = ErrorCode.NONE;
    private Map<Series, Value> series = Map.of();

    /**
     * @param attributes what subscriptions look at
     */
    PushingClient(Uuid id, Map<String, String> attributes, Subscriptions subscriptions) {
        this.id = id;
        this.attributes = attributes;
        this.subscriptions = subscriptions;
        this.wanted = subscriptions.of(attributes);
    }

    Uuid id() {
        return id;
    }

    String clientId() {
        return attributes.getOrDefault(ClientMatch.CLIENT_ID, "");
    }

    Subscriptions.Wanted wanted() {
        return wanted;
    }

    int subscriptionId() {
        return wanted.id(id);
    }

    /** It is heard of on a connection; true if that is another one than before. */
    boolean heard(long connection, long nowMs) {
        heardAtMs = nowMs;
        boolean other = connectionId != connection;
        connectionId = connection;
        return other;
    }

    /** What it is asked for may have changed: then it may ask and push at once. */
    void follow(Subscriptions now) {
        if (now != subscriptions) {
            subscriptions = now;
            wanted = now.of(attributes);
            beginAnew();
        }
    }

    /** A connection ended: on its next one it may ask and push at once. */
    void left(long connection) {
        if (connectionId == connection) {
            beginAnew();
        }
    }

    private void beginAnew() {
        askedAtMs = NEVER;
        pushedAtMs = NEVER;
        terminated = false;
        lastError = ErrorCode.NONE;
    }

    /** Whether it is forgotten, with what it pushed. */
    boolean expired(long nowMs) {
        return nowMs - heardAtMs
                > Math.max(KEPT_MIN_MS, (long) INTERVALS_KEPT * wanted.intervalMs());
    }

    /** It asks what to push: too early, unless it was told that what it knows is wrong. */
    ErrorCode asks(long nowMs) {
        if (nowMs - Math.max(askedAtMs, pushedAtMs) >= wanted.intervalMs()) {
            askedAtMs = nowMs;
        } else if (lastError != ErrorCode.UNKNOWN_SUBSCRIPTION_ID
                && lastError != ErrorCode.UNSUPPORTED_COMPRESSION_TYPE) {
            return ErrorCode.THROTTLING_QUOTA_EXCEEDED;
        }
        lastError = ErrorCode.NONE;
        return ErrorCode.NONE;
    }

    /**
     * It pushes: once at any time after it asked, because clients spread their first push over the
     * interval, and then not before the interval is over, unless it is the last time.
     */
    ErrorCode pushes(int subscriptionId, boolean last, long nowMs) {
        if (terminated) {
            lastError = ErrorCode.INVALID_REQUEST;
            return lastError;
        }
        terminated = last;
        boolean early = askedAtMs <= pushedAtMs && nowMs - pushedAtMs < wanted.intervalMs();
        if (!early) {
            pushedAtMs = nowMs;
        }
        if (early && !last) {
            lastError = ErrorCode.THROTTLING_QUOTA_EXCEEDED;
        } else if (subscriptionId != subscriptionId()) {
            lastError = ErrorCode.UNKNOWN_SUBSCRIPTION_ID;
        } else {
            lastError = ErrorCode.NONE;
        }
        return lastError;
    }

    /** What it pushed cannot be taken. */
    void failed(ErrorCode error) {
        lastError = error;
    }

    /** Takes what it pushed instead of what it pushed before; additions are added to that. */
    void take(List<MetricPoint> points) {
        Map<Series, Value> next = new HashMap<>();
        for (MetricPoint point : points) {
            Series key = new Series(point.name(), point.attributes());
            Value before = series.get(key);
            double base =
                    point.kind() == MetricPoint.Kind.DELTA && before != null ? before.number : 0;
            next.put(key, new Value(point.kind(), base + point.value()));
        }
        series = next;
    }

    Map<Series, Value> series() {
        return series;
    }
}
