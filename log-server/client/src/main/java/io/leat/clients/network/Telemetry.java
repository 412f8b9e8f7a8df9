package io.leat.clients.network;

import static io.leat.log.protocol.Uuid.ZERO;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.Uuid;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsRequest;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsResponse;
import io.leat.log.protocol.message.PushTelemetryRequest;
import io.leat.log.protocol.message.PushTelemetryResponse;
import io.leat.log.runtime.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes the metrics of one client to its brokers, as far as they are subscribed to there
 * (KIP-714). Owned by the client's loop; {@link #instanceId} completes there.
 *
 * <pre>
 *   ask what is wanted -- nothing --> ask again after the interval
 *        ^     |
 *        |     +-------- something --> push, and again after each interval
 *        +-- the subscription changed, or the push failed --+
 * </pre>
 */
final class Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /** Clients that live for a moment only ask for nothing. */
    private static final long FIRST_MS = 1_000;

    private static final long DEFAULT_INTERVAL_MS = 300_000;
    private static final long AT_ONCE_MS = 10;

    /** How long a client that closes waits until its last push is answered. */
    private static final long LAST_PUSH_MS = 500;

    private final ClientIo io;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final CompletableFuture<Uuid> instanceId = new CompletableFuture<>();
    private @Nullable GetTelemetrySubscriptionsResponse subscription;
    private @Nullable MetricPush push;
    private CompletableFuture<?> pushing = CompletableFuture.completedFuture(null);
    private @Nullable Timer timer;
    private boolean asking;
    private boolean ended;

    /**
     * @param metrics what the client measures, read on the loop
     */
    Telemetry(ClientIo io, Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.io = io;
        this.metrics = metrics;
    }

    /** What the brokers call this client; it stays open where they do not know of telemetry. */
    CompletableFuture<Uuid> instanceId() {
        return instanceId;
    }

    /** Asks soon. On the loop, once. */
    void start() {
        later(FIRST_MS, this::ask);
    }

    /** Somebody waits for the id. On the loop. */
    void hurry() {
        if (subscription == null && !ended) {
            ask();
        }
    }

    /** Pushes a last time, if anything is wanted. On the loop; nothing happens afterwards. */
    CompletableFuture<?> close() {
        boolean over = ended;
        end();
        MetricPush what = push;
        if (over || what == null || !what.wantsAny()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Object> done =
                pushing.handle((response, failure) -> null)
                        .thenCompose(before -> send(what, true))
                        .handle((response, failure) -> null); // nobody could do anything
        Timer patience = io.loop().schedule(LAST_PUSH_MS, () -> done.complete(null));
        return done.whenComplete((nothing, failure) -> patience.cancel());
    }

    private void end() {
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void later(long ms, Runnable action) {
        if (timer != null) {
            timer.cancel();
        }
        if (!ended) {
            timer = io.loop().schedule(ms, action);
        }
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        io.sendToAny(
                        Call.of(
                                new GetTelemetrySubscriptionsRequest(knownId()),
                                GetTelemetrySubscriptionsResponse::read))
                .whenComplete(
                        (response, failure) -> {
                            asking = false;
                            if (failure != null) {
                                failed(failure);
                            } else if (response.errorCode() != ErrorCode.NONE) {
                                refused(response.errorCode());
                            } else if (!ended) {
                                subscribed(response);
                            }
                        });
    }

    private io.leat.log.protocol.Uuid knownId() {
        return subscription == null ? ZERO : subscription.clientInstanceId();
    }

    private void subscribed(GetTelemetrySubscriptionsResponse response) {
        subscription = response;
        MetricPush next = MetricPush.next(push, response, io.clock());
        push = next;
        var id = response.clientInstanceId();
        if (instanceId.complete(new Uuid(id.high(), id.low()))) {
            LOG.debug("Brokers know this client as {}", id);
        }
        long intervalMs = response.pushIntervalMs();
        if (next.wantsAny()) {
            later(spread(intervalMs), () -> push(next));
        } else {
            later(intervalMs, this::ask);
        }
    }

    /** From half to one and a half: clients that began together do not push together. */
    private long spread(long intervalMs) {
        return Math.round(intervalMs * (0.5 + io.entropy().nextDouble()));
    }

    private void push(MetricPush what) {
        pushing =
                send(what, false)
                        .whenComplete(
                                (response, failure) -> {
                                    if (failure == null && response.errorCode() == ErrorCode.NONE) {
                                        later(intervalMs(), () -> push(what));
                                        return;
                                    }
                                    what.takeBack();
                                    if (failure != null) {
                                        failed(failure);
                                    } else {
                                        refused(response.errorCode());
                                    }
                                });
    }

    private CompletableFuture<PushTelemetryResponse> send(MetricPush what, boolean last) {
        PushTelemetryRequest request = what.request(metrics.get(), last);
        return io.sendToAny(Call.of(request, PushTelemetryResponse::read));
    }

    private long intervalMs() {
        return subscription == null ? DEFAULT_INTERVAL_MS : subscription.pushIntervalMs();
    }

    /** A broker that does not take metrics will not; another may come. */
    private void failed(Throwable failure) {
        LOG.debug("Metrics were not pushed", failure);
        if (failure instanceof UnsupportedVersionException) {
            end();
        } else {
            later(Math.max(intervalMs(), FIRST_MS), this::ask);
        }
    }

    private void refused(ErrorCode error) {
        LOG.debug("Metrics were not taken: {}", error);
        switch (error) {
            case UNKNOWN_SUBSCRIPTION_ID, UNSUPPORTED_COMPRESSION_TYPE ->
                    later(AT_ONCE_MS, this::ask);
            case THROTTLING_QUOTA_EXCEEDED, TELEMETRY_TOO_LARGE -> later(intervalMs(), this::ask);
            default -> {
                LOG.warn("Metrics are not pushed any more, because of {}", error);
                end();
            }
        }
    }
}
