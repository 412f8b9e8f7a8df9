package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.streams.runtime.OpenStores;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far a part of a store is behind its changelog. Immutable. */
public class LagInfo {

    private final long currentOffsetPosition;
    private final long endOffsetPosition;

    LagInfo(long currentOffsetPosition, long endOffsetPosition) {
        this.currentOffsetPosition = currentOffsetPosition;
        this.endOffsetPosition = endOffsetPosition;
    }

    /**
     * The lags by store and partition, from what was {@code reached} of changelogs and their ends.
     */
    static Map<String, Map<Integer, LagInfo>> byStore(
            Map<TopicPartition, OpenStores.Reached> reached, Map<TopicPartition, Long> ends) {
        Map<String, Map<Integer, LagInfo>> lags = new TreeMap<>();
        reached.forEach(
                (changelog, position) ->
                        lags.computeIfAbsent(position.store(), first -> new TreeMap<>())
                                .put(
                                        changelog.partition(),
                                        new LagInfo(
                                                position.offset(),
                                                ends.getOrDefault(changelog, 0L))));
        return lags;
    }

    /** The changelog offset that the store has reached. */
    public long currentOffsetPosition() {
        return currentOffsetPosition;
    }

    /** The end of the changelog. */
    public long endOffsetPosition() {
        return endOffsetPosition;
    }

    /** Offsets between the two. */
    public long offsetLag() {
        return Math.max(0, endOffsetPosition - currentOffsetPosition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LagInfo that
                && currentOffsetPosition == that.currentOffsetPosition
                && endOffsetPosition == that.endOffsetPosition;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * currentOffsetPosition + endOffsetPosition);
    }

    @Override
    public String toString() {
        return "LagInfo {currentOffsetPosition="
                + currentOffsetPosition
                + ", endOffsetPosition="
                + endOffsetPosition
                + ", offsetLag="
                + offsetLag()
                + '}';
    }
}
