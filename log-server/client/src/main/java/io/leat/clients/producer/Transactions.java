package io.leat.clients.producer;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.network.Backoff;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.common.errors.RetriableException;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.EndTxnResponse;
import io.leat.log.protocol.message.InitProducerIdResponse;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The identity of a producer and the state of its transaction. Guarded by its monitor: application
 * threads ask for changes, the client's loop carries them out.
 *
 * <pre>
 *   UNINITIALIZED --init--> INITIALIZING --> READY <------------------.
 *                                              | begin                | ended
 *                                              v                      |
 *                              .-------- IN_TRANSACTION --commit--> COMMITTING
 *                              | a record      |                      | a record failed
 *                              | failed        | abort                |
 *                              v               v                      |
 *                        ABORTABLE_ERROR --> ABORTING --ended--> READY|
 *                              ^--------------------------------------'
 *   any state --fenced, not authorized, not supported--> FATAL_ERROR
 * </pre>
 *
 * <p>With transactions of version 2 (KIP-890) partitions join by being written to and each end
 * brings a new epoch; with version 1 partitions and groups are added first, and an abort after a
 * failure is followed by a new epoch (KIP-360), so that what is left of the old one cannot come in
 * late.
 */
final class Transactions {

    enum State {
        UNINITIALIZED,
        INITIALIZING,
        READY,
        IN_TRANSACTION,
        COMMITTING,
        ABORTING,
        ABORTABLE_ERROR,
        FATAL_ERROR
    }

    private static final short VERSION_2 = 2;

    private final ClientIo io;
    private final ProducerSettings settings;
    private final Backoff backoff;
    private final CoordinatorCalls calls;
    private final TransactionRequests requests;
    private final boolean transactional;
    private Runnable abortQueued = () -> {};
    private Runnable wake = () -> {};

    private volatile Identity identity = Identity.NONE;
    private volatile State state = State.UNINITIALIZED;
    private volatile boolean version2;
    private RuntimeException lastError;
    private CompletableFuture<Void> pending;
    private boolean identityRequested;
    private boolean ending;
    private boolean newEpochNeeded;
    private boolean started;
    private int offsetCalls;
    private boolean adding;
    private final Set<TopicPartition> added = new HashSet<>();
    private final Set<TopicPartition> toAdd = new LinkedHashSet<>();

    Transactions(ClientIo io, ProducerSettings settings) {
        this.io = io;
        this.settings = settings;
        this.backoff = settings.backoff();
        this.transactional = settings.transactionalId() != null;
        this.calls = new CoordinatorCalls(io, backoff);
        this.requests = new TransactionRequests(settings);
    }

    /** The sender's part: dropping what is queued, and looking for work. */
    void connect(Runnable dropQueued, Runnable wakeSender) {
        abortQueued = dropQueued;
        wake = wakeSender;
    }

    Identity identity() {
        return identity;
    }

    boolean version2() {
        return version2;
    }

    /** Whether batches should go out at once because a transaction is being ended. */
    boolean ending() {
        return state == State.COMMITTING || state == State.ABORTING;
    }

    /** Whether a batch that failed need not be tried again, because it is going to be aborted. */
    boolean dropsRetries() {
        return transactional && state == State.ABORTING;
    }

    // ---- application threads ----

    synchronized CompletableFuture<Void> init() {
        requireTransactional();
        if (state == State.INITIALIZING && pending != null) {
            return pending;
        }
        failIfError();
        require(State.UNINITIALIZED, "initTransactions");
        state = State.INITIALIZING;
        pending = new CompletableFuture<>();
        io.loop().execute(() -> requestIdentity(Identity.NONE));
        return pending;
    }

    synchronized void begin() {
        requireTransactional();
        failIfError();
        require(State.READY, "beginTransaction");
        version2 = io.support().feature("transaction.version") >= VERSION_2;
        added.clear();
        toAdd.clear();
        started = false;
        state = State.IN_TRANSACTION;
    }

    /** A record is about to be queued. */
    void sending(TopicPartition partition) {
        if (transactional) {
            sendingInTransaction(partition);
        }
    }

    private synchronized void sendingInTransaction(TopicPartition partition) {
        failIfError();
        if (state != State.IN_TRANSACTION) {
            throw new IllegalStateException(
                    "A record can be sent only in a transaction; this producer is " + state);
        }
        started = true;
        if (!version2 && !added.contains(partition)) {
            toAdd.add(partition);
        }
    }

    synchronized CompletableFuture<Void> commit() {
        requireTransactional();
        if (state == State.COMMITTING && pending != null) {
            return pending;
        }
        failIfError();
        require(State.IN_TRANSACTION, "commitTransaction");
        return endBy(State.COMMITTING);
    }

    synchronized CompletableFuture<Void> abort() {
        requireTransactional();
        if (state == State.ABORTING && pending != null) {
            return pending;
        }
        if (state != State.ABORTABLE_ERROR) {
            failIfError();
            require(State.IN_TRANSACTION, "abortTransaction");
        }
        lastError = null;
        CompletableFuture<Void> done = endBy(State.ABORTING);
        io.loop()
                .execute(
                        () -> {
                            abortQueued.run();
                            wake.run();
                        });
        return done;
    }

    private CompletableFuture<Void> endBy(State next) {
        state = next;
        ending = false;
        pending = new CompletableFuture<>();
        wake.run();
        return pending;
    }

    synchronized CompletableFuture<Void> sendOffsets(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        requireTransactional();
        failIfError();
        require(State.IN_TRANSACTION, "sendOffsetsToTransaction");
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (offsets.isEmpty()) {
            done.complete(null);
            return done;
        }
        started = true;
        offsetCalls++;
        io.loop().execute(() -> addOffsets(new LinkedHashMap<>(offsets), group, done));
        return done;
    }

    private void requireTransactional() {
        if (!transactional) {
            throw new IllegalStateException(
                    "Cannot use transactional methods without enabling transactions by setting the"
                            + " transactional.id configuration property");
        }
    }

    private void require(State wanted, String what) {
        if (state != wanted) {
            throw new IllegalStateException(
                    what
                            + " is not allowed now: the transaction state is "
                            + state
                            + ", not "
                            + wanted);
        }
    }

    private void failIfError() {
        if (lastError != null) {
            throw TransactionErrors.stopped(lastError, settings.transactionalId());
        }
    }

    // ---- the loop ----

    /** Whether batches of the partition may go to the broker now. */
    synchronized boolean mayProduce(TopicPartition partition) {
        if (!identity.known()) {
            if (!transactional && !identityRequested && lastError == null) {
                identityRequested = true;
                requestIdentity(Identity.NONE);
            }
            return false;
        }
        if (!transactional) {
            return true;
        }
        if (state == State.FATAL_ERROR || state == State.ABORTABLE_ERROR) {
            return false;
        }
        if (version2 || added.contains(partition)) {
            return true;
        }
        addPartitions();
        return false;
    }

    private void requestIdentity(Identity current) {
        if (!transactional) {
            io.sendToAny(requests.init(current)).whenComplete(this::idempotentIdentity);
            return;
        }
        calls.run(
                requests.toCoordinator(requests.init(current), InitProducerIdResponse::errorCode),
                (response, failure) -> {
                    if (failure != null) {
                        fatal(failure);
                    } else if (response.errorCode() != ErrorCode.NONE) {
                        fatal(TransactionErrors.fencedOr(response.errorCode()));
                    } else {
                        identified(new Identity(response.producerId(), response.producerEpoch()));
                    }
                });
    }

    private void idempotentIdentity(InitProducerIdResponse response, Throwable failure) {
        RuntimeException cause =
                failure != null
                        ? Errors.unwrap(failure)
                        : response.errorCode() != ErrorCode.NONE
                                ? Errors.of(response.errorCode())
                                : null;
        if (cause == null) {
            identified(new Identity(response.producerId(), response.producerEpoch()));
        } else if (cause instanceof RetriableException) {
            io.loop()
                    .schedule(
                            backoff.afterMs(2, io.entropy()), () -> requestIdentity(Identity.NONE));
        } else {
            fatal(cause);
        }
    }

    private void identified(Identity fresh) {
        CompletableFuture<Void> done;
        synchronized (this) {
            identity = fresh;
            identityRequested = false;
            newEpochNeeded = false;
            done = pending;
            if (transactional && state != State.FATAL_ERROR) {
                pending = null;
                state = State.READY;
            }
        }
        if (transactional && done != null) {
            done.complete(null);
        }
        wake.run();
    }

    /** A gap in the sequence of some partition cannot be closed: only a new epoch helps. */
    synchronized void sequenceBroken() {
        if (transactional) {
            newEpochNeeded = true;
        } else if (identity.known() && !identityRequested) {
            if (identity.bumpable()) {
                identity = identity.bumped();
            } else {
                identity = Identity.NONE;
            }
        }
    }

    /** A record will not be in the log: its transaction cannot commit. */
    void batchFailed(RuntimeException cause) {
        if (!transactional) {
            return;
        }
        if (TransactionErrors.endsProducer(cause)) {
            fatal(cause);
        } else {
            abortable(cause);
        }
    }

    private void abortable(RuntimeException cause) {
        CompletableFuture<Void> failed = null;
        synchronized (this) {
            newEpochNeeded = true;
            if (state == State.IN_TRANSACTION || state == State.COMMITTING) {
                state = State.ABORTABLE_ERROR;
                lastError = cause;
                failed = pending;
                pending = null;
            }
        }
        if (failed != null) {
            failed.completeExceptionally(cause);
        }
    }

    private void fatal(RuntimeException cause) {
        CompletableFuture<Void> failed;
        synchronized (this) {
            state = State.FATAL_ERROR;
            lastError = cause;
            failed = pending;
            pending = null;
        }
        if (failed != null) {
            failed.completeExceptionally(cause);
        }
        abortQueued.run();
    }

    /** Adds the partitions that were written to since, in one request at a time. */
    private void addPartitions() {
        if (adding || toAdd.isEmpty()) {
            return;
        }
        adding = true;
        Set<TopicPartition> batch = new LinkedHashSet<>(toAdd);
        calls.run(
                requests.addPartitions(identity, batch),
                (response, failure) -> {
                    ErrorCode error =
                            response == null
                                    ? ErrorCode.NONE
                                    : TransactionRequests.firstError(response);
                    if (failure == null && error == ErrorCode.NONE) {
                        synchronized (this) {
                            adding = false;
                            added.addAll(batch);
                            toAdd.removeAll(batch);
                        }
                        wake.run();
                    } else {
                        synchronized (this) {
                            adding = false;
                        }
                        ended(failure, error);
                        abortQueued.run();
                    }
                });
    }

    private void addOffsets(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group,
            CompletableFuture<Void> done) {
        if (version2) {
            commitOffsets(offsets, group, done);
            return;
        }
        calls.run(
                requests.addOffsets(identity, group.groupId()),
                (response, failure) -> {
                    if (failure == null && response.errorCode() == ErrorCode.NONE) {
                        commitOffsets(offsets, group, done);
                    } else {
                        offsetsEnded(
                                failure,
                                response == null ? ErrorCode.NONE : response.errorCode(),
                                done);
                    }
                });
    }

    private void commitOffsets(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group,
            CompletableFuture<Void> done) {
        calls.run(
                requests.commitOffsets(identity, group, offsets, version2),
                (response, failure) ->
                        offsetsEnded(
                                failure,
                                response == null
                                        ? ErrorCode.NONE
                                        : TransactionRequests.firstError(response),
                                done));
    }

    private void offsetsEnded(
            RuntimeException failure, ErrorCode error, CompletableFuture<Void> done) {
        synchronized (this) {
            offsetCalls--;
        }
        RuntimeException cause = ended(failure, error);
        if (cause == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(cause);
        }
        wake.run();
    }

    /** Takes in how a call of the open transaction ended; the exception if it failed. */
    private RuntimeException ended(RuntimeException failure, ErrorCode error) {
        if (failure == null && error == ErrorCode.NONE) {
            return null;
        }
        RuntimeException cause = failure != null ? failure : TransactionErrors.of(error);
        if (failure == null && TransactionErrors.healedByAbort(error)) {
            abortable(cause);
        } else {
            fatal(cause);
        }
        return cause;
    }

    /** Ends the transaction once nothing of it is on its way any more. */
    void advance(boolean allSent) {
        boolean commit;
        synchronized (this) {
            if (!ending() || ending || !allSent || offsetCalls > 0 || adding) {
                return;
            }
            commit = state == State.COMMITTING;
            ending = true;
            if (!started || !version2 && added.isEmpty() && !offsetsAdded()) {
                io.loop().execute(this::finished);
                return;
            }
        }
        calls.run(
                requests.toCoordinator(
                        requests.end(identity, commit, version2), EndTxnResponse::errorCode),
                this::transactionEnded);
    }

    /** In version 1 offsets count as started work although no partition was added. */
    private boolean offsetsAdded() {
        return toAdd.isEmpty();
    }

    private void transactionEnded(EndTxnResponse response, RuntimeException failure) {
        if (failure != null) {
            fatal(failure);
            return;
        }
        ErrorCode error = response.errorCode();
        if (error == ErrorCode.NONE) {
            if (version2 && response.producerId() >= 0) {
                synchronized (this) {
                    identity = new Identity(response.producerId(), response.producerEpoch());
                    newEpochNeeded = false;
                }
            }
            finished();
        } else if (state == State.COMMITTING && TransactionErrors.forbidsOnlyCommit(error)) {
            abortable(Errors.of(error));
        } else {
            fatal(TransactionErrors.fencedOr(error));
        }
    }

    private void finished() {
        CompletableFuture<Void> done;
        synchronized (this) {
            if (newEpochNeeded && supportsNewEpoch()) {
                io.loop().execute(() -> requestIdentity(identity));
                return;
            }
            newEpochNeeded = false;
            state = State.READY;
            done = pending;
            pending = null;
        }
        if (done != null) {
            done.complete(null);
        }
    }

    private boolean supportsNewEpoch() {
        return io.support().supports(ApiKey.INIT_PRODUCER_ID, 3, 5);
    }

    void close() {
        calls.close();
        CompletableFuture<Void> open;
        synchronized (this) {
            open = pending;
            pending = null;
        }
        if (open != null) {
            open.completeExceptionally(new KafkaException("The producer was closed"));
        }
    }

    boolean inTransaction() {
        return transactional && (state == State.IN_TRANSACTION || state == State.ABORTABLE_ERROR);
    }
}
