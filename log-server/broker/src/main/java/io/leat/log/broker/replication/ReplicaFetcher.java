package io.leat.log.broker.replication;

import io.leat.log.broker.Broker;
import io.leat.log.broker.config.ReplicationKeys;
import io.leat.log.broker.data.FollowerRole;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.data.Throttle;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.peer.KnownVersions;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchResponse.FetchableTopicResponse;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.Timer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches some partitions of one loop from one leader, one request at a time: what came is in the
 * logs, and durable where it has to be, before the next request says so. Owned by the loop.
 *
 * <pre>
 *   idle --a partition is ready--> fetching --answered--> settling --all are ready--> idle
 *     ^                               |
 *     +---- after a pause ------------+ no answer: the session is begun anew
 * </pre>
 */
final class ReplicaFetcher {

    private static final int VERSION = 18;
    private static final int FIRST_PAUSE_MS = 5;

    private final Broker broker;
    private final EventLoop loop;
    private final int leader;
    private final ReplicaFetchers.Addresses addresses;
    private final LongSupplier brokerEpoch;
    private final Peers peers;
    private final FollowedPartitions followed;
    private final Throttle throttle;
    private final int pauseMaxMs;
    private boolean fetching;
    private boolean queued;
    private boolean ended;
    private int failures;
    private @Nullable Timer timer;

    ReplicaFetcher(
            Broker broker,
            EventLoop loop,
            int leader,
            String name,
            KnownVersions known,
            ReplicaFetchers.Addresses addresses,
            LongSupplier brokerEpoch) {
        this.broker = broker;
        this.loop = loop;
        this.leader = leader;
        this.addresses = addresses;
        this.brokerEpoch = brokerEpoch;
        this.peers = new Peers(broker.ports().network(), loop, name, known);
        this.pauseMaxMs = broker.config().get(ReplicationKeys.FETCH_BACKOFF_MS);
        this.followed =
                new FollowedPartitions(broker.config().get(ReplicationKeys.FETCH_BYTES_MAX));
        this.throttle = broker.throttles().follower();
    }

    /** Whether a request is under way, so that what is added has to wait. */
    boolean isFetching() {
        return fetching;
    }

    int size() {
        return followed.size();
    }

    void add(LogPartition partition, FollowerRole role) {
        FollowedPartitions.Member member = followed.add(partition, role);
        role.begin(next -> ready(member, next));
    }

    /** Returns whether it was the last one: then this has ended. */
    boolean remove(TopicIdPartition id) {
        followed.remove(id);
        if (followed.size() > 0) {
            schedule(0); // it may be what the others waited for
            return false;
        }
        ended = true;
        peers.close();
        return true;
    }

    private void ready(FollowedPartitions.Member member, FollowerRole.Next next) {
        long now = loop.clock().millis();
        switch (next) {
            case FETCH -> member.ready();
            case BACK_OFF -> member.pause(now, pauseMs(member.countFailure()));
            case END -> member.end();
        }
        schedule(0);
    }

    /** At first almost none: mostly the leader is about to learn what is known here already. */
    private int pauseMs(int failuresSoFar) {
        return Math.min(pauseMaxMs, FIRST_PAUSE_MS << Math.min(failuresSoFar, 10));
    }

    /** Sends when all that happens in this turn has happened, or after a pause. */
    private void schedule(long delayMs) {
        if (fetching || ended || queued) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (delayMs > 0) {
            timer = loop.schedule(delayMs, this::send);
        } else {
            queued = true;
            loop.execute(this::send);
        }
    }

    private void send() {
        queued = false;
        if (ended || fetching || followed.isBusy()) {
            return; // whoever is busy comes back
        }
        long now = loop.clock().millis();
        int waitMs = broker.config().get(ReplicationKeys.FETCH_WAIT_MS);
        long heldBackMs = throttle.waitMs(loop.clock().nanos());
        if (heldBackMs > 0) {
            followed.holdBack(now, (int) heldBackMs);
        }
        long pause = followed.nextPauseMs(now);
        if (!followed.anyReady(now)) {
            if (pause < Long.MAX_VALUE) {
                schedule(Math.max(1, pause));
            }
            return;
        }
        Endpoint to = addresses.of(broker.image(), leader);
        if (to == null) {
            schedule(pauseMs(failures++));
            return;
        }
        fetching = true;
        FetchRequest request =
                followed.request(now)
                        .replicaState(
                                new FetchRequest.ReplicaState(
                                        broker.nodeId(), brokerEpoch.getAsLong()))
                        .maxWaitMs((int) Math.min(waitMs, Math.max(1, pause)))
                        .minBytes(broker.config().get(ReplicationKeys.FETCH_BYTES_MIN))
                        .maxBytes(broker.config().get(ReplicationKeys.FETCH_RESPONSE_BYTES_MAX))
                        .build();
        int timeoutMs = broker.config().get(ReplicationKeys.SOCKET_TIMEOUT_MS);
        peers.send(to, request, VERSION, Math.max(timeoutMs, 2L * waitMs), new Answer());
    }

    private final class Answer implements PeerCallback<FetchResponse> {

        @Override
        public void answered(FetchResponse response, Frame frame) {
            fetching = false;
            if (ended) {
                return;
            }
            if (response.errorCode() != ErrorCode.NONE) {
                followed.sessionEnded();
                schedule(failures++ == 0 ? 0 : pauseMs(failures));
                return;
            }
            failures = 0;
            followed.answered(response.sessionId());
            for (FetchableTopicResponse topic : response.responses()) {
                for (PartitionData data : topic.partitions()) {
                    accept(followed.find(topic.topicId(), data.partitionIndex()), data, frame);
                }
            }
            schedule(0);
        }

        private void accept(
                FollowedPartitions.@Nullable Member member, PartitionData data, Frame frame) {
            if (member != null && member.wasAsked()) {
                Records records = data.records();
                if (member.isThrottled() && records != null) {
                    throttle.record(records.sizeInBytes(), loop.clock().nanos());
                }
                member.busy();
                member.role().accept(member.offset(), data, frame, next -> ready(member, next));
            }
        }

        @Override
        public void failed(PeerException cause) {
            fetching = false;
            if (!ended) {
                followed.sessionEnded();
                schedule(pauseMs(failures++));
            }
        }
    }
}
