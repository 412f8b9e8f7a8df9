package io.leat.streams.processor;

import io.leat.common.TopicPartition;
import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something a processor remembers. Owned by the thread of its task. */
public interface StateStore {

    String name();

    /**
     * Opens the store; it registers itself with {@code context}. {@code root} is the outermost
     * store around this one.
     */
    void init(StateStoreContext context, StateStore root);

    /** Writes what is cached. The runtime does this at each commit. */
    default void flush() {}

    /** Makes the content durable together with the changelog offsets that it stands for. */
    default void commit(Map<TopicPartition, Long> changelogOffsets) {
        flush();
    }

    /** The changelog offset that the durable content stands for, when the store keeps it itself. */
    default @Nullable Long committedOffset(TopicPartition partition) {
        return null;
    }

    void close();

    /** Whether the content outlives the process. */
    boolean persistent();

    /** Whether the store keeps its changelog offsets together with its content. */
    default boolean managesOffsets() {
        return false;
    }

    boolean isOpen();

    /**
     * Answers a query of a thread other than the owner.
     *
     * @param positionBound what the store must have seen
     */
    default <R> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return QueryResult.forUnknownQueryType(query, this);
    }

    /** The last records of the input that the store has seen. */
    default Position getPosition() {
        throw new UnsupportedOperationException(
                getClass() + " does not tell which input it has seen.");
    }
}
