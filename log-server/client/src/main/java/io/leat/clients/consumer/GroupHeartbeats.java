package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Member;
import io.leat.clients.network.Errors;
import io.leat.common.errors.RetriableException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Speaks with the coordinator of a group that it assigns, whether or not the application polls.
 * Owned by the loop; the polling thread says what it wants and owns, and takes what was heard.
 *
 * <p>A heartbeat says only what changed since the last one that was answered. After a failure the
 * next one says everything, for nobody knows which of both the coordinator saw.
 *
 * @param <T> what the coordinator assigns
 */
abstract class GroupHeartbeats<T> {

    static final int JOINS = 0;
    static final int LEAVES = -1;
    static final int LEAVES_FOR_A_WHILE = -2;

    /** What a heartbeat brought back. */
    enum Kind {
        /** The coordinator gave an assignment. */
        ASSIGNED,
        /** The coordinator does not count on the member any more. */
        LOST,
        /** The application did not poll within max.poll.interval.ms, and the member has left. */
        EXPIRED,
        /** Nothing that a rejoin could heal. */
        FATAL
    }

    /** A {@link Kind} with its assignment or its cause. */
    record Heard<T>(Kind kind, T assignment, RuntimeException cause) {}

    /**
     * What is common to the answers of all protocols.
     *
     * @param assignment null if it is what it was
     */
    record Answer<T>(
            ErrorCode error, String message, int memberEpoch, int intervalMs, T assignment) {}

    private final EventLoop loop;
    private final Waiting waiting;
    private final GroupSettings settings;
    private final Queue<Heard<T>> heard = new ConcurrentLinkedQueue<>();
    private volatile Member member;
    private volatile long polledAt;

    private boolean in;
    private boolean sayAll;
    private boolean inFlight;

    /** Grows when the member leaves or is lost: what belongs to an earlier life is recognised. */
    private int life;

    private Timer timer;

    GroupHeartbeats(EventLoop loop, Waiting waiting, GroupSettings settings, String memberId) {
        this.loop = loop;
        this.waiting = waiting;
        this.settings = settings;
        this.member = new Member(memberId, JOINS, settings.instanceId());
    }

    /**
     * Sends a heartbeat with what is new, or with all there is to say.
     *
     * @param all whether the coordinator may know nothing; so it is when {@code sender} joins
     */
    abstract CompletableFuture<Answer<T>> send(Member sender, boolean all);

    /** Says goodbye. */
    abstract CompletableFuture<?> sendGoodbye(Member sender, int epoch);

    /** Whether something came up that is to be said at once. */
    abstract boolean hasNews();

    /** The member is in the group no more: it owns nothing. */
    abstract void halted();

    final GroupSettings settings() {
        return settings;
    }

    /** The member with its epoch; -1 as long as it is in no group. */
    Member member() {
        Member now = member;
        return now.generation() > 0 ? now : Member.none(settings.instanceId());
    }

    /** The application polls. */
    void polled() {
        polledAt = waiting.now();
    }

    /** Takes over something to say, and says it soon. */
    final void say(Runnable news) {
        loop.execute(
                () -> {
                    news.run();
                    beatSoon();
                });
    }

    /** The member is to be in the group from now on. On the loop. */
    final void enter() {
        in = true;
    }

    /** What was heard next, or null. */
    Heard<T> take() {
        return heard.poll();
    }

    /**
     * Ends the membership.
     *
     * @param tell whether the group is told that the member will not be back; a static one that
     *     says nothing of the kind keeps its place for a while
     */
    CompletableFuture<Void> leave(boolean tell) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop.execute(
                () -> {
                    boolean known = in && (member.generation() > JOINS || inFlight);
                    boolean isStatic = settings.instanceId().isPresent();
                    halt();
                    if (known && (tell || isStatic)) {
                        sendGoodbye(member, tell ? LEAVES : LEAVES_FOR_A_WHILE)
                                .whenComplete((answer, failure) -> left.complete(null));
                    } else {
                        left.complete(null);
                    }
                });
        return left;
    }

    /** Begins a new life, outside of the group. */
    private void halt() {
        life++;
        in = false;
        inFlight = false;
        sayAll = false;
        halted();
        member = new Member(member.id(), JOINS, settings.instanceId());
        heard.clear();
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void beatSoon() {
        if (in && !inFlight) {
            cancelTimer();
            beat();
        }
    }

    private void schedule(long delayMs) {
        cancelTimer();
        int of = life;
        timer =
                loop.schedule(
                        delayMs,
                        () -> {
                            if (of == life) {
                                beatSoon();
                            }
                        });
    }

    private void beat() {
        if (loop.clock().millis() - polledAt > settings.rebalanceTimeoutMs()) {
            expire();
            return;
        }
        boolean all = sayAll || member.generation() == JOINS;
        sayAll = false;
        inFlight = true;
        int of = life;
        send(member, all)
                .whenComplete(
                        (answer, failure) ->
                                loop.execute(
                                        () -> {
                                            if (of == life) {
                                                inFlight = false;
                                                answered(answer, failure);
                                            }
                                        }));
    }

    private void expire() {
        boolean isStatic = settings.instanceId().isPresent();
        if (member.generation() > JOINS) {
            sendGoodbye(member, isStatic ? LEAVES_FOR_A_WHILE : LEAVES);
        }
        halt();
        report(new Heard<>(Kind.EXPIRED, null, null));
    }

    private void answered(Answer<T> answer, Throwable failure) {
        if (failure != null) {
            RuntimeException cause = Errors.unwrap(failure);
            if (cause instanceof RetriableException) {
                again();
            } else {
                fail(Kind.FATAL, cause);
            }
            return;
        }
        switch (answer.error()) {
            case NONE -> accepted(answer);
            case COORDINATOR_LOAD_IN_PROGRESS,
                    COORDINATOR_NOT_AVAILABLE,
                    NOT_COORDINATOR,
                    TOPIC_AUTHORIZATION_FAILED ->
                    again();
            case UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH -> fail(Kind.LOST, null);
            case GROUP_ID_NOT_FOUND ->
                    fail(member.generation() > JOINS ? Kind.LOST : Kind.FATAL, cause(answer));
            default -> fail(Kind.FATAL, cause(answer));
        }
    }

    private static RuntimeException cause(Answer<?> answer) {
        return Errors.of(
                answer.error(),
                Objects.requireNonNullElse(answer.message(), answer.error().message()));
    }

    /** What the last one said may have been heard or not. */
    private void again() {
        sayAll = true;
        schedule(settings.backoffMs());
    }

    private void fail(Kind kind, RuntimeException cause) {
        halt();
        report(new Heard<>(kind, null, cause));
    }

    private void accepted(Answer<T> answer) {
        member = new Member(member.id(), answer.memberEpoch(), settings.instanceId());
        if (answer.assignment() != null) {
            report(new Heard<>(Kind.ASSIGNED, answer.assignment(), null));
        }
        if (hasNews()) {
            beat();
        } else {
            schedule(answer.intervalMs());
        }
    }

    private void report(Heard<T> news) {
        heard.add(news);
        waiting.raise();
    }
}
