package io.leat.streams.state;

import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.FailureReason;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.MultiVersionedKeyQuery;
import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.RangeQuery;
import io.leat.streams.query.VersionedKeyQuery;
import io.leat.streams.query.WindowKeyQuery;
import io.leat.streams.query.WindowRangeQuery;
import io.leat.streams.state.spi.StoreContext;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries to one store out of what is committed of it. Safe for several threads. The
 * position is taken before the store is read, so that an answer never claims to have seen more than
 * it has.
 */
final class StoreQueries {

    /** Types for which a bound comes first, whatever the store knows; so it is in Kafka. */
    private static final Set<Class<?>> BASIC =
            Set.of(
                    RangeQuery.class,
                    KeyQuery.class,
                    WindowKeyQuery.class,
                    WindowRangeQuery.class,
                    VersionedKeyQuery.class,
                    MultiVersionedKeyQuery.class);

    private final StateStore store;
    private final Answers answers;
    private volatile @Nullable StoreContext task;

    /** Answers a query of a type that the store knows. */
    interface Answers {

        /** Null when the type is not known. */
        @Nullable QueryResult<?> answer(Query<?> query);
    }

    StoreQueries(StateStore store, Answers answers) {
        this.store = store;
        this.answers = answers;
    }

    void init(StateStoreContext context) {
        task = context instanceof StoreContext own ? own : null;
    }

    Position position() {
        StoreContext own = task;
        return own == null ? Position.emptyPosition() : own.committedPosition();
    }

    @SuppressWarnings("unchecked")
    <R> QueryResult<R> run(Query<R> query, PositionBound bound, QueryConfig config) {
        Position seen = position();
        QueryResult<R> result;
        if (permits(bound.position(), seen)) {
            result = answered(query);
        } else if (BASIC.contains(query.getClass()) || knows(query)) {
            result = QueryResult.notUpToBound(seen, bound, partition());
        } else {
            result = QueryResult.forUnknownQueryType(query, store);
        }
        if (config.isCollectExecutionInfo()) {
            result.addExecutionInfo("Handled in " + store.getClass() + " of what is committed");
        }
        result.setPosition(seen);
        return result;
    }

    private boolean knows(Query<?> query) {
        QueryResult<?> known = answered(query);
        if (known.isSuccess() && known.getResult() instanceof KeyValueIterator<?, ?> opened) {
            opened.close();
        }
        return known.isSuccess() || known.getFailureReason() != FailureReason.UNKNOWN_QUERY_TYPE;
    }

    @SuppressWarnings("unchecked")
    private <R> QueryResult<R> answered(Query<R> query) {
        try {
            QueryResult<?> known = answers.answer(query);
            return known == null
                    ? QueryResult.forUnknownQueryType(query, store)
                    : (QueryResult<R>) known;
        } catch (RuntimeException e) {
            return QueryResult.forFailure(
                    FailureReason.STORE_EXCEPTION,
                    "store " + store.name() + " failed on " + query + ": " + e);
        }
    }

    private @Nullable Integer partition() {
        StoreContext own = task;
        return own == null ? null : own.taskId().partition();
    }

    /** Whether what was seen of this task's partitions, or of all, is up to {@code bound}. */
    private boolean permits(Position bound, Position seen) {
        Integer partition = partition();
        if (partition != null && partition < 0) {
            return bound.getTopics().stream()
                    .allMatch(topic -> seenAll(bound, seen.getPartitionPositions(topic), topic));
        }
        for (String topic : bound.getTopics()) {
            Long wanted =
                    partition == null ? null : bound.getPartitionPositions(topic).get(partition);
            if (wanted != null) {
                Map<Integer, Long> has = seen.getPartitionPositions(topic);
                if (has.getOrDefault(partition, -1L) < wanted) {
                    return false;
                }
            }
        }
        return partition != null || bound.isEmpty();
    }

    private static boolean seenAll(Position bound, Map<Integer, Long> seen, String topic) {
        return bound.getPartitionPositions(topic).entrySet().stream()
                .allMatch(wanted -> seen.getOrDefault(wanted.getKey(), -1L) >= wanted.getValue());
    }

    static <R> QueryResult<R> unsupported(StateStore store, Query<?> query, String why) {
        return QueryResult.forFailure(
                FailureReason.UNKNOWN_QUERY_TYPE,
                "This store ("
                        + store.getClass()
                        + ") doesn't know how to execute the given query ("
                        + query
                        + ") because "
                        + why);
    }
}
