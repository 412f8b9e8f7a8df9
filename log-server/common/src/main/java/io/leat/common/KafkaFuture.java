package io.leat.common;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The result of an asynchronous admin operation. */
public abstract class KafkaFuture<T extends @Nullable Object> implements Future<T> {

    /** A function of the result. */
    public interface BaseFunction<A extends @Nullable Object, B extends @Nullable Object> {

        B apply(A a);
    }

    /** Takes a result or an error; one of them is null. */
    public interface BiConsumer<A extends @Nullable Object, B extends @Nullable Object> {

        void accept(A a, B b);
    }

    /**
     * How a thread waits for a future. It goes beyond Kafka's API: a client in a simulation waits
     * in virtual time. What is derived from a future waits as that does.
     */
    @FunctionalInterface
    public interface Waiter {

        /** Waits until {@code stage} is done or {@code timeoutNanos} have passed. */
        void await(CompletionStage<?> stage, long timeoutNanos) throws InterruptedException;
    }

    /** A future that has its value already. */
    public static <U extends @Nullable Object> KafkaFuture<U> completedFuture(U value) {
        return of(CompletableFuture.completedFuture(value));
    }

    /** A future over a stage of the JDK. Cancelling it does not reach the stage. */
    public static <U extends @Nullable Object> KafkaFuture<U> of(CompletionStage<U> stage) {
        return of(stage, StageFuture::awaitOnMonitor);
    }

    /** As {@link #of(CompletionStage)}; threads that get its value wait by {@code waiter}. */
    public static <U extends @Nullable Object> KafkaFuture<U> of(
            CompletionStage<U> stage, Waiter waiter) {
        return new StageFuture<>(stage.thenApply(value -> value).toCompletableFuture(), waiter);
    }

    /** A future that completes when all {@code futures} have, with the error of one that failed. */
    public static KafkaFuture<@Nullable Void> allOf(KafkaFuture<?>... futures) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[futures.length];
        Waiter waiter = StageFuture::awaitOnMonitor;
        for (int i = 0; i < futures.length; i++) {
            all[i] = futures[i].toCompletionStage().toCompletableFuture();
            if (futures[i] instanceof StageFuture<?> staged) {
                waiter = staged.waiter();
            }
        }
        return new StageFuture<>(CompletableFuture.allOf(all), waiter);
    }

    /** The same result as a stage of the JDK; it cannot be completed from outside. */
    public abstract CompletionStage<T> toCompletionStage();

    /** A future with {@code function} applied to the result. */
    public abstract <R extends @Nullable Object> KafkaFuture<R> thenApply(
            BaseFunction<T, R> function);

    /** Runs {@code action} when the result or the error is there. */
    public abstract KafkaFuture<T> whenComplete(
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action);

    protected abstract boolean complete(T newValue);

    protected abstract boolean completeExceptionally(Throwable newException);

    @Override
    public abstract boolean cancel(boolean mayInterruptIfRunning);

    @Override
    public abstract T get() throws InterruptedException, ExecutionException;

    @Override
    public abstract T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException;

    /** The result if it is there, {@code valueIfAbsent} otherwise. */
    public abstract T getNow(T valueIfAbsent) throws InterruptedException, ExecutionException;

    @Override
    public abstract boolean isCancelled();

    public abstract boolean isCompletedExceptionally();

    @Override
    public abstract boolean isDone();
}
