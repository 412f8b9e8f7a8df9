package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchRequest.ForgottenTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client fetches again and again, so that requests and answers name only what changed
 * (KIP-227). Owned by the loop of its cache.
 */
final class FetchSession {

    /** A partition as the requests of one session name it: by topic id, or by topic name. */
    record Key(String topic, Uuid topicId, int partition) {}

    /** A partition of the session, and what the client was last told of it. */
    private static final class Member {
        FetchRequest.Partition wanted;
        boolean told;
        long highWatermark;
        long logStart;

        Member(FetchRequest.Partition wanted) {
            this.wanted = wanted;
        }
    }

    private final int id;
    private final boolean byId;
    private final Map<Key, Member> members = new LinkedHashMap<>();
    private int nextEpoch = 1;
    private long lastUsedMs;

    FetchSession(int id, boolean byId, long nowMs) {
        this.id = id;
        this.byId = byId;
        this.lastUsedMs = nowMs;
    }

    int id() {
        return id;
    }

    boolean isByTopicId() {
        return byId;
    }

    int nextEpoch() {
        return nextEpoch;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Takes the epoch of a request; the next one has to follow it. */
    void use(long nowMs) {
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
        lastUsedMs = nowMs;
    }

    /** Adds and changes what {@code request} lists, and drops what it forgets. */
    void update(FetchRequest request) {
        for (FetchRequest.Topic topic : request.topics()) {
            for (FetchRequest.Partition wanted : topic.partitions()) {
                Key key = new Key(topic.topic(), topic.topicId(), wanted.partition());
                members.computeIfAbsent(key, k -> new Member(wanted)).wanted = wanted;
            }
        }
        for (ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                members.remove(new Key(topic.topic(), topic.topicId(), partition));
            }
        }
    }

    /** All partitions of the session, those first that got no data for the longest time. */
    List<FetchRequest.Topic> topics() {
        List<FetchRequest.Topic> topics = new ArrayList<>();
        List<FetchRequest.Partition> partitions = new ArrayList<>();
        Key last = null;
        for (Map.Entry<Key, Member> each : members.entrySet()) {
            Key key = each.getKey();
            if (last == null || !isSameTopic(last, key)) {
                partitions = new ArrayList<>();
                topics.add(
                        FetchRequest.Topic.builder()
                                .topic(key.topic)
                                .topicId(key.topicId)
                                .partitions(partitions)
                                .build());
            }
            partitions.add(each.getValue().wanted);
            last = key;
        }
        return topics;
    }

    private static boolean isSameTopic(Key a, Key b) {
        return a.topicId.equals(b.topicId) && a.topic.equals(b.topic);
    }

    /** Whether the client has not been told of this high watermark, or where the log begins. */
    boolean isNews(FetchRequest.Topic topic, int partition, FetchedPartition fetched) {
        Member member = members.get(new Key(topic.topic(), topic.topicId(), partition));
        return member != null
                && member.told
                && (member.highWatermark != fetched.highWatermark()
                        || member.logStart != fetched.logStart());
    }

    /**
     * Whether an incremental answer has to contain what was fetched. What has data or an error goes
     * to the end, so that it does not keep others from being read.
     */
    boolean tell(FetchRequest.Topic topic, int partition, FetchedPartition fetched) {
        Key key = new Key(topic.topic(), topic.topicId(), partition);
        Member member = members.get(key);
        if (member == null) {
            return true; // forgotten by a request that came meanwhile
        }
        boolean failed = fetched.error() != ErrorCode.NONE;
        boolean changed =
                !member.told
                        || failed
                        || fetched.bytes() > 0
                        || fetched.diverging() != null
                        || member.highWatermark != fetched.highWatermark()
                        || member.logStart != fetched.logStart();
        // A follower whose log parted takes nothing but that from the answer.
        member.told = !failed && fetched.diverging() == null;
        member.highWatermark = fetched.highWatermark();
        member.logStart = fetched.logStart();
        if (failed || fetched.bytes() > 0) {
            members.remove(key);
            members.put(key, member);
        }
        return changed;
    }
}
