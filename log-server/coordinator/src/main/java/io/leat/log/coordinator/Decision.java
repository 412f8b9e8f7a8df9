package io.leat.log.coordinator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator made of a request: records to append, and answers that leave once those
 * records, and all before them, are committed. Built and used up on the coordinator's loop.
 *
 * <p>A decision without records still waits for the records before it, so that no answer tells of
 * state that a failover could take back. An answer about volatile state (a heartbeat) is given
 * through its {@link Promise} directly, and a request that has to wait parks its promise.
 *
 * @param <R> the coordinator's records
 */
public final class Decision<R> {

    private final List<R> records = new ArrayList<>();
    private final List<Outcome<?>> outcomes = new ArrayList<>();
    private @Nullable ProducerIdentity producer;
    private @Nullable TransactionGuard guard;
    private final List<Runnable> committed = new ArrayList<>();

    /** A decision that does nothing yet. */
    public static <R> Decision<R> none() {
        return new Decision<>();
    }

    /** A decision that only answers. */
    public static <R, T> Decision<R> answer(Promise<T> promise, T value) {
        return Decision.<R>none().andAnswer(promise, value);
    }

    /** Adds a record. */
    public Decision<R> append(R record) {
        records.add(record);
        return this;
    }

    /** Adds an answer. */
    public <T> Decision<R> andAnswer(Promise<T> promise, T value) {
        outcomes.add(new Outcome<>(promise, value));
        return this;
    }

    /** Adds what {@code other} decided, behind what was decided so far. */
    public Decision<R> and(Decision<R> other) {
        records.addAll(other.records);
        outcomes.addAll(other.outcomes);
        committed.addAll(other.committed);
        return this;
    }

    /** Writes the records in the transaction of {@code producer}. */
    public Decision<R> inTransaction(ProducerIdentity producer, @Nullable TransactionGuard guard) {
        this.producer = producer;
        this.guard = guard;
        return this;
    }

    /** Runs {@code action} on the coordinator's loop once the records are committed. */
    public Decision<R> onCommitted(Runnable action) {
        committed.add(action);
        return this;
    }

    public List<R> records() {
        return records;
    }

    List<Outcome<?>> outcomes() {
        return outcomes;
    }

    @Nullable ProducerIdentity producer() {
        return producer;
    }

    @Nullable TransactionGuard guard() {
        return guard;
    }

    List<Runnable> committed() {
        return committed;
    }

    /** An answer that is decided and waits for its records. */
    record Outcome<T>(Promise<T> promise, T value) {

        void release() {
            promise.resolve(value);
        }
    }
}
