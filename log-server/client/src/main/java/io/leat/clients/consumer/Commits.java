package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Member;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.common.errors.IllegalGenerationException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.StaleMemberEpochException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.UnknownMemberIdException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets: at once, later, and by itself at intervals. Owned by the polling thread, on
 * which all callbacks run; the loop only puts what has ended into a queue.
 */
final class Commits {

    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    private final Subscriptions subscriptions;
    private final Remote remote;
    private final Waiting waiting;
    private final Interceptors<?, ?> interceptors;
    private final ConsumerMetrics metrics;
    private final long autoIntervalMs;
    private final long backoffMs;
    private final Queue<Runnable> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private Supplier<Member> member = () -> Member.none(Optional.empty());
    private long autoAt;
    private boolean autoUnderWay;

    /** {@code autoIntervalMs} is negative when the application commits itself. */
    Commits(
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            Interceptors<?, ?> interceptors,
            ConsumerMetrics metrics,
            long autoIntervalMs,
            long backoffMs) {
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.waiting = waiting;
        this.interceptors = interceptors;
        this.metrics = metrics;
        this.autoIntervalMs = autoIntervalMs;
        this.backoffMs = backoffMs;
        this.autoAt = waiting.now() + autoIntervalMs;
    }

    void memberIs(Supplier<Member> current) {
        member = current;
    }

    /** Runs the callbacks of commits that have ended. */
    void runCallbacks() {
        for (Runnable next = ended.poll(); next != null; next = ended.poll()) {
            next.run();
        }
    }

    /** Commits and waits; tries again until {@code deadline} while failures may pass. */
    void sync(Map<TopicPartition, OffsetAndMetadata> offsets, long deadline) {
        awaitOthers(deadline);
        if (offsets.isEmpty()) {
            return;
        }
        while (true) {
            try {
                RuntimeException failure =
                        first(
                                waiting.get(
                                        remote.commit(member.get(), offsets),
                                        deadline,
                                        "Committing " + offsets));
                if (failure != null) {
                    throw failure;
                }
                committed(offsets);
                return;
            } catch (TimeoutException e) {
                throw e;
            } catch (RetriableException | StaleMemberEpochException e) {
                // The epoch has moved meanwhile: the next attempt bears the new one.
                long next = waiting.now() + backoffMs;
                if (next >= deadline) {
                    throw new TimeoutException(
                            "Committing " + offsets + " took longer than the timeout allows", e);
                }
                while (waiting.now() < next) {
                    waiting.sleep(next);
                }
            } catch (RuntimeException e) {
                throw translate(e);
            }
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        metrics.committed();
        interceptors.onCommit(offsets);
    }

    /** Callbacks of earlier commits run before a later one returns. */
    private void awaitOthers(long deadline) {
        while (underWay.get() > 0 && waiting.now() < deadline) {
            waiting.sleep(deadline);
        }
        runCallbacks();
    }

    void async(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        start(offsets, callback == null ? Commits::complain : callback);
    }

    private CompletableFuture<?> start(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        underWay.incrementAndGet();
        CompletableFuture<Void> done = new CompletableFuture<>();
        remote.commit(member.get(), offsets)
                .whenComplete(
                        (outcome, failure) -> {
                            ended.add(() -> finish(offsets, callback, outcome, failure));
                            underWay.decrementAndGet();
                            done.complete(null);
                            waiting.raise();
                        });
        return done;
    }

    private void finish(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            OffsetCommitCallback callback,
            Map<TopicPartition, Optional<RuntimeException>> outcome,
            Throwable failure) {
        RuntimeException cause;
        if (failure == null) {
            cause = first(outcome);
        } else {
            Throwable root = failure.getCause() == null ? failure : failure.getCause();
            cause =
                    failure instanceof RuntimeException known && !(isWrapper(failure))
                            ? known
                            : root instanceof RuntimeException inner
                                    ? inner
                                    : new KafkaException(root);
        }
        if (cause == null) {
            committed(offsets);
        }
        callback.onComplete(offsets, cause == null ? null : forCallback(cause));
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof java.util.concurrent.CompletionException;
    }

    private static RuntimeException forCallback(RuntimeException cause) {
        return cause instanceof RetriableException
                ? new RetriableCommitFailedException(cause)
                : translate(cause);
    }

    private static void complain(
            Map<TopicPartition, OffsetAndMetadata> offsets, Exception exception) {
        if (exception != null) {
            LOG.error("Committing {} failed", offsets, exception);
        }
    }

    private static RuntimeException first(Map<TopicPartition, Optional<RuntimeException>> outcome) {
        for (Optional<RuntimeException> failure : outcome.values()) {
            if (failure.isPresent()) {
                return failure.get();
            }
        }
        return null;
    }

    /** A member the coordinator does not count cannot commit, now or later. */
    private static RuntimeException translate(RuntimeException e) {
        return e instanceof UnknownMemberIdException
                        || e instanceof IllegalGenerationException
                        || e instanceof StaleMemberEpochException
                ? new CommitFailedException()
                : e;
    }

    /** A new assignment: the interval begins again. */
    void assigned() {
        autoAt = waiting.now() + autoIntervalMs;
    }

    long wakeAt() {
        return autoIntervalMs < 0 ? Long.MAX_VALUE : autoAt;
    }

    /** Commits the positions of the last poll when the interval has passed. */
    void maybeAuto() {
        if (autoIntervalMs < 0 || waiting.now() < autoAt) {
            return;
        }
        autoAt = waiting.now() + autoIntervalMs;
        Map<TopicPartition, OffsetAndMetadata> offsets = subscriptions.consumed();
        if (autoUnderWay || offsets.isEmpty()) {
            return;
        }
        autoUnderWay = true;
        start(
                offsets,
                (committed, failure) -> {
                    autoUnderWay = false;
                    if (failure instanceof RetriableException) {
                        autoAt = Math.min(autoAt, waiting.now() + backoffMs);
                    } else if (failure != null) {
                        LOG.warn("Auto commit of {} failed", committed, failure);
                    }
                });
    }

    /** The last auto commit before partitions may go, or null when there is nothing to do. */
    CompletableFuture<?> beforeRebalance() {
        Map<TopicPartition, OffsetAndMetadata> offsets = subscriptions.consumed();
        if (autoIntervalMs < 0 || offsets.isEmpty()) {
            return null;
        }
        return start(
                offsets,
                (committed, failure) -> {
                    if (failure != null) {
                        LOG.warn("Auto commit of {} failed", committed, failure);
                    }
                });
    }

    /** The last commits when closing; failures are logged, for nobody could act on them. */
    void close(long deadline) {
        try {
            if (autoIntervalMs >= 0) {
                sync(subscriptions.consumed(), deadline);
            } else {
                awaitOthers(deadline);
            }
        } catch (RuntimeException e) {
            LOG.warn("The last auto commit failed", e);
        }
    }
}
