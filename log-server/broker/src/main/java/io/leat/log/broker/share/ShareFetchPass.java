package io.leat.log.broker.share;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.data.LeaderHints;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.ShareFetchResponse;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One share fetch on its way: tells what the member acknowledges, and hands out records of the
 * session's partitions; where there are none, waits until something changes or the time is up.
 * Owned by the connection's loop.
 *
 * <pre>
 *   walking --records, an error, or time up--> answered, once the acknowledgements are durable
 *      |  ^
 *      v  | a partition changed, or time up
 *    parked --the connection ended--> dropped
 * </pre>
 *
 * <p>A consumer that wants many bytes is handed nothing before there are so many: the partitions
 * are only looked at first.
 */
final class ShareFetchPass {

    /** Reading more of one partition at once only keeps others waiting. */
    private static final int READ_BYTES = 1 << 20;

    private final Broker broker;
    private final RequestContext context;
    private final ShareFetchRequest request;
    private final ShareSession session;
    private final ShareAcknowledgements said;
    private final Reply<ShareFetchResponse> reply;
    private final EventLoop loop;
    private final Runnable listener = this::heard;
    private final Map<SharePart, ShareFetched> fetched = new LinkedHashMap<>();
    private final List<SharePart> order;
    private Map<SharePart, ShareError> acknowledged = Map.of();
    private int next;
    private long records;
    private int bytes;
    private boolean looking;
    private boolean walking;
    private boolean pumping;
    private boolean busy;
    private boolean missed;
    private boolean timeUp;
    private boolean fetchDone;
    private boolean told;
    private boolean gone;
    private boolean answered;
    private @Nullable Timer timer;

    ShareFetchPass(
            Broker broker,
            RequestContext context,
            ShareFetchRequest request,
            ShareSession session,
            ShareAcknowledgements said,
            Reply<ShareFetchResponse> reply) {
        this.broker = broker;
        this.context = context;
        this.request = request;
        this.session = session;
        this.said = said;
        this.reply = reply;
        this.loop = context.loop();
        this.order = new ArrayList<>(session.partitions());
        if (!order.isEmpty()) { // nobody is first each time
            Collections.rotate(order, -Math.floorMod(session.epoch(), order.size()));
        }
    }

    void start() {
        reply.onClosed(this::connectionEnded);
        said.tell(
                broker,
                context,
                results -> {
                    acknowledged = results;
                    told = true;
                    answerIfDone();
                });
        boolean closes = request.shareSessionEpoch() == ShareSession.CLOSES;
        if (closes || request.isRenewAck() || order.isEmpty()) {
            fetchDone = true;
            answerIfDone();
            return;
        }
        timeUp = request.maxWaitMs() <= 0;
        walk();
    }

    private int bytesMax() {
        return Math.min(broker.config().get(BrokerKeys.FETCH_BYTES_MAX), request.maxBytes());
    }

    // ---- walking through the partitions ----

    private void walk() {
        walking = true;
        missed = false;
        looking = request.minBytes() > 1 && !timeUp;
        next = 0;
        bytes = 0;
        pump();
    }

    /** A loop, so that a thousand of them need no deep stack. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!busy && !isFull() && next < order.size()) {
            busy = true;
            visit(order.get(next++));
        }
        pumping = false;
        if (!busy) {
            walked();
        }
    }

    private boolean isFull() {
        return looking
                ? bytes >= request.minBytes()
                : records >= request.maxRecords() || bytes >= bytesMax();
    }

    private void visit(SharePart part) {
        PartitionRef ref = broker.shares().ref(part);
        if (!ShareAcknowledgements.mayRead(broker, context, part)) {
            visited(part, ShareFetched.failed(ErrorCode.TOPIC_AUTHORIZATION_FAILED));
        } else if (ref == null) {
            visited(part, ShareFetched.failed(ShareAcknowledgements.absence(broker, part)));
        } else {
            broker.shares()
                    .open(
                            session.key().group(),
                            ref,
                            (open, error) -> {
                                if (open == null) {
                                    onLoop(() -> visited(part, ShareFetched.failed(error)));
                                } else {
                                    visit(part, open);
                                }
                            });
        }
    }

    /** On the loop of the partition. It listens first: what happens later is not missed. */
    private void visit(SharePart part, SharePartition open) {
        open.listen(listener);
        int room = Math.max(1, Math.min(READ_BYTES, bytesMax() - bytes));
        if (looking) {
            open.look(room, found -> onLoop(() -> looked(found)));
            return;
        }
        AcquireRequest wanted =
                new AcquireRequest(
                        session.key().member(),
                        (int) (request.maxRecords() - records),
                        Math.max(1, request.batchSize()),
                        request.shareAcquireMode() == 1);
        open.fetch(wanted, room, found -> onLoop(() -> visited(part, found)));
    }

    private void looked(int found) {
        bytes += found;
        busy = false;
        pump();
    }

    private void visited(SharePart part, ShareFetched found) {
        ShareFetched before = fetched.put(part, found);
        if (before != null) {
            before.release().run();
        }
        records += found.count();
        bytes += found.bytes();
        busy = false;
        pump();
    }

    private void walked() {
        boolean failed = fetched.values().stream().anyMatch(each -> each.error() != ErrorCode.NONE);
        boolean enough = looking && bytes >= request.minBytes();
        walking = false;
        if (gone) {
            drop();
        } else if (looking && (enough || timeUp)) {
            looking = false;
            walking = true;
            next = 0;
            bytes = 0;
            pump();
        } else if (records > 0 || failed || timeUp) {
            fetchDone = true;
            answerIfDone();
        } else if (missed) {
            loop.execute(this::again);
        } else if (timer == null) {
            timer = loop.schedule(request.maxWaitMs(), this::timeUp);
        }
    }

    // ---- waiting ----

    /** On the loop of a partition that has something new. */
    private void heard() {
        onLoop(
                () -> {
                    if (walking) {
                        missed = true;
                    } else {
                        again();
                    }
                });
    }

    private void timeUp() {
        timeUp = true;
        again();
    }

    private void again() {
        if (!walking && !fetchDone && !gone) {
            walk();
        }
    }

    private void connectionEnded() {
        gone = true;
        if (!walking && !answered) {
            drop();
        }
    }

    // ---- ending ----

    private void drop() {
        end();
        fetched.values().forEach(each -> each.release().run());
        reply.none();
    }

    private void end() {
        answered = true;
        fetchDone = true;
        if (timer != null) {
            timer.cancel();
        }
        for (SharePart part : fetched.keySet()) {
            PartitionRef ref = broker.shares().ref(part);
            if (ref != null) {
                broker.shares()
                        .find(
                                session.key().group(),
                                ref,
                                (open, error) -> {
                                    if (open != null) {
                                        open.unlisten(listener);
                                    }
                                });
            }
        }
    }

    private void answerIfDone() {
        if (!fetchDone || !told || answered || gone) {
            return;
        }
        end();
        LeaderHints hints = new LeaderHints(broker, context, 0);
        ShareFetchAnswer answer = new ShareFetchAnswer(hints);
        boolean all = request.shareSessionEpoch() == ShareSession.OPENS;
        fetched.forEach(
                (part, found) -> {
                    boolean news = found.error() != ErrorCode.NONE || !found.acquired().isEmpty();
                    if (all || news || acknowledged.containsKey(part)) {
                        answer.add(part, found, acknowledged.get(part));
                    }
                });
        acknowledged.forEach(
                (part, error) -> {
                    if (!fetched.containsKey(part)) {
                        answer.add(part, ShareFetched.NOTHING, error);
                    }
                });
        if (request.shareSessionEpoch() == ShareSession.CLOSES) {
            broker.shares().sessions().close(session.key());
        }
        int lockMs = (int) broker.shares().settings().limits(session.key().group()).lockMs();
        reply.complete(
                answer.message(lockMs),
                () -> fetched.values().forEach(each -> each.release().run()));
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
