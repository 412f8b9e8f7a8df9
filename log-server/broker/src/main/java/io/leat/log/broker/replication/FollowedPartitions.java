package io.leat.log.broker.replication;

import io.leat.log.broker.data.FollowerRole;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchRequest.ForgottenTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one fetcher, and the fetch session with their leader (KIP-227): requests name
 * only what changed, and only what may have changed is looked at. Owned by the fetcher's loop.
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
    final class Member {
        private final Key key;
        private final LogPartition partition;
        private final FollowerRole role;
        private State state = State.BUSY;
        private long pausedUntilMs;
        private int failures;

        /** What the leader knows of it; null if it is not in the session. */
        private FollowerRole.@Nullable Position asked;

        Member(Key key, LogPartition partition, FollowerRole role) {
            this.key = key;
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
            become(State.BUSY);
        }

        void ready() {
            become(State.READY);
            failures = 0;
        }

        int countFailure() {
            return failures++;
        }

        void pause(long nowMs, int pauseMs) {
            become(State.PAUSED);
            pausedUntilMs = nowMs + pauseMs;
        }

        void end() {
            become(State.ENDED);
        }

        private void become(State next) {
            if (state == State.ENDED) {
                return; // it is none of them any more
            }
            count(state, -1);
            state = next;
            count(next, 1);
            if (next == State.PAUSED) {
                paused.add(this);
            } else {
                paused.remove(this);
            }
            changed.add(this);
        }

        private boolean isReady(long nowMs) {
            return state == State.READY || state == State.PAUSED && pausedUntilMs <= nowMs;
        }
    }

    private final int partitionBytesMax;
    private final Map<Key, Member> members = new LinkedHashMap<>();

    /** Those that the next request may have to say something of. */
    private final Set<Member> changed = new LinkedHashSet<>();

    private final Set<Member> paused = new LinkedHashSet<>();

    /** Partitions in the leader's session that this fetcher no longer has. */
    private final Map<Key, String> toForget = new LinkedHashMap<>();

    private int busy;
    private int ready;
    private int sessionId;
    private int sessionEpoch;

    FollowedPartitions(int partitionBytesMax) {
        this.partitionBytesMax = partitionBytesMax;
    }

    private void count(State state, int by) {
        if (state == State.BUSY) {
            busy += by;
        } else if (state == State.READY) {
            ready += by;
        }
    }

    private static Key key(TopicIdPartition id) {
        return new Key(id.topicId(), id.partition());
    }

    int size() {
        return members.size();
    }

    Member add(LogPartition partition, FollowerRole role) {
        remove(partition.id());
        Key key = key(partition.id());
        Member member = new Member(key, partition, role);
        members.put(key, member);
        count(State.BUSY, 1);
        changed.add(member);
        return member;
    }

    void remove(TopicIdPartition id) {
        Member member = members.remove(key(id));
        if (member != null) {
            member.end();
            changed.remove(member);
            forget(member);
        }
    }

    private void forget(Member member) {
        if (member.asked != null) {
            member.asked = null;
            toForget.put(member.key, member.partition.id().topic());
        }
    }

    @Nullable Member find(Uuid topicId, int partition) {
        return members.get(new Key(topicId, partition));
    }

    /** Whether an answer is still being written down. */
    boolean isBusy() {
        return busy > 0;
    }

    boolean anyReady(long nowMs) {
        return ready > 0 || paused.stream().anyMatch(each -> each.isReady(nowMs));
    }

    /** Lets those pause that catch up, as they have had their share for now (KIP-73). */
    void holdBack(long nowMs, int waitMs) {
        for (Member each : members.values()) {
            if (each.isThrottled() && each.isReady(nowMs) && !each.partition.isInSync()) {
                each.pause(nowMs, waitMs);
            }
        }
    }

    /** How long until the first of those that pause is to be asked again. */
    long nextPauseMs(long nowMs) {
        long next = Long.MAX_VALUE;
        for (Member each : paused) {
            if (each.pausedUntilMs > nowMs) {
                next = Math.min(next, each.pausedUntilMs - nowMs);
            }
        }
        return next;
    }

    /** The next request: of the session's if there is one, else one that opens it. */
    FetchRequest.Builder request(long nowMs) {
        boolean opens = sessionId == 0;
        List<FetchRequest.Topic> topics = new ArrayList<>();
        changed.addAll(opens ? members.values() : paused);
        for (Member member : changed) {
            if (!member.isReady(nowMs)) {
                forget(member);
                continue;
            }
            FollowerRole.Position position = member.role.position();
            if (opens || !position.equals(member.asked)) {
                member.asked = position;
                toForget.remove(member.key);
                topics.add(topic(member, position));
            }
        }
        changed.clear();
        List<ForgottenTopic> forgotten = new ArrayList<>();
        if (!opens) {
            toForget.forEach(
                    (key, topic) ->
                            forgotten.add(
                                    new ForgottenTopic(
                                            topic, key.topicId, List.of(key.partition))));
        }
        toForget.clear();
        return FetchRequest.builder()
                .sessionId(sessionId)
                .sessionEpoch(opens ? 0 : sessionEpoch)
                .topics(topics)
                .forgottenTopicsData(forgotten);
    }

    private FetchRequest.Topic topic(Member member, FollowerRole.Position position) {
        return FetchRequest.Topic.builder()
                .topic(member.partition.id().topic())
                .topicId(member.key.topicId)
                .partitions(
                        List.of(
                                FetchRequest.Partition.builder()
                                        .partition(member.key.partition)
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
