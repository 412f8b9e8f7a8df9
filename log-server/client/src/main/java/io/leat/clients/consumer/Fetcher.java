package io.leat.clients.consumer;

import io.leat.clients.consumer.FetchSession.Ask;
import io.leat.clients.consumer.FetchSession.Limits;
import io.leat.clients.consumer.Fetched.Aborted;
import io.leat.clients.consumer.Fetched.Bounds;
import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClusterView;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fetches ahead of the application: one request at a time to each broker, for all its partitions
 * that have room in the buffer. Owned by the loop; the {@link FetchControl} methods post to it.
 *
 * <p>Bounded: at most two responses wait for each partition, each of max.partition.fetch.bytes or
 * one batch. While a partition has no room, requests for its neighbours wait only a little at the
 * broker, so that it is asked for again soon after the application caught up.
 */
final class Fetcher implements FetchControl {

    private static final int IMPATIENT_MS = 20;
    private static final int LENGTH_AT = 8;
    private static final int LAST_DELTA_AT = 23;
    private static final int PREFIX_BYTES = 12;
    private static final int HEADER_BYTES = 61;
    private static final Set<ErrorCode> PASSING =
            Set.of(
                    ErrorCode.NOT_LEADER_OR_FOLLOWER,
                    ErrorCode.FENCED_LEADER_EPOCH,
                    ErrorCode.UNKNOWN_LEADER_EPOCH,
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    ErrorCode.UNKNOWN_TOPIC_ID,
                    ErrorCode.INCONSISTENT_TOPIC_ID,
                    ErrorCode.REPLICA_NOT_AVAILABLE,
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    ErrorCode.LEADER_NOT_AVAILABLE,
                    ErrorCode.OFFSET_NOT_AVAILABLE,
                    ErrorCode.UNKNOWN_SERVER_ERROR);

    /** A response and the frame its records lie in. */
    private record Answer(FetchResponse response, Frame frame) {}

    private final ClientIo io;
    private final Limits limits;
    private final String rack;
    private final Consumer<Fetched> deliver;
    private final Map<TopicPartition, Track> tracks = new LinkedHashMap<>();
    private final Map<Integer, FetchSession> sessions = new HashMap<>();
    private boolean pumping;
    private boolean closed;
    private long wakeAt = Long.MAX_VALUE;

    /** {@code deliver} runs on the loop, for each partition that something came for. */
    Fetcher(ClientIo io, Limits limits, String rack, Consumer<Fetched> deliver) {
        this.io = io;
        this.limits = limits;
        this.rack = rack;
        this.deliver = deliver;
        io.metadata().onChange(view -> pumpSoon());
    }

    @Override
    public void start(TopicPartition partition, long token, long offset) {
        io.loop()
                .execute(
                        () -> {
                            tracks.computeIfAbsent(partition, Track::new).start(token, offset);
                            pumpSoon();
                        });
    }

    @Override
    public void validated(TopicPartition partition, long token, int epoch) {
        io.loop()
                .execute(
                        () -> {
                            Track track = tracks.get(partition);
                            if (track != null && track.token() == token) {
                                track.validated(epoch);
                                pumpSoon();
                            }
                        });
    }

    @Override
    public void stop(TopicPartition partition) {
        io.loop()
                .execute(
                        () -> {
                            Track track = tracks.remove(partition);
                            if (track != null) {
                                pumpSoon();
                            }
                        });
    }

    @Override
    public void pause(TopicPartition partition, boolean paused) {
        io.loop()
                .execute(
                        () -> {
                            Track track = tracks.get(partition);
                            if (track != null) {
                                track.pause(paused);
                                pumpSoon();
                            }
                        });
    }

    @Override
    public void taken(TopicPartition partition, long token) {
        io.loop()
                .execute(
                        () -> {
                            Track track = tracks.get(partition);
                            if (track != null && track.token() == token) {
                                track.taken();
                                pumpSoon();
                            }
                        });
    }

    void close() {
        io.loop().execute(() -> closed = true);
    }

    /** Once in this turn of the loop, however much changed. */
    private void pumpSoon() {
        if (!pumping && !closed) {
            pumping = true;
            io.loop().execute(this::pump);
        }
    }

    private void pump() {
        pumping = false;
        if (closed) {
            return;
        }
        long now = io.clock().millis();
        ClusterView view = io.metadata().view();
        Map<Integer, List<Ask>> byNode = new LinkedHashMap<>();
        boolean full = false;
        boolean leaderless = false;
        long next = Long.MAX_VALUE;
        for (Track track : tracks.values()) {
            full |= track.full();
            if (!track.wanted(now)) {
                next = track.retryAt() > now ? Math.min(next, track.retryAt()) : next;
                continue;
            }
            if (!track.trusts(view.leaderEpoch(track.partition()))) {
                continue; // until the polling thread has validated the position
            }
            int node = node(track, view, now);
            if (node < 0) {
                leaderless = true;
                track.retry(now + backoffMs());
                next = Math.min(next, track.retryAt());
            } else if (!session(node).inFlight()) {
                byNode.computeIfAbsent(node, none -> new ArrayList<>()).add(ask(track, view));
            }
        }
        if (leaderless) {
            io.metadata().refresh();
        }
        int waitMs = full ? Math.min(IMPATIENT_MS, limits.waitMs()) : limits.waitMs();
        byNode.forEach((node, asks) -> send(node, asks, waitMs));
        wake(now, next);
    }

    private void wake(long now, long at) {
        if (at == Long.MAX_VALUE || (wakeAt > now && wakeAt <= at)) {
            return;
        }
        wakeAt = at;
        io.loop().schedule(at - now, this::pumpSoon);
    }

    private long backoffMs() {
        return io.settings().retry().afterMs(0, io.entropy());
    }

    private FetchSession session(int node) {
        return sessions.computeIfAbsent(node, none -> new FetchSession());
    }

    private static int node(Track track, ClusterView view, long now) {
        int preferred = track.preferred(now);
        if (preferred >= 0 && view.cluster().nodeById(preferred) != null) {
            return preferred;
        }
        Node leader = view.cluster().leaderFor(track.partition());
        return leader == null || leader.isEmpty() ? -1 : leader.id();
    }

    private static Ask ask(Track track, ClusterView view) {
        io.leat.common.Uuid id = view.cluster().topicId(track.partition().topic());
        return new Ask(
                track.partition(),
                new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                track.token(),
                track.nextOffset(),
                view.leaderEpoch(track.partition()));
    }

    private void send(int node, List<Ask> asks, int waitMs) {
        FetchSession session = session(node);
        session.begin(asks);
        Limits now =
                new Limits(
                        waitMs,
                        limits.minBytes(),
                        limits.maxBytes(),
                        limits.partitionBytes(),
                        limits.isolation());
        boolean ids = asks.stream().noneMatch(ask -> ask.topicId().equals(Uuid.ZERO));
        Call<Answer> call =
                Call.lending(
                                ApiKey.FETCH,
                                version -> session.request(version, now, rack),
                                Fetcher::read)
                        .versions(4, ids ? 17 : 12);
        io.sendApart(ClientIo.Lane.FETCH, node, call)
                .whenComplete(
                        (answer, failure) -> {
                            if (answer == null) {
                                failed(session);
                            } else {
                                arrived(node, session, answer);
                            }
                        });
    }

    private static Answer read(Reader reader, Frame frame) {
        try {
            return new Answer(FetchResponse.read(reader), frame);
        } catch (RuntimeException e) {
            frame.release();
            throw e;
        }
    }

    private void failed(FetchSession session) {
        long at = io.clock().millis() + backoffMs();
        session.asked().forEach(ask -> retry(ask, at));
        session.failed();
        io.metadata().refresh();
        pumpSoon();
    }

    private void retry(Ask ask, long at) {
        Track track = tracks.get(ask.partition());
        if (track != null) {
            track.retry(at);
        }
    }

    private void arrived(int node, FetchSession session, Answer answer) {
        FetchResponse response = answer.response();
        boolean stale = false;
        if (session.end(response) && !closed) {
            for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
                for (FetchResponse.PartitionData data : topic.partitions()) {
                    TopicPartition partition = session.partition(topic, data.partitionIndex());
                    Ask ask = partition == null ? null : session.asked(partition);
                    Track track = ask == null ? null : tracks.get(partition);
                    if (track != null
                            && track.token() == ask.token()
                            && track.nextOffset() == ask.offset()) {
                        stale |= take(track, node, data, response, answer.frame());
                    }
                }
            }
        }
        answer.frame().release();
        if (stale) {
            io.metadata().refresh();
        }
        pumpSoon();
    }

    /** Handles one partition; whether metadata is out of date. */
    private boolean take(
            Track track,
            int node,
            FetchResponse.PartitionData data,
            FetchResponse response,
            Frame frame) {
        long now = io.clock().millis();
        if (data.errorCode() == ErrorCode.OFFSET_OUT_OF_RANGE && track.preferred(now) == node) {
            track.retry(now); // a follower may lag: the leader decides
            return false;
        }
        if (PASSING.contains(data.errorCode())) {
            track.retry(now + backoffMs());
            hint(track, data, response);
            return true;
        }
        if (data.errorCode() != ErrorCode.NONE) {
            Fetched failed = fetched(track, data, ByteBuffer.allocate(0), bounds(data), () -> {});
            track.halt();
            deliver.accept(failed);
            return false;
        }
        if (data.preferredReadReplica() >= 0) {
            track.prefer(data.preferredReadReplica(), now + io.settings().metadataMaxAgeMs());
        }
        ByteBuffer records =
                data.records() == null ? ByteBuffer.allocate(0) : data.records().toBuffer();
        long next = nextOffset(records, track.nextOffset());
        boolean news = track.learn(bounds(data));
        if (next > track.nextOffset()) {
            frame.retain();
            Fetched fetched = fetched(track, data, records, bounds(data), frame::release);
            track.delivered(next);
            deliver.accept(fetched);
        } else if (news) {
            Fetched fetched = fetched(track, data, ByteBuffer.allocate(0), bounds(data), () -> {});
            track.delivered(next);
            deliver.accept(fetched);
        }
        return false;
    }

    /** Takes the leader the broker names (KIP-951), so that the next fetch need not wait. */
    private void hint(Track track, FetchResponse.PartitionData data, FetchResponse response) {
        FetchResponse.LeaderIdAndEpoch leader = data.currentLeader();
        if (leader.leaderId() < 0) {
            return;
        }
        Node node = null;
        for (FetchResponse.NodeEndpoint one : response.nodeEndpoints()) {
            if (one.nodeId() == leader.leaderId()) {
                node = new Node(one.nodeId(), one.host(), one.port(), one.rack());
            }
        }
        boolean news =
                io.metadata()
                        .leaderHint(
                                track.partition(), leader.leaderId(), leader.leaderEpoch(), node);
        if (news) {
            track.retry(io.clock().millis());
        }
    }

    private static Bounds bounds(FetchResponse.PartitionData data) {
        return new Bounds(data.highWatermark(), data.lastStableOffset(), data.logStartOffset());
    }

    private static Fetched fetched(
            Track track,
            FetchResponse.PartitionData data,
            ByteBuffer records,
            Bounds bounds,
            Runnable release) {
        List<Aborted> aborted = new ArrayList<>();
        if (data.abortedTransactions() != null) {
            data.abortedTransactions()
                    .forEach(one -> aborted.add(new Aborted(one.producerId(), one.firstOffset())));
        }
        return new Fetched(
                track.partition(),
                track.token(),
                track.nextOffset(),
                data.errorCode(),
                records,
                aborted,
                bounds,
                release);
    }

    /** The offset after the last whole batch, by a walk over the batch headers. */
    private static long nextOffset(ByteBuffer records, long from) {
        long next = from;
        int at = records.position();
        while (records.limit() - at >= HEADER_BYTES) {
            int length = records.getInt(at + LENGTH_AT);
            if (length < HEADER_BYTES - PREFIX_BYTES
                    || length > records.limit() - at - PREFIX_BYTES) {
                break;
            }
            next = Math.max(next, records.getLong(at) + records.getInt(at + LAST_DELTA_AT) + 1);
            at += PREFIX_BYTES + length;
        }
        return next;
    }
}
