package io.leat.common;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link KafkaFuture} over the JDK's, which threads await by its {@link Waiter}. */
final class StageFuture<T extends @Nullable Object> extends KafkaFuture<T> {

    private final CompletableFuture<T> stage;
    private final Waiter waiter;

    StageFuture(CompletableFuture<T> stage, Waiter waiter) {
        this.stage = stage;
        this.waiter = waiter;
    }

    Waiter waiter() {
        return waiter;
    }

    /** The waiting of a plain JDK future. */
    static void awaitOnMonitor(CompletionStage<?> stage, long timeoutNanos)
            throws InterruptedException {
        try {
            stage.toCompletableFuture().get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            // The caller looks at the future itself.
        }
    }

    @Override
    public CompletionStage<T> toCompletionStage() {
        return stage.minimalCompletionStage();
    }

    @Override
    public <R extends @Nullable Object> KafkaFuture<R> thenApply(BaseFunction<T, R> function) {
        return new StageFuture<>(stage.thenApply(function::apply), waiter);
    }

    @Override
    @SuppressWarnings("NullAway") // the wildcard hides that the action takes null
    public KafkaFuture<T> whenComplete(
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        return new StageFuture<>(
                stage.whenComplete((value, error) -> action.accept(value, unwrap(error))), waiter);
    }

    private static @Nullable Throwable unwrap(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
    }

    @Override
    protected boolean complete(T newValue) {
        return stage.complete(newValue);
    }

    @Override
    protected boolean completeExceptionally(Throwable newException) {
        return stage.completeExceptionally(newException);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return stage.cancel(mayInterruptIfRunning);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        while (!stage.isDone()) {
            waiter.await(stage, Long.MAX_VALUE);
        }
        return stage.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!stage.isDone()) {
            waiter.await(stage, unit.toNanos(timeout));
            if (!stage.isDone()) {
                throw new TimeoutException("Not done within " + timeout + " " + unit);
            }
        }
        return stage.get();
    }

    @Override
    public T getNow(T valueIfAbsent) throws InterruptedException, ExecutionException {
        try {
            return stage.getNow(valueIfAbsent);
        } catch (CompletionException e) {
            throw new ExecutionException(unwrap(e));
        }
    }

    @Override
    public boolean isCancelled() {
        return stage.isCancelled()
                || stage.isCompletedExceptionally() && causeOf() instanceof CancellationException;
    }

    private @Nullable Throwable causeOf() {
        return stage.handle((value, error) -> unwrap(error)).getNow(null);
    }

    @Override
    public boolean isCompletedExceptionally() {
        return stage.isCompletedExceptionally();
    }

    @Override
    public boolean isDone() {
        return stage.isDone();
    }
}
