package io.leat.log.broker.replication;

import io.leat.log.broker.data.FollowerRole;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchRequest.ForgottenTopic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one fetcher, and the fetch session with their leader (KIP-227): requests name
 * only what changed. Owned by the fetcher's loop.
 */
final class FollowedPartitions {

    /** A partition as responses name it. */
    private record Key(Uuid topicId, int partition) {}

    private enum State {
        BUSY,
        READY,
        PAUSED,
        ENDED
    }

    /** One partition. */
    static final class Member {
        private final LogPartition partition;
        private final FollowerRole role;
        private State state = State.BUSY;
        private long pausedUntilMs;
        private int failures;

        /** What the leader knows of it; null if it is not in the session. */
        private FollowerRole.@Nullable Position asked;

        Member(LogPartition partition, FollowerRole role) {
            this.partition = partition;
            this.role = role;
        }

        FollowerRole role() {
            return role;
        }

        boolean isThrottled() {
            return partition.throttledAsFollower();
        }

        /** Whether the request that is answered was about it. */
        boolean wasAsked() {
            return asked != null;
        }

        /** Where it was asked to be read from. */
        long offset() {
            return asked == null ? -1 : asked.offset();
        }

        /** Its answer is being dealt with. */
        void busy() {
            state = State.BUSY;
        }

        void ready() {
            state = State.READY;
            failures = 0;
        }

        int countFailure() {
            return failures++;
        }

        void pause(long nowMs, int pauseMs) {
            state = State.PAUSED;
            pausedUntilMs = nowMs + pauseMs;
        }

        void end() {
            state = State.ENDED;
        }

        private boolean isReady(long nowMs) {
            return state == State.READY || state == State.PAUSED && pausedUntilMs <= nowMs;
        }
    }

    private final int partitionBytesMax;
    private final Map<Key, Member> members = new LinkedHashMap<>();

    /** Partitions in the leader's session that this fetcher no longer has. */
    private final Map<Key, String> toForget = new LinkedHashMap<>();

    private int sessionId;
    private int sessionEpoch;

    FollowedPartitions(int partitionBytesMax) {
        this.partitionBytesMax = partitionBytesMax;
    }

    private static Key key(TopicIdPartition id) {
        return new Key(id.topicId(), id.partition());
    }

    int size() {
        return members.size();
    }

    Member add(LogPartition partition, FollowerRole role) {
        Member member = new Member(partition, role);
        members.put(key(partition.id()), member);
        return member;
    }

    void remove(TopicIdPartition id) {
        Member member = members.remove(key(id));
        if (member != null) {
            member.end();
            forget(key(id), member);
        }
    }

    private void forget(Key key, Member member) {
        if (member.asked != null) {
            member.asked = null;
            toForget.put(key, member.partition.id().topic());
        }
    }

    @Nullable Member find(Uuid topicId, int partition) {
        return members.get(new Key(topicId, partition));
    }

    /** Whether an answer is still being written down. */
    boolean isBusy() {
        for (Member each : members.values()) {
            if (each.state == State.BUSY) {
                return true;
            }
        }
        return false;
    }

    boolean anyReady(long nowMs) {
        for (Member each : members.values()) {
            if (each.isReady(nowMs)) {
                return true;
            }
        }
        return false;
    }

    /** Lets those pause that catch up and have had their share for now (KIP-73). */
    void holdBack(long nowMs, LongSupplier throttleMs) {
        long waitMs = -1;
        for (Member each : members.values()) {
            if (each.partition.throttledAsFollower()
                    && each.isReady(nowMs)
                    && !each.partition.isInSync()) {
                waitMs = waitMs < 0 ? throttleMs.getAsLong() : waitMs;
                if (waitMs > 0) {
                    each.pause(nowMs, (int) waitMs);
                }
            }
        }
    }

    /** How long until the first of those that pause is to be asked again. */
    long nextPauseMs(long nowMs) {
        long next = Long.MAX_VALUE;
        for (Member each : members.values()) {
            if (each.state == State.PAUSED && each.pausedUntilMs > nowMs) {
                next = Math.min(next, each.pausedUntilMs - nowMs);
            }
        }
        return next;
    }

    /** The next request: of the session's if there is one, else one that opens it. */
    FetchRequest.Builder request(long nowMs) {
        boolean opens = sessionId == 0;
        List<FetchRequest.Topic> topics = new ArrayList<>();
        for (Map.Entry<Key, Member> each : members.entrySet()) {
            Member member = each.getValue();
            if (!member.isReady(nowMs)) {
                forget(each.getKey(), member);
                continue;
            }
            FollowerRole.Position position = member.role.position();
            if (opens || !position.equals(member.asked)) {
                member.asked = position;
                toForget.remove(each.getKey());
                topics.add(topic(each.getKey(), member, position));
            }
        }
        List<ForgottenTopic> forgotten = new ArrayList<>();
        for (Iterator<Map.Entry<Key, String>> gone = toForget.entrySet().iterator();
                gone.hasNext(); ) {
            Map.Entry<Key, String> each = gone.next();
            if (!opens) {
                Key key = each.getKey();
                forgotten.add(
                        new ForgottenTopic(each.getValue(), key.topicId, List.of(key.partition)));
            }
            gone.remove();
        }
        return FetchRequest.builder()
                .sessionId(sessionId)
                .sessionEpoch(opens ? 0 : sessionEpoch)
                .topics(topics)
                .forgottenTopicsData(forgotten);
    }

    private FetchRequest.Topic topic(Key key, Member member, FollowerRole.Position position) {
        return FetchRequest.Topic.builder()
                .topic(member.partition.id().topic())
                .topicId(key.topicId)
                .partitions(
                        List.of(
                                FetchRequest.Partition.builder()
                                        .partition(key.partition)
                                        .currentLeaderEpoch(position.leaderEpoch())
                                        .fetchOffset(position.offset())
                                        .lastFetchedEpoch(position.lastEpoch())
                                        .logStartOffset(position.logStart())
                                        .partitionMaxBytes(partitionBytesMax)
                                        .build()))
                .build();
    }

    /** The leader answered within {@code session}; 0 if it has none. */
    void answered(int session) {
        if (session == 0) {
            sessionEnded();
            return;
        }
        sessionEpoch = session == sessionId ? next(sessionEpoch) : 1;
        sessionId = session;
    }

    private static int next(int epoch) {
        return epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }

    /** The next request opens another session. */
    void sessionEnded() {
        sessionId = 0;
        sessionEpoch = 0;
        toForget.clear();
    }
}
