package io.leat.log.broker.node;

import io.leat.log.broker.Broker;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.protocol.message.BrokerHeartbeatResponse;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.protocol.message.BrokerRegistrationResponse;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This broker as the controller knows it: registers, says that it is alive, asks to be let in, and
 * takes its leave. Owned by the first loop.
 *
 * <pre>
 *   JOINING --registered, and the image has it--> FENCED --hosts its partitions--> asks to serve
 *      ^                                             |                               |
 *      '------ the controller forgot it -------------+        unfenced --> SERVING --'
 *   any --leave--> LEAVING --leaders moved, or patience ends--> GONE
 * </pre>
 */
final class BrokerMembership {

    private static final Logger log = LoggerFactory.getLogger(BrokerMembership.class);
    private static final long RETRY_MS = 50;
    private static final long LEAVE_MS = 10_000;

    /** Without a controller no leader moves: soon it is not waited for. */
    private static final long LEAVE_ALONE_MS = 2_000;

    private enum State {
        JOINING,
        FENCED,
        SERVING,
        LEAVING,
        GONE
    }

    private final Broker broker;
    private final EventLoop loop;
    private final BrokerRegistrationRequest registration;
    private final LongConsumer onRegistered;
    private final LogDirectories directories;
    private final Runnable onServing;
    private final Consumer<StartException> onRefused;
    private final long startedMs;

    private State state = State.JOINING;
    private long epoch = -1;
    private boolean registered;
    private boolean hosting;
    private boolean asking;
    private boolean askAgain;
    private long leaveByMs;
    private @Nullable Timer timer;
    private @Nullable Runnable onGone;

    /**
     * @param directories where its partitions are: without any that works others have to lead
     * @param previousEpoch the broker epoch of the process before, if it ended in order; else -1
     * @param onRegistered runs once this node's image has the registration, with the broker's
     *     epoch: now partitions can be opened; {@link #host} is called when that has begun
     * @param onServing runs each time the controller lets this broker in
     * @param onRefused learns why this broker can never be let in
     */
    BrokerMembership(
            Broker broker,
            Uuid incarnation,
            LogDirectories directories,
            List<BrokerImage.Listener> advertised,
            long previousEpoch,
            LongConsumer onRegistered,
            Runnable onServing,
            Consumer<StartException> onRefused) {
        this.broker = broker;
        this.loop = broker.ports().loop();
        this.onRegistered = onRegistered;
        this.directories = directories;
        this.onServing = onServing;
        this.onRefused = onRefused;
        this.startedMs = loop.clock().millis();
        this.registration =
                BrokerRegistrationRequest.builder()
                        .brokerId(broker.nodeId())
                        .clusterId(broker.clusterId())
                        .incarnationId(incarnation)
                        .listeners(
                                advertised.stream()
                                        .map(
                                                each ->
                                                        new BrokerRegistrationRequest.Listener(
                                                                each.name(),
                                                                each.host(),
                                                                each.port(),
                                                                (short) 0))
                                        .toList())
                        .features(supported())
                        .rack(broker.config().find(BrokerKeys.RACK))
                        .logDirs(directories.ids())
                        .previousBrokerEpoch(previousEpoch)
                        .build();
    }

    private static List<BrokerRegistrationRequest.Feature> supported() {
        return io.leat.log.broker.cluster.Features.SUPPORTED.stream()
                .map(
                        each ->
                                new BrokerRegistrationRequest.Feature(
                                        each.name(), each.min(), each.max()))
                .toList();
    }

    /** The broker epoch; -1 before it is registered. Read on the first loop. */
    long epoch() {
        return epoch;
    }

    /** There is a controller, or another one: tell it at once instead of when it is time. */
    void controllerChanged() {
        loop.checkInLoop();
        if (asking) {
            askAgain = true;
        } else {
            tick();
        }
    }

    /** The partitions of this broker are being opened: it may ask to be let in. */
    void host() {
        hosting = true;
        onImage(broker.image()); // the only broker may be let in before it asks
        controllerChanged();
    }

    /** A newer image: what the controller says of this broker. */
    void onImage(MetadataImage image) {
        BrokerImage self = image.broker(broker.nodeId());
        if (state == State.GONE || !registered || self == null || self.epoch() != epoch) {
            return;
        }
        if (state == State.JOINING) {
            state = State.FENCED;
            onRegistered.accept(epoch);
        }
        if (state == State.FENCED && hosting && !self.fenced()) {
            state = State.SERVING;
            onServing.run();
        } else if (state == State.SERVING && self.fenced()) {
            log.warn("The controller fenced broker {}: it asks to be let in again", self.id());
            state = State.FENCED;
            controllerChanged();
        }
    }

    /** Takes leave: leaders move to other brokers first, where there are any. Once. */
    void leave(Runnable gone) {
        loop.checkInLoop();
        onGone = gone;
        boolean serves = state == State.SERVING || state == State.FENCED && hosting;
        boolean moves = broker.config().get(ClusterKeys.CONTROLLED_SHUTDOWN);
        if (!serves || !moves || alone(broker.image())) {
            gone();
            return;
        }
        state = State.LEAVING;
        leaveByMs = loop.clock().millis() + LEAVE_MS;
        controllerChanged();
    }

    /** Whether no other broker could take over anything. */
    private boolean alone(MetadataImage image) {
        return image.brokers().stream()
                .noneMatch(each -> each.id() != broker.nodeId() && !each.fenced());
    }

    private void gone() {
        state = State.GONE;
        stopTimer();
        Runnable done = onGone;
        onGone = null;
        if (done != null) {
            done.run();
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private long leaveByMs() {
        boolean controlled =
                broker.activeController().isHere() || broker.activeController().endpoint() != null;
        return controlled ? leaveByMs : leaveByMs - LEAVE_MS + LEAVE_ALONE_MS;
    }

    private void tick() {
        stopTimer();
        if (state == State.GONE) {
            return;
        }
        if (state == State.LEAVING && loop.clock().millis() >= leaveByMs()) {
            log.warn("Leaders of this broker did not move in time: it leaves all the same");
            gone();
            return;
        }
        asking = true;
        if (registered) {
            beat();
        } else {
            register();
        }
    }

    /** Comes back after {@code delayMs}, or at once if something changed meanwhile. */
    private void again(long delayMs) {
        asking = false;
        if (state == State.GONE) {
            return;
        }
        if (askAgain) {
            askAgain = false;
            tick();
        } else {
            timer = loop.schedule(delayMs, this::tick);
        }
    }

    private void register() {
        broker.controllerCalls()
                .<BrokerRegistrationResponse>send(
                        registration,
                        response -> registered(response.errorCode(), response.brokerEpoch()),
                        error -> again(RETRY_MS));
    }

    private void registered(ErrorCode error, long brokerEpoch) {
        if (error == ErrorCode.NONE) {
            registered = true;
            epoch = brokerEpoch;
            onImage(broker.image());
        } else if (!passes(error)) {
            onRefused.accept(new StartException(reason(error)));
            return;
        }
        again(registered ? 0 : RETRY_MS);
    }

    /**
     * Whether it is worth waiting: a broker of the same number may be one that was killed and is
     * still taken for alive.
     */
    private boolean passes(ErrorCode error) {
        boolean duplicate = error == ErrorCode.DUPLICATE_BROKER_REGISTRATION;
        long waited = loop.clock().millis() - startedMs;
        return duplicate && waited < 4L * broker.config().get(ClusterKeys.SESSION_MS)
                || error == ErrorCode.NOT_CONTROLLER
                || error == ErrorCode.REQUEST_TIMED_OUT;
    }

    private String reason(ErrorCode error) {
        return switch (error) {
            case DUPLICATE_BROKER_REGISTRATION ->
                    "Another broker of the cluster is running as node "
                            + broker.nodeId()
                            + ": give this one another node.id, or stop the other";
            case INCONSISTENT_CLUSTER_ID ->
                    "The controllers belong to another cluster than "
                            + broker.clusterId()
                            + ", whose data this node has: correct controller.quorum.voters, or"
                            + " choose another directory with --data or log.dirs";
            default -> "The controller refused this broker: " + error.message();
        };
    }

    private void beat() {
        BrokerHeartbeatRequest request =
                BrokerHeartbeatRequest.builder()
                        .brokerId(broker.nodeId())
                        .brokerEpoch(epoch)
                        .currentMetadataOffset(broker.image().offset())
                        .wantFence(!hosting || directories.allFailed())
                        .offlineLogDirs(directories.failedIds())
                        .cordonedLogDirs(directories.cordon().ids())
                        .wantShutDown(state == State.LEAVING)
                        .build();
        long askedMs = loop.clock().millis();
        boolean here = broker.activeController().isHere();
        broker.controllerCalls()
                .<BrokerHeartbeatResponse>send(
                        request,
                        response -> heard(response, askedMs, here),
                        error -> again(RETRY_MS));
    }

    private void heard(BrokerHeartbeatResponse response, long askedMs, boolean here) {
        ErrorCode error = response.errorCode();
        if (error == ErrorCode.NONE && !here) {
            broker.lease().renew(askedMs);
        }
        if (error == ErrorCode.STALE_BROKER_EPOCH
                || error == ErrorCode.BROKER_ID_NOT_REGISTERED
                || error == ErrorCode.DUPLICATE_BROKER_REGISTRATION) {
            forgotten();
        } else if (error != ErrorCode.NONE) {
            again(RETRY_MS);
        } else if (state == State.LEAVING && response.shouldShutDown()) {
            gone();
        } else {
            boolean waits =
                    state == State.LEAVING
                            || hosting && response.isFenced() && !directories.allFailed();
            long interval = broker.config().get(ClusterKeys.HEARTBEAT_MS);
            again(waits ? Math.min(RETRY_MS, interval) : interval);
        }
    }

    /** Its registration is gone: it registers anew, with the partitions it has open. */
    private void forgotten() {
        log.warn("The controller no longer knows broker {}: it registers again", broker.nodeId());
        registered = false;
        if (state == State.LEAVING) {
            gone();
            return;
        }
        state = State.JOINING;
        again(0);
    }
}
