package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.runtime.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Deadlines of members. Owned by the shard's loop.
 *
 * <p>Moving a deadline further away starts no timer: the one that runs finds it moved and starts
 * anew, so that heartbeats cost nothing. Whoever is called must look whether the member still is
 * what it was: a decision that was refused moves no deadline back.
 */
public final class MemberTimers {

    /** What a member is late with. */
    public enum Purpose {
        /** Any sign of life. */
        SESSION,
        /** Giving partitions back. */
        REBALANCE,
        /** Joining again, of the classic protocol. */
        JOIN,
        /** Fetching its assignment, of the classic protocol. */
        SYNC
    }

    private record Key(String groupId, String memberId, Purpose purpose) {}

    private final Timers<GroupRecord> timers;
    private final Map<Key, Deadline> deadlines = new HashMap<>();

    public MemberTimers(Timers<GroupRecord> timers) {
        this.timers = timers;
    }

    /** Lets {@code late} run after {@code delayMs}, instead of what was to run before. */
    public void schedule(
            String groupId,
            String memberId,
            Purpose purpose,
            long delayMs,
            Moment now,
            Function<Moment, Decision<GroupRecord>> late) {
        Key key = new Key(groupId, memberId, purpose);
        long atMs = now.millis() + delayMs;
        Deadline known = deadlines.get(key);
        if (known != null && known.firesMs <= atMs) {
            known.atMs = atMs;
            known.late = late;
            return;
        }
        cancel(groupId, memberId, purpose);
        Deadline deadline = new Deadline(key, atMs, late);
        deadlines.put(key, deadline);
        deadline.arm(now);
    }

    public boolean isScheduled(String groupId, String memberId, Purpose purpose) {
        return deadlines.containsKey(new Key(groupId, memberId, purpose));
    }

    public void cancel(String groupId, String memberId, Purpose purpose) {
        Deadline deadline = deadlines.remove(new Key(groupId, memberId, purpose));
        if (deadline != null && deadline.timer != null) {
            deadline.timer.cancel();
        }
    }

    /** Cancels all deadlines of a member. */
    public void cancel(String groupId, String memberId) {
        for (Purpose purpose : Purpose.values()) {
            cancel(groupId, memberId, purpose);
        }
    }

    private final class Deadline {
        private final Key key;
        private long atMs;
        private long firesMs;
        private Function<Moment, Decision<GroupRecord>> late;
        private @org.jspecify.annotations.Nullable Timer timer;

        Deadline(Key key, long atMs, Function<Moment, Decision<GroupRecord>> late) {
            this.key = key;
            this.atMs = atMs;
            this.late = late;
        }

        void arm(Moment now) {
            firesMs = atMs;
            timer = timers.schedule(Math.max(0, atMs - now.millis()), this::run);
        }

        private Decision<GroupRecord> run(Moment now) {
            if (deadlines.get(key) != this) {
                return Decision.none();
            }
            if (now.millis() < atMs) {
                arm(now);
                return Decision.none();
            }
            deadlines.remove(key);
            return late.apply(now);
        }
    }
}
