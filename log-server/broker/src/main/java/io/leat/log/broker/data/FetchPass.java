package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ReplicationKeys;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchResponse.FetchableTopicResponse;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One fetch on its way: reads its partitions in order within the byte limit; when that is too
 * little, waits until one of them changes or the time is up, and reads again. Owned by the
 * connection's loop.
 *
 * <pre>
 *   reading --enough, error, or time up--> answered
 *      |  ^
 *      v  | a partition changed, or time up
 *    parked --the connection ended--> dropped
 * </pre>
 */
final class FetchPass {

    private static final int NEWS_MS = 5;
    private static final int FIRST_HINT_VERSION = 16;

    /** One partition of the request. */
    private record Item(FetchRequest.Partition wanted, @Nullable PartitionRef ref) {}

    private final Broker broker;
    private final RequestContext context;
    private final FetchRequest request;
    private final List<FetchRequest.Topic> topics;
    private final @Nullable FetchSession session;
    private final boolean incremental;
    private final Reply<FetchResponse> reply;
    private final EventLoop loop;
    private final List<Item> items = new ArrayList<>();
    private final List<ErrorCode> missing = new ArrayList<>();
    private final Runnable wake = this::wake;
    private final FetchReader reader;
    private List<FetchedPartition> fetched = new ArrayList<>();
    private int bytes;
    private boolean failed;
    private boolean first = true;
    private boolean busy;
    private boolean pumping;
    private boolean parked;
    private boolean wokenEarly;
    private boolean timeUp;
    private boolean answered;
    private boolean gone;
    private boolean newsDue;
    private @Nullable Timer timer;

    /**
     * @param topics what to read: what the request lists, or its session
     * @param session where to remember what the client was told; null if there is none
     * @param incremental whether the answer leaves out what did not change
     */
    FetchPass(
            Broker broker,
            RequestContext context,
            FetchRequest request,
            List<FetchRequest.Topic> topics,
            @Nullable FetchSession session,
            boolean incremental,
            Reply<FetchResponse> reply) {
        this.broker = broker;
        this.context = context;
        this.request = request;
        this.topics = topics;
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
        MetadataImage image = broker.image();
        boolean byId = context.apiVersion() >= 13;
        for (FetchRequest.Topic topic : topics) {
            for (FetchRequest.Partition wanted : topic.partitions()) {
                PartitionRef ref =
                        byId
                                ? broker.topics().find(image, topic.topicId(), wanted.partition())
                                : broker.topics().find(image, topic.topic(), wanted.partition());
                boolean unknownId = byId && image.topic(topic.topicId()) == null;
                items.add(new Item(wanted, ref));
                missing.add(
                        unknownId && !topic.topicId().equals(Uuid.ZERO)
                                ? ErrorCode.UNKNOWN_TOPIC_ID
                                : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        if (request.maxWaitMs() <= 0) {
            timeUp = true;
        }
        reply.onClosed(this::connectionEnded);
        pump();
    }

    private int bytesMax() {
        int limit = broker.config().get(BrokerKeys.FETCH_BYTES_MAX);
        return request.maxBytes() < 0 ? limit : Math.min(limit, request.maxBytes());
    }

    /** Reads partition after partition; a loop, so that a thousand of them need no deep stack. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!busy && !gone && fetched.size() < items.size()) {
            busy = true;
            readNext(fetched.size());
        }
        pumping = false;
        if (busy || answered) {
            return;
        }
        if (gone) {
            drop();
        } else {
            decide();
        }
    }

    private void readNext(int index) {
        Item item = items.get(index);
        if (item.ref == null) {
            arrived(FetchedPartition.failed(missing.get(index)));
            return;
        }
        int left = bytesMax() - bytes;
        FetchQuery query =
                new FetchQuery(
                        item.wanted,
                        reader,
                        Math.max(0, Math.min(left, item.wanted.partitionMaxBytes())),
                        bytes == 0,
                        first);
        PartitionRef ref = item.ref;
        ref.post(
                partition ->
                        query.run(
                                partition, ref.absence(), result -> onLoop(() -> arrived(result))));
    }

    private void arrived(FetchedPartition result) {
        fetched.add(result);
        bytes += result.bytes();
        failed |=
                result.error() != ErrorCode.NONE
                        || result.diverging() != null
                        || result.preferredReplica() >= 0;
        busy = false;
        pump();
    }

    private void decide() {
        boolean enough = bytes >= request.minBytes() || items.isEmpty();
        if (enough || failed || timeUp) {
            answer();
            return;
        }
        parked = true;
        first = false;
        wokenEarly = false;
        setTimer();
        for (int i = 0; i < items.size(); i++) {
            PartitionRef ref = items.get(i).ref;
            long seen = fetched.get(i).bound();
            if (ref != null) {
                ref.post(
                        partition -> {
                            boolean same =
                                    partition instanceof LogPartition data
                                            && reader.bound(data) == seen;
                            if (same && partition instanceof LogPartition data) {
                                data.watch(wake, reader.replica() != null);
                            } else {
                                wake();
                            }
                        });
            }
        }
    }

    /**
     * A follower that lacks nothing but the news of what is committed gets it soon, with the next
     * records if there are any by then.
     */
    private void setTimer() {
        if (timer == null) {
            timer = loop.schedule(request.maxWaitMs(), this::timeUp);
        }
        if (!newsDue && reader.replica() != null && hasNews() && request.maxWaitMs() > NEWS_MS) {
            newsDue = true;
            timer.cancel();
            timer = loop.schedule(NEWS_MS, this::timeUp);
        }
    }

    private boolean hasNews() {
        int index = 0;
        for (FetchRequest.Topic topic : topics) {
            for (FetchRequest.Partition wanted : topic.partitions()) {
                FetchedPartition result = fetched.get(index++);
                if (session != null && session.isNews(topic, wanted.partition(), result)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Called on the loop of any partition. */
    private void wake() {
        onLoop(
                () -> {
                    if (parked && !wokenEarly) {
                        wokenEarly = true;
                        // In the same turn when the partition is ours, once it has settled.
                        loop.execute(this::again);
                    }
                });
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
        fetched.forEach(FetchedPartition::release);
        fetched = new ArrayList<>();
        bytes = 0;
        pump();
    }

    /** Nobody waits any longer, whatever time the client asked to be kept waiting for. */
    private void connectionEnded() {
        gone = true;
        if (!busy && !answered) {
            drop();
        }
    }

    private void drop() {
        answered = true;
        if (timer != null) {
            timer.cancel();
        }
        if (parked) {
            parked = false;
            unwatch();
        }
        fetched.forEach(FetchedPartition::release);
        reply.none();
    }

    private void unwatch() {
        for (Item item : items) {
            if (item.ref != null) {
                item.ref.post(
                        partition -> {
                            if (partition instanceof LogPartition data) {
                                data.unwatch(wake);
                            }
                        });
            }
        }
    }

    private void answer() {
        answered = true;
        if (timer != null) {
            timer.cancel();
        }
        LeaderHints hints = new LeaderHints(broker, context, FIRST_HINT_VERSION);
        List<FetchableTopicResponse> answers = new ArrayList<>();
        int index = 0;
        for (FetchRequest.Topic topic : topics) {
            List<PartitionData> partitions = new ArrayList<>();
            for (FetchRequest.Partition wanted : topic.partitions()) {
                FetchedPartition result = fetched.get(index++);
                if (isTold(topic, wanted.partition(), result)) {
                    PartitionData data = result.toMessage(wanted.partition());
                    LeaderHints.Leader leader =
                            hints.leader(
                                    topic.topicId(),
                                    topic.topic(),
                                    wanted.partition(),
                                    result.error());
                    partitions.add(leader == null ? data : told(data, leader));
                }
            }
            if (!partitions.isEmpty()) {
                answers.add(
                        FetchableTopicResponse.builder()
                                .topic(topic.topic())
                                .topicId(topic.topicId())
                                .partitions(partitions)
                                .build());
            }
        }
        List<FetchedPartition> sent = fetched;
        reply.complete(
                FetchResponse.builder()
                        .sessionId(session == null ? 0 : session.id())
                        .responses(answers)
                        .nodeEndpoints(hints.endpoints(FetchResponse.NodeEndpoint::new))
                        .build(),
                () -> sent.forEach(FetchedPartition::release));
    }

    private static PartitionData told(PartitionData data, LeaderHints.Leader leader) {
        return data.toBuilder()
                .currentLeader(new FetchResponse.LeaderIdAndEpoch(leader.id(), leader.epoch()))
                .build();
    }

    private boolean isTold(FetchRequest.Topic topic, int partition, FetchedPartition result) {
        boolean changed = session == null || session.tell(topic, partition, result);
        return changed || !incremental;
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
