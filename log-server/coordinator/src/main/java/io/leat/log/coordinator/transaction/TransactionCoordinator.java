package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.CoordinatorShard;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.transaction.TransactionRecord.Removed;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import io.leat.log.runtime.Check;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transactional ids of one partition of {@code __transaction_state}. Owned by the loop of that
 * partition; its requests are called through {@link
 * io.leat.log.coordinator.CoordinatorPartition#decide}.
 *
 * <p>An outcome is decided when PREPARE_* is committed: then the client gets its answer and markers
 * leave for the partitions. A coordinator that takes over sends the markers of all decided
 * transactions again.
 */
public final class TransactionCoordinator implements CoordinatorShard<TransactionRecord> {

    private final Map<String, Transaction> transactions = new HashMap<>();
    private final Connections connections = new Connections();
    private final Timers<TransactionRecord> timers;
    private final TransactionSettings settings;
    private final Markers markers;
    private final Endings endings;
    private final Openings openings;
    private final Enlistments enlistments;
    private final Successors successors;
    private final TransactionQueries queries;

    public TransactionCoordinator(
            Timers<TransactionRecord> timers,
            ProducerIdSource ids,
            MarkerSender sender,
            java.util.function.IntSupplier coordinatorEpoch,
            TransactionSettings settings) {
        this.timers = timers;
        this.settings = settings;
        this.markers =
                new Markers(transactions, timers, sender, coordinatorEpoch::getAsInt, settings);
        this.endings = new Endings(transactions, connections, ids, markers, settings);
        this.openings = new Openings(transactions, endings, ids, settings);
        this.enlistments = new Enlistments(transactions, connections);
        this.successors = new Successors(timers, settings.successorPatienceMs());
        this.queries = new TransactionQueries(transactions);
    }

    /**
     * Makes the caller the one producer of a transactional id. The answer is error 90 to a fenced
     * one, which clients before version 4 know as 47.
     */
    public Decision<TransactionRecord> open(
            String transactionalId,
            InitProducerIdRequest request,
            Promise<InitProducerIdResponse> promise,
            Moment now) {
        return openings.open(transactionalId, request, promise, now);
    }

    /**
     * Puts partitions into the caller's transaction. One of version 2 that comes before the last
     * transaction is complete waits for that.
     */
    public Decision<TransactionRecord> enlist(
            ClientCall call,
            Set<TopicPartition> partitions,
            Promise<ErrorCode> promise,
            Moment now) {
        boolean waits =
                enlistments.isSuccessor(call)
                        || call.bumpsEpochs() && successors.has(call.transactionalId());
        if (waits) {
            successors.add(
                    call.transactionalId(),
                    promise,
                    at -> enlistments.enlist(call, partitions, promise, at));
            return Decision.none();
        }
        return enlistments.enlist(call, partitions, promise, now);
    }

    /** Tells the leader of partitions whether a producer may write to them. */
    public Decision<TransactionRecord> verify(
            ClientCall call,
            Set<TopicPartition> partitions,
            Promise<Map<TopicPartition, ErrorCode>> promise) {
        return enlistments.verify(call, partitions, promise);
    }

    /** Commits or aborts the caller's transaction. */
    public Decision<TransactionRecord> end(
            ClientCall call, boolean commit, Promise<EndResult> promise, Moment now) {
        return endings.end(call, commit, promise, now);
    }

    public Decision<TransactionRecord> describe(
            String transactionalId,
            Promise<DescribeTransactionsResponse.TransactionState> promise) {
        return Decision.answer(promise, queries.describe(transactionalId));
    }

    public Decision<TransactionRecord> list(
            ListTransactionsRequest request,
            Promise<ListTransactionsResponse> promise,
            Moment now) {
        return Decision.answer(promise, queries.list(request, now.epochMillis()));
    }

    @Override
    public void apply(long offset, @Nullable ProducerIdentity producer, TransactionRecord record) {
        String id = record.transactionalId();
        if (record instanceof Saved saved) {
            Transaction before = transactions.put(id, saved.transaction());
            TransactionStatus next = saved.transaction().status();
            Check.that(
                    before == null || before.status().mayBecome(next),
                    "transaction %s: %s to %s",
                    id,
                    before,
                    next);
            if (!next.isPrepared()) {
                successors.begin(id);
            }
        } else if (record instanceof Removed) {
            transactions.remove(id);
            connections.forget(id);
            openings.forget(id);
        }
    }

    @Override
    public void loaded(Moment now) {
        // What was loaded may not be committed yet, and a marker must not run ahead of its
        // decision. What is decided from now on waits for its own commit.
        List<Transaction> decided =
                transactions.values().stream().filter(each -> each.status().isPrepared()).toList();
        timers.schedule(
                0, at -> Decision.<TransactionRecord>none().onCommitted(() -> resume(decided)));
        repeat(settings.abortCheckIntervalMs(), endings::abortTimedOut);
        repeat(settings.idCheckIntervalMs(), this::expire);
    }

    private void resume(List<Transaction> decided) {
        decided.forEach(markers::deliver);
    }

    private void repeat(long pauseMs, Function<Moment, Decision<TransactionRecord>> task) {
        timers.schedule(
                pauseMs,
                now -> {
                    repeat(pauseMs, task);
                    return task.apply(now);
                });
    }

    private Decision<TransactionRecord> expire(Moment now) {
        Decision<TransactionRecord> out = Decision.none();
        for (Transaction each : transactions.values()) {
            long idleMs = now.epochMillis() - each.updatedMs();
            if (each.status().isIdle() && idleMs >= settings.idExpirationMs()) {
                out.append(new Removed(each.id()));
            }
        }
        return out;
    }

    @Override
    public void unloaded(ErrorCode error) {
        markers.stop();
        successors.refuseAll(error);
    }

    /** The durable state, to compare: what is live must equal what a reload gives. */
    Map<String, Transaction> durable() {
        return Map.copyOf(transactions);
    }
}
