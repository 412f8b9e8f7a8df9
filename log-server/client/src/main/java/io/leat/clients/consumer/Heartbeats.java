package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Member;
import io.leat.common.errors.FencedInstanceIdException;
import io.leat.common.errors.GroupAuthorizationException;
import io.leat.common.errors.IllegalGenerationException;
import io.leat.common.errors.RebalanceInProgressException;
import io.leat.common.errors.UnknownMemberIdException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps a member alive between polls, and lets it go when the application no longer polls. Owned by
 * the loop; the polling thread starts, stops, and takes what was heard.
 */
final class Heartbeats {

    /** What a heartbeat brought back. */
    enum Kind {
        /** The group rebalances: join again. */
        REBALANCE,
        /** The coordinator no longer knows the member. */
        LOST,
        /** The application did not poll within max.poll.interval.ms, and the member has left. */
        EXPIRED,
        /** Nothing that a rejoin could heal. */
        FATAL
    }

    /** A {@link Kind} and the member it is about. */
    record Heard(Kind kind, Member member, RuntimeException cause) {}

    private final EventLoop loop;
    private final Remote remote;
    private final Waiting waiting;
    private final long intervalMs;
    private final long pollIntervalMs;
    private final AtomicReference<Heard> heard = new AtomicReference<>();
    private volatile long polledAt;
    private Member member;
    private boolean inFlight;
    private long sequence;
    private Timer timer;

    Heartbeats(
            EventLoop loop, Remote remote, Waiting waiting, long intervalMs, long pollIntervalMs) {
        this.loop = loop;
        this.remote = remote;
        this.waiting = waiting;
        this.intervalMs = intervalMs;
        this.pollIntervalMs = pollIntervalMs;
    }

    /** The application polls. */
    void polled() {
        polledAt = waiting.now();
    }

    void start(Member joined) {
        heard.set(null);
        loop.execute(
                () -> {
                    halt();
                    member = joined;
                    inFlight = false;
                    schedule();
                });
    }

    void stop() {
        loop.execute(this::halt);
        heard.set(null);
    }

    /** What was heard since the last call, or null. */
    Heard take() {
        return heard.getAndSet(null);
    }

    private void halt() {
        sequence++;
        member = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void schedule() {
        long current = sequence;
        timer =
                loop.schedule(
                        intervalMs,
                        () -> {
                            if (current == sequence && member != null) {
                                beat();
                            }
                        });
    }

    private void beat() {
        if (loop.clock().millis() - polledAt > pollIntervalMs) {
            Member gone = member;
            halt();
            if (gone.instanceId().isEmpty()) {
                remote.leave(gone, "no poll within max.poll.interval.ms");
            }
            report(new Heard(Kind.EXPIRED, gone, null));
            return;
        }
        schedule();
        if (inFlight) {
            return;
        }
        inFlight = true;
        Member beating = member;
        long current = sequence;
        remote.heartbeat(beating)
                .whenComplete(
                        (none, failure) -> {
                            if (current == sequence) {
                                inFlight = false;
                                judge(beating, failure);
                            }
                        });
    }

    private void judge(Member beating, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof RebalanceInProgressException) {
            report(new Heard(Kind.REBALANCE, beating, null));
        } else if (cause instanceof UnknownMemberIdException
                || cause instanceof IllegalGenerationException) {
            halt();
            report(new Heard(Kind.LOST, beating, null));
        } else if (cause instanceof FencedInstanceIdException
                || cause instanceof GroupAuthorizationException) {
            halt();
            report(new Heard(Kind.FATAL, beating, (RuntimeException) cause));
        }
    }

    private void report(Heard news) {
        heard.set(news);
        waiting.raise();
    }
}
