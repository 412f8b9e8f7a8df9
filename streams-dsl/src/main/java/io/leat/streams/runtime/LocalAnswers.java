package io.leat.streams.runtime;

import io.leat.streams.processor.StateStore;
import io.leat.streams.query.FailureReason;
import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import java.util.List;

/** Answers queries from the stores of this instance. Stateless. */
final class LocalAnswers {

    private LocalAnswers() {}

    /** The answer of a store that is here as a whole. */
    static <R> StateQueryResult<R> ofWhole(StateStore store, StateQueryRequest<R> request) {
        StateQueryResult<R> result = new StateQueryResult<>();
        result.setGlobalResult(
                store.query(
                        request.getQuery(),
                        request.getPositionBound(),
                        new QueryConfig(request.executionInfoEnabled())));
        return result;
    }

    /** The answers of the parts that are among {@code open}. */
    static <R> StateQueryResult<R> ofParts(List<OpenStores> open, StateQueryRequest<R> request) {
        StateQueryResult<R> result = new StateQueryResult<>();
        for (OpenStores.Part part : OpenStores.all(open, request.getStoreName())) {
            int partition = part.task().partition();
            if (request.isAllPartitions() || request.getPartitions().contains(partition)) {
                result.addResult(partition, answer(part, request));
            }
        }
        if (!request.isAllPartitions()) {
            for (Integer partition : request.getPartitions()) {
                if (!result.getPartitionResults().containsKey(partition)) {
                    result.addResult(
                            partition,
                            QueryResult.forFailure(
                                    FailureReason.NOT_PRESENT,
                                    "The requested partition was not present at the time of the"
                                            + " query."));
                }
            }
        }
        return result;
    }

    private static <R> QueryResult<R> answer(OpenStores.Part part, StateQueryRequest<R> request) {
        if (request.isRequireActive() && part.role() != OpenStores.Role.ACTIVE) {
            return QueryResult.forFailure(
                    FailureReason.NOT_ACTIVE,
                    "Query requires a running active task, but here task "
                            + part.task()
                            + " is "
                            + part.role()
                            + ".");
        }
        StateStore store = part.stores().get(request.getStoreName());
        if (store == null) {
            return QueryResult.forFailure(FailureReason.DOES_NOT_EXIST, "no such store");
        }
        PositionBound bound =
                request.isRequireActive() ? PositionBound.unbounded() : request.getPositionBound();
        if (part.role() == OpenStores.Role.RESTORING && !bound.position().isEmpty()) {
            return QueryResult.notUpToBound(
                    Position.emptyPosition(), bound, part.task().partition());
        }
        QueryResult<R> result =
                store.query(
                        request.getQuery(), bound, new QueryConfig(request.executionInfoEnabled()));
        if (part.role() == OpenStores.Role.RESTORING) {
            // The position is what the task goes on from, and the store is not there yet.
            result.setPosition(Position.emptyPosition());
        }
        return result;
    }
}
