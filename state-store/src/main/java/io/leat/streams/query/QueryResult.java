package io.leat.streams.query;

import io.leat.streams.processor.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one partition answered: a result, or why there is none. */
public interface QueryResult<R> {

    /** An answer; null is one: there is no such key. */
    static <R> QueryResult<R> forResult(@Nullable R result) {
        return new Answer<>(result, null, null);
    }

    static <R> QueryResult<R> forFailure(FailureReason failureReason, String failureMessage) {
        return new Answer<>(null, failureReason, failureMessage);
    }

    static <R> QueryResult<R> forUnknownQueryType(Query<R> query, StateStore store) {
        return forFailure(
                FailureReason.UNKNOWN_QUERY_TYPE,
                "This store ("
                        + store.getClass()
                        + ") doesn't know how to execute the given query ("
                        + query
                        + ").");
    }

    static <R> QueryResult<R> notUpToBound(
            Position currentPosition, PositionBound positionBound, @Nullable Integer partition) {
        return forFailure(
                FailureReason.NOT_UP_TO_BOUND,
                "For store partition "
                        + partition
                        + ", the current position "
                        + currentPosition
                        + " is not yet up to the bound "
                        + positionBound);
    }

    void addExecutionInfo(String message);

    void setPosition(Position position);

    boolean isSuccess();

    boolean isFailure();

    /** What the stores on the way said about it, when that was asked for. */
    List<String> getExecutionInfo();

    /** What the store had seen when it answered. */
    @Nullable Position getPosition();

    /**
     * @throws IllegalArgumentException if this is no failure
     */
    FailureReason getFailureReason();

    /**
     * @throws IllegalArgumentException if this is no failure
     */
    String getFailureMessage();

    /**
     * @throws IllegalArgumentException if this is a failure
     */
    @Nullable R getResult();
}
