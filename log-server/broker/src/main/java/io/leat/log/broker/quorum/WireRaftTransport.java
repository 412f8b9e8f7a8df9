package io.leat.log.broker.quorum;

import io.leat.log.broker.VersionRange;
import io.leat.log.broker.peer.KnownVersions;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.BeginQuorumEpochResponse;
import io.leat.log.protocol.message.EndQuorumEpochResponse;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchSnapshotResponse;
import io.leat.log.protocol.message.VoteResponse;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.RaftTransport;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.Ports;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the requests of this node's replica: fetches over one connection to each node, everything
 * else over another, so that no vote stands behind a fetch that waits. Owned by the first loop.
 */
public final class WireRaftTransport implements RaftTransport {

    private static final Logger log = LoggerFactory.getLogger(WireRaftTransport.class);

    /** An answer to an election later than this is of no use. */
    private static final int ANSWER_MS = 1_000;

    /** A leader answers a fetch within a fraction of this, with or without news. */
    private static final int FETCH_ANSWER_MS = 10_000;

    private final String clusterId;
    private final EventLoop loop;
    private final Peers calls;
    private final Peers fetches;
    private @Nullable RaftNode raft;
    private final Set<Endpoint> foreign = new HashSet<>();
    private Consumer<Set<Endpoint>> onForeign = controllers -> {};

    public WireRaftTransport(Ports ports, String clusterId, ReplicaKey self) {
        this.clusterId = clusterId;
        this.loop = ports.loop();
        KnownVersions known = new KnownVersions();
        this.calls = new Peers(ports.network(), loop, "raft-" + self.id(), known);
        this.fetches = new Peers(ports.network(), loop, "raft-fetch-" + self.id(), known);
        fetches.onDisconnected(this::fetchBroken);
    }

    /** Names the replica it sends for; before that one starts. */
    public void attach(RaftNode raft) {
        this.raft = raft;
    }

    /** Tells {@code listener} of all controllers that say this node is of another cluster. */
    public void onForeign(Consumer<Set<Endpoint>> listener) {
        onForeign = listener;
    }

    /** Closes all connections. On the loop. */
    public void close() {
        calls.close();
        fetches.close();
    }

    private RaftNode raft() {
        RaftNode node = raft;
        if (node == null) {
            throw new BugException("the transport has no replica yet");
        }
        return node;
    }

    private void fetchBroken(Endpoint endpoint) {
        if (endpoint.equals(raft().leaderEndpoint())) {
            raft().disconnected(raft().leader());
        }
    }

    @Override
    public void send(Peer to, RaftMessage.Request request) {
        Endpoint endpoint = to.endpoint();
        if (endpoint == null) {
            log.debug("Node {} has no known address", to.id());
            return;
        }
        if (request instanceof RaftMessage.Vote vote) {
            this.<VoteResponse>call(
                    to,
                    endpoint,
                    vote,
                    VoteWire.request(clusterId, to.id(), vote),
                    response -> VoteWire.read(vote, response));
        } else if (request instanceof RaftMessage.BeginEpoch begin) {
            this.<BeginQuorumEpochResponse>call(
                    to,
                    endpoint,
                    begin,
                    EpochWire.request(clusterId, to.id(), begin),
                    response -> EpochWire.read(begin, response));
        } else if (request instanceof RaftMessage.EndEpoch end) {
            this.<EndQuorumEpochResponse>call(
                    to,
                    endpoint,
                    end,
                    EpochWire.request(clusterId, end),
                    response -> EpochWire.read(end, response));
        } else if (request instanceof RaftMessage.Fetch fetch) {
            this.<FetchResponse>fetch(
                    to,
                    endpoint,
                    fetch,
                    FetchWire.request(clusterId, fetch),
                    response -> FetchWire.read(fetch, response));
        } else if (request instanceof RaftMessage.FetchSnapshot fetch) {
            this.<FetchSnapshotResponse>fetch(
                    to,
                    endpoint,
                    fetch,
                    SnapshotWire.request(clusterId, fetch),
                    response -> SnapshotWire.read(fetch, response));
        }
    }

    private <R extends ApiMessage> void call(
            Peer to,
            Endpoint endpoint,
            RaftMessage.Request request,
            ApiMessage message,
            Function<R, RaftMessage.Reply> read) {
        calls.send(
                endpoint,
                message,
                newest(message),
                ANSWER_MS,
                new PeerCallback<R>() {
                    @Override
                    public void answered(R response, Frame frame) {
                        WireRaftTransport.this.answered(to, request, read.apply(response));
                    }

                    @Override
                    public void failed(PeerException cause) {
                        if (cause.kind() == PeerException.Kind.REFUSED) {
                            disconnected(to);
                        }
                    }
                });
    }

    private <R extends ApiMessage> void fetch(
            Peer to,
            Endpoint endpoint,
            RaftMessage.Request request,
            ApiMessage message,
            Function<R, RaftMessage.Reply> read) {
        fetches.send(
                endpoint,
                message,
                newest(message),
                FETCH_ANSWER_MS,
                new PeerCallback<R>() {
                    @Override
                    public void answered(R response, Frame frame) {
                        WireRaftTransport.this.answered(to, request, read.apply(response));
                    }

                    @Override
                    public void failed(PeerException cause) {
                        disconnected(to);
                    }
                });
    }

    private static int newest(ApiMessage message) {
        return VersionRange.of(message.apiKey()).max();
    }

    private void answered(Peer from, RaftMessage.Request request, RaftMessage.Reply reply) {
        boolean other =
                reply instanceof RaftMessage.Refused refused
                        && refused.error() == ErrorCode.INCONSISTENT_CLUSTER_ID;
        Endpoint endpoint = from.endpoint();
        if (endpoint != null && other && foreign.add(endpoint)) {
            log.error(
                    "The controller at {} belongs to another cluster than this node, whose cluster"
                            + " id is {}: correct the addresses in the settings, or use the data"
                            + " directory that belongs there",
                    endpoint,
                    clusterId);
            onForeign.accept(Set.copyOf(foreign));
        } else if (endpoint != null && !other) {
            foreign.remove(endpoint);
        }
        raft().answered(from, request, reply);
    }

    /** Later, because the replica may be in the middle of sending. */
    private void disconnected(Peer peer) {
        loop.execute(() -> raft().disconnected(peer.id()));
    }
}
