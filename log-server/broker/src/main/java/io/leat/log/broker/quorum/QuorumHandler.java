package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.RaftNode;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request of another replica to the one on this node. Stateless; hops to its loop. */
abstract class QuorumHandler<Q extends ApiMessage, R extends ApiMessage> implements Handler<Q, R> {

    private static final Logger log = LoggerFactory.getLogger(QuorumHandler.class);

    /** One line in so long: who is wrong asks again and again. */
    private static final long COMPLAINT_MS = 60_000;

    private final AtomicLong complainedMs = new AtomicLong(Long.MIN_VALUE / 2);
    private final Broker broker;
    private final RaftNode raft;

    QuorumHandler(Broker broker) {
        this.broker = broker;
        this.raft = broker.quorum();
    }

    abstract @Nullable String clusterId(Q request);

    /** The message in {@code request}, null if it is about something else. */
    abstract RaftMessage.@Nullable Request read(Q request);

    abstract R response(RaftMessage.Reply reply);

    abstract R refused(ErrorCode error);

    /** Whether {@code request} is for another node than this one. */
    boolean misdirected(Q request, int nodeId) {
        return false;
    }

    /** The connection ended before the answer. On the replica's loop. */
    void gone(RaftNode raft, RaftMessage.Request request) {}

    @Override
    public void handle(RequestContext context, Q request, Reply<R> reply) {
        String cluster = clusterId(request);
        if (cluster != null && !cluster.equals(broker.clusterId())) {
            complain(context, cluster);
            reply.complete(refused(ErrorCode.INCONSISTENT_CLUSTER_ID));
            return;
        }
        if (misdirected(request, broker.nodeId())) {
            reply.complete(refused(ErrorCode.INVALID_VOTER_KEY));
            return;
        }
        RaftMessage.Request message = read(request);
        if (message == null) {
            reply.complete(refused(ErrorCode.INVALID_REQUEST));
            return;
        }
        reply.onClosed(() -> broker.ports().loop().execute(() -> gone(raft, message)));
        broker.ports()
                .loop()
                .execute(() -> raft.receive(message, answer -> reply.complete(response(answer))));
    }

    private void complain(RequestContext context, String cluster) {
        long nowMs = context.loop().clock().millis();
        long lastMs = complainedMs.get();
        if (nowMs - lastMs >= COMPLAINT_MS && complainedMs.compareAndSet(lastMs, nowMs)) {
            log.warn(
                    "A node at {} sends {} for cluster {}, but this is cluster {}: its addresses of"
                            + " controllers, or its data directory, belong elsewhere",
                    context.remote(),
                    key(),
                    cluster,
                    broker.clusterId());
        }
    }
}
