package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Access;
import io.leat.log.broker.access.Authorizer;
import io.leat.log.broker.access.Operation;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ReplicationKeys;
import io.leat.log.broker.metrics.TopicTraffic;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.partition.Shard;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchResponse.FetchableTopicResponse;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One fetch on its way: reads what is due within the byte limit; when that is too little, waits
 * until something changes or the time is up, and reads again. Owned by the connection's loop.
 *
 * <pre>
 *   reading --enough, error, or time up--> answered
 *      |  ^
 *      v  | a partition changed, or time up
 *    parked --the connection ended--> dropped
 * </pre>
 *
 * <p>Within a session only what is due is looked at. Without one that is what the request lists,
 * watched for as long as this waits.
 */
final class FetchPass {

    private static final int NEWS_MS = 5;
    private static final int FIRST_HINT_VERSION = 16;
    private static final int FIRST_TOPIC_ID_VERSION = 13;

    private final Broker broker;
    private final RequestContext context;
    private final FetchRequest request;
    private final @Nullable FetchSession session;
    private final boolean incremental;
    private final Reply<FetchResponse> reply;
    private final EventLoop loop;
    private final List<FetchMember> listed = new ArrayList<>();
    private final List<FetchWatch> watches = new ArrayList<>();
    private final FetchReader reader;
    private List<FetchItem> items = List.of();
    private List<FetchRun> runs = List.of();
    private int bytes;
    private boolean first = true;
    private boolean reading;
    private boolean missed;
    private boolean parked;
    private boolean woken;
    private boolean timeUp;
    private boolean answered;
    private boolean gone;
    private boolean newsDue;
    private @Nullable Timer timer;

    /**
     * @param session what to read, and where to remember what the client was told; null if the
     *     request lists it all
     * @param incremental whether the answer leaves out what did not change
     */
    FetchPass(
            Broker broker,
            RequestContext context,
            FetchRequest request,
            @Nullable FetchSession session,
            boolean incremental,
            Reply<FetchResponse> reply) {
        this.broker = broker;
        this.context = context;
        this.request = request;
        this.session = session;
        this.incremental = incremental;
        this.reply = reply;
        this.loop = context.loop();
        this.reader =
                FetchReader.of(
                        request,
                        context.apiVersion(),
                        near(broker, context, request),
                        broker.throttles());
    }

    /** Which brokers are in the client's rack; null if it reads from leaders only. */
    private static @Nullable IntPredicate near(
            Broker broker, RequestContext context, FetchRequest request) {
        String rack = request.rackId();
        boolean asked =
                !rack.isEmpty() && context.apiVersion() >= FetchReader.FIRST_FOLLOWER_VERSION;
        if (!asked || !ReplicationKeys.selectsByRack(broker.config())) {
            return null;
        }
        MetadataImage image = broker.image();
        return id -> {
            BrokerImage found = image.broker(id);
            return found != null && !found.fenced() && rack.equals(found.rack());
        };
    }

    void start() {
        if (session != null) {
            session.enter(this);
        } else {
            for (FetchRequest.Topic topic : request.topics()) {
                for (FetchRequest.Partition wanted : topic.partitions()) {
                    listed.add(new FetchMember(topic.topic(), topic.topicId(), wanted));
                }
            }
        }
        if (request.maxWaitMs() <= 0) {
            timeUp = true;
        }
        reply.onClosed(this::connectionEnded);
        read();
    }

    private int bytesMax() {
        int limit = broker.config().get(BrokerKeys.FETCH_BYTES_MAX);
        return request.maxBytes() < 0 ? limit : Math.min(limit, request.maxBytes());
    }

    // ---- reading ----

    private void read() {
        MetadataImage image = broker.image();
        List<FetchMember> wanted = session == null ? listed : session.due();
        Map<Shard, FetchRun> byShard = new LinkedHashMap<>();
        items = new ArrayList<>(wanted.size());
        for (FetchMember member : wanted) {
            if (session != null) {
                session.looking(member);
            }
            FetchItem item = item(image, member);
            items.add(item);
            PartitionRef ref = item.ref();
            if (ref != null) {
                byShard.computeIfAbsent(ref.shard(), FetchRun::new).add(item);
            }
        }
        runs = new ArrayList<>(byShard.values());
        bytes = 0;
        missed = false;
        reading = true;
        readNext(0);
    }

    private FetchItem item(MetadataImage image, FetchMember member) {
        boolean byId = context.apiVersion() >= FIRST_TOPIC_ID_VERSION;
        int partition = member.wanted().partition();
        PartitionRef ref =
                byId
                        ? broker.topics().find(image, member.topicId(), partition)
                        : broker.topics().find(image, member.topic(), partition);
        if (!mayRead(image, member, byId)) {
            return new FetchItem(member, null, ErrorCode.TOPIC_AUTHORIZATION_FAILED, null);
        }
        boolean unknownId =
                byId
                        && image.topic(member.topicId()) == null
                        && !member.topicId().equals(Uuid.ZERO);
        ErrorCode absence =
                unknownId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        FetchWatch watch =
                session == null || ref == null
                        ? null
                        : session.watch(member, ref, reader.replica() != null);
        return new FetchItem(member, ref, absence, watch);
    }

    /** Held against the lists each time: a session outlives a right. Replicas were let in whole. */
    private boolean mayRead(MetadataImage image, FetchMember member, boolean byId) {
        Authorizer authorizer = broker.authorizer();
        if (authorizer == null || reader.replica() != null) {
            return true;
        }
        TopicImage topic = byId ? image.topic(member.topicId()) : null;
        String name = topic != null ? topic.name() : member.topic();
        return byId && topic == null
                || new Access(authorizer, image, context).topic(Operation.READ, name);
    }

    /** One shard after the other, as they share what one answer may hold. */
    private void readNext(int index) {
        if (index == runs.size()) {
            reading = false;
            if (gone) {
                drop();
            } else {
                decide();
            }
            return;
        }
        FetchRun run = runs.get(index);
        run.start(
                reader, bytesMax() - bytes, bytes == 0, first, () -> onLoop(() -> wasRead(index)));
    }

    private void wasRead(int index) {
        FetchRun run = runs.get(index);
        bytes += run.bytes();
        if (session != null) {
            run.items().forEach(session::looked);
        }
        readNext(index + 1);
    }

    private boolean anyFailed() {
        for (FetchItem item : items) {
            FetchedPartition result = item.result();
            if (result.error() != ErrorCode.NONE
                    || result.diverging() != null
                    || result.preferredReplica() >= 0) {
                return true;
            }
        }
        return false;
    }

    private void decide() {
        boolean nothingAsked = session == null ? listed.isEmpty() : session.isEmpty();
        if (bytes >= request.minBytes() || nothingAsked || timeUp || anyFailed()) {
            answer();
            return;
        }
        parked = true;
        first = false;
        woken = false;
        if (timer == null) {
            timer = loop.schedule(request.maxWaitMs(), this::timeUp);
        }
        if (session == null) {
            watch();
        } else if (missed) {
            heard(true);
        } else if (reader.replica() != null && items.stream().anyMatch(FetchPass::isNews)) {
            tellNewsSoon();
        }
    }

    private static boolean isNews(FetchItem item) {
        return item.member().isNews(item.result());
    }

    // ---- waiting ----

    /** Without a session: what changed since it was read wakes at once, what changes later will. */
    private void watch() {
        for (FetchItem item : items) {
            PartitionRef ref = item.ref();
            if (ref == null) {
                continue;
            }
            FetchWatch watch = new FetchWatch(ref, reader.replica() != null, loop, this::heard);
            watches.add(watch);
            long seen = item.result().bound();
            ref.post(
                    partition -> {
                        if (partition instanceof LogPartition data && reader.bound(data) == seen) {
                            watch.begin(data);
                        } else {
                            watch.changed();
                        }
                    });
        }
    }

    private void unwatch() {
        for (FetchWatch watch : watches) {
            watch.ref().post(partition -> watch.end());
        }
        watches.clear();
    }

    /** Something happened to a partition, or only its high watermark moved. */
    void heard(boolean urgent) {
        if (!parked || woken) {
            missed |= reading && urgent; // behind what was read already
            return;
        }
        if (urgent) {
            woken = true;
            // In the same turn when the partition is ours, once it has settled.
            loop.execute(this::again);
        } else {
            tellNewsSoon();
        }
    }

    /**
     * A follower that lacks nothing but the news of what is committed gets it soon, with the next
     * records if there are any by then.
     */
    private void tellNewsSoon() {
        if (!newsDue && request.maxWaitMs() > NEWS_MS) {
            newsDue = true;
            if (timer != null) {
                timer.cancel();
            }
            timer = loop.schedule(NEWS_MS, this::timeUp);
        }
    }

    private void timeUp() {
        timeUp = true;
        again();
    }

    private void again() {
        if (!parked || answered) {
            return;
        }
        parked = false;
        unwatch();
        items.forEach(item -> item.result().release());
        read();
    }

    // ---- ending ----

    /** Nobody waits any longer, whatever time the client asked to be kept waiting for. */
    private void connectionEnded() {
        gone = true;
        if (!reading && !answered) {
            drop();
        }
    }

    private void drop() {
        end();
        items.forEach(item -> item.result().release());
        reply.none();
    }

    private void end() {
        answered = true;
        parked = false;
        if (timer != null) {
            timer.cancel();
        }
        unwatch();
        if (session != null) {
            session.leave(this);
        }
    }

    private void answer() {
        end();
        LeaderHints hints = new LeaderHints(broker, context, FIRST_HINT_VERSION);
        List<FetchableTopicResponse> answers = new ArrayList<>();
        List<PartitionData> partitions = new ArrayList<>();
        FetchMember last = null;
        for (FetchItem item : items) {
            FetchMember member = item.member();
            boolean told = !incremental || member.isToTell(item.result());
            if (session != null) {
                session.told(item);
            }
            if (!told) {
                continue;
            }
            if (last == null || !member.isOfTopic(last)) {
                partitions = new ArrayList<>();
                answers.add(
                        FetchableTopicResponse.builder()
                                .topic(member.topic())
                                .topicId(member.topicId())
                                .partitions(partitions)
                                .build());
                last = member;
            }
            partitions.add(message(item, hints));
            count(item);
        }
        List<FetchItem> sent = items;
        reply.complete(
                FetchResponse.builder()
                        .sessionId(session == null ? 0 : session.id())
                        .responses(answers)
                        .nodeEndpoints(hints.endpoints(FetchResponse.NodeEndpoint::new))
                        .build(),
                () -> sent.forEach(item -> item.result().release()));
    }

    private void count(FetchItem item) {
        PartitionRef ref = item.ref();
        if (ref == null) {
            return;
        }
        TopicTraffic traffic = broker.metrics().of(loop).topic(ref.id().topic());
        if (item.result().error() == ErrorCode.NONE) {
            traffic.fetched(item.result().bytes(), reader.replica() != null);
        } else {
            traffic.failed();
        }
    }

    private static PartitionData message(FetchItem item, LeaderHints hints) {
        FetchMember member = item.member();
        int partition = member.wanted().partition();
        PartitionData data = item.result().toMessage(partition);
        LeaderHints.Leader leader =
                hints.leader(member.topicId(), member.topic(), partition, item.result().error());
        return leader == null
                ? data
                : data.toBuilder()
                        .currentLeader(
                                new FetchResponse.LeaderIdAndEpoch(leader.id(), leader.epoch()))
                        .build();
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
