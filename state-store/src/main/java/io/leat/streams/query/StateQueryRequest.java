package io.leat.streams.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query with the store that it is for, and how it is to be answered. Immutable.
 *
 * <pre>{@code
 * StateQueryRequest<Long> request =
 *     StateQueryRequest.inStore("totals").withQuery(KeyQuery.<String, Long>withKey("a"));
 * }</pre>
 */
public class StateQueryRequest<R> {

    private final String storeName;
    private final Query<R> query;
    private final PositionBound bound;
    private final @Nullable Set<Integer> partitions;
    private final boolean executionInfo;
    private final boolean requireActive;

    private StateQueryRequest(
            String storeName,
            Query<R> query,
            PositionBound bound,
            @Nullable Set<Integer> partitions,
            boolean executionInfo,
            boolean requireActive) {
        this.storeName = storeName;
        this.query = query;
        this.bound = bound;
        this.partitions = partitions;
        this.executionInfo = executionInfo;
        this.requireActive = requireActive;
    }

    /** Begins a request. */
    public static InStore inStore(String name) {
        return new InStore(name);
    }

    /** What the store must have seen. */
    public StateQueryRequest<R> withPositionBound(PositionBound positionBound) {
        return new StateQueryRequest<>(
                storeName, query, positionBound, partitions, executionInfo, requireActive);
    }

    /** Asks all partitions that are on this instance. */
    public StateQueryRequest<R> withAllPartitions() {
        return new StateQueryRequest<>(storeName, query, bound, null, executionInfo, requireActive);
    }

    /** Asks these partitions. */
    public StateQueryRequest<R> withPartitions(Set<Integer> chosen) {
        return new StateQueryRequest<>(
                storeName, query, bound, Set.copyOf(chosen), executionInfo, requireActive);
    }

    /** Lets the answers say how they were found. */
    public StateQueryRequest<R> enableExecutionInfo() {
        return new StateQueryRequest<>(storeName, query, bound, partitions, true, requireActive);
    }

    /** Asks only tasks that process records here, and are up to date. */
    public StateQueryRequest<R> requireActive() {
        return new StateQueryRequest<>(storeName, query, bound, partitions, executionInfo, true);
    }

    public String getStoreName() {
        return storeName;
    }

    public PositionBound getPositionBound() {
        return bound;
    }

    public Query<R> getQuery() {
        return query;
    }

    public boolean isAllPartitions() {
        return partitions == null;
    }

    /**
     * @throws UnsupportedOperationException if all partitions are asked
     */
    public Set<Integer> getPartitions() {
        if (partitions == null) {
            throw new UnsupportedOperationException(
                    "Cannot list partitions of a request that asks all of them.");
        }
        return partitions;
    }

    public boolean executionInfoEnabled() {
        return executionInfo;
    }

    public boolean isRequireActive() {
        return requireActive;
    }

    /** A request that lacks its query. */
    public static class InStore {

        private final String name;

        private InStore(String name) {
            this.name = name;
        }

        public <R> StateQueryRequest<R> withQuery(Query<R> query) {
            return new StateQueryRequest<>(
                    name, query, PositionBound.unbounded(), null, false, false);
        }
    }
}
