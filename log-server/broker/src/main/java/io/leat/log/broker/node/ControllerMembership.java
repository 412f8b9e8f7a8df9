package io.leat.log.broker.node;

import io.leat.log.broker.Broker;
import io.leat.log.broker.cluster.Features;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AddRaftVoterRequest;
import io.leat.log.protocol.message.AddRaftVoterResponse;
import io.leat.log.protocol.message.ControllerRegistrationRequest;
import io.leat.log.protocol.message.ControllerRegistrationResponse;
import io.leat.log.protocol.message.RemoveRaftVoterRequest;
import io.leat.log.protocol.message.RemoveRaftVoterResponse;
import io.leat.log.quorum.KRaftVersion;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterSet;
import io.leat.log.runtime.EventLoop;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller's place in its cluster: it tells the active one where it is and what it can, and, if
 * the settings say so, asks for a vote. Owned by the first loop.
 *
 * <pre>
 *   new --a controller is known--> registering --answered--> registered
 *   without a vote, caught up --every second--> asks for one (--of an older disk--> has it removed first)
 * </pre>
 */
final class ControllerMembership {

    private static final Logger log = LoggerFactory.getLogger(ControllerMembership.class);
    private static final long RETRY_MS = 200;
    private static final long JOIN_MS = 1_000;
    private static final int ADD_TIMEOUT_MS = 5_000;

    private final Broker broker;
    private final EventLoop loop;
    private final RaftNode quorum;
    private final ReplicaKey self;
    private final List<VoterSet.Listener> listeners;
    private final Uuid incarnation;
    private boolean registering;
    private boolean registered;
    private boolean stopped;

    /**
     * @param listeners where other nodes reach this controller
     */
    ControllerMembership(
            Broker broker, ReplicaKey self, List<VoterSet.Listener> listeners, Uuid incarnation) {
        this.broker = broker;
        this.loop = broker.ports().loop();
        this.quorum = broker.quorum();
        this.self = self;
        this.listeners = List.copyOf(listeners);
        this.incarnation = incarnation;
    }

    /** Begins to ask for a vote, if this controller may. Once. */
    void begin() {
        if (broker.config().get(ClusterKeys.AUTO_JOIN) && !listeners.isEmpty()) {
            loop.schedule(JOIN_MS, this::join);
        }
    }

    void stop() {
        stopped = true;
    }

    /** There is an active controller, here or elsewhere. */
    void controllerKnown() {
        if (!registered && !registering && !stopped && !listeners.isEmpty()) {
            registering = true;
            register();
        }
    }

    private void register() {
        ControllerRegistrationRequest request =
                ControllerRegistrationRequest.builder()
                        .controllerId(self.id())
                        .incarnationId(incarnation)
                        .listeners(
                                listeners.stream()
                                        .map(
                                                each ->
                                                        new ControllerRegistrationRequest.Listener(
                                                                each.name(),
                                                                each.endpoint().host(),
                                                                each.endpoint().port(),
                                                                (short) 0))
                                        .toList())
                        .features(
                                Features.SUPPORTED.stream()
                                        .map(
                                                each ->
                                                        new ControllerRegistrationRequest.Feature(
                                                                each.name(),
                                                                each.min(),
                                                                each.max()))
                                        .toList())
                        .build();
        broker.controllerCalls()
                .<ControllerRegistrationResponse>send(
                        request, response -> answered(response.errorCode()), this::answered);
    }

    private void answered(ErrorCode error) {
        registered = error == ErrorCode.NONE;
        if (registered || stopped) {
            registering = false;
        } else {
            loop.schedule(RETRY_MS, this::register);
        }
    }

    // ---- the vote ----

    private void join() {
        if (stopped) {
            return;
        }
        boolean can =
                quorum.finalizedVersion() >= KRaftVersion.VOTERS_IN_LOG
                        && quorum.leader() >= 0
                        && !quorum.voting();
        VoterSet.Voter older = quorum.voters().find(self.id());
        if (!can) {
            again();
        } else if (older != null) {
            log.info(
                    "Node {} asks to have the vote of its former disk {} removed",
                    self.id(),
                    older.key().directoryId());
            RemoveRaftVoterRequest request =
                    new RemoveRaftVoterRequest(
                            broker.clusterId(), self.id(), older.key().directoryId());
            broker.controllerCalls()
                    .<RemoveRaftVoterResponse>send(request, response -> again(), error -> again());
        } else {
            broker.controllerCalls()
                    .<AddRaftVoterResponse>send(vote(), this::asked, error -> again());
        }
    }

    private AddRaftVoterRequest vote() {
        return AddRaftVoterRequest.builder()
                .clusterId(broker.clusterId())
                .timeoutMs(ADD_TIMEOUT_MS)
                .voterId(self.id())
                .voterDirectoryId(self.directoryId())
                .ackWhenCommitted(false)
                .listeners(
                        listeners.stream()
                                .map(
                                        each ->
                                                new AddRaftVoterRequest.Listener(
                                                        each.name(),
                                                        each.endpoint().host(),
                                                        each.endpoint().port()))
                                .toList())
                .build();
    }

    private void asked(AddRaftVoterResponse response) {
        if (response.errorCode() == ErrorCode.NONE) {
            log.info("Node {} votes on metadata from now on", self.id());
        } else if (response.errorCode() != ErrorCode.REQUEST_TIMED_OUT) {
            log.warn("Node {} gets no vote: {}", self.id(), response.errorMessage());
        }
        again();
    }

    private void again() {
        if (!stopped && !voted()) {
            loop.schedule(JOIN_MS, this::join);
        }
    }

    /** Whoever has a vote may lose it by somebody's hand, and does not ask for it again. */
    private boolean voted() {
        return quorum.finalizedVersion() >= KRaftVersion.VOTERS_IN_LOG && quorum.voting();
    }
}
