package io.leat.streams;

import io.leat.streams.state.QueryableStoreType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which store to query: its name and kind, of one partition or all that are here. Immutable.
 *
 * <pre>{@code
 * ReadOnlyKeyValueStore<String, Long> counts = streams.store(
 *     StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));
 * }</pre>
 */
public final class StoreQueryParameters<T> {

    private final String storeName;
    private final QueryableStoreType<T> type;
    private final @Nullable Integer partition;
    private final boolean stale;

    private StoreQueryParameters(
            String storeName,
            QueryableStoreType<T> type,
            @Nullable Integer partition,
            boolean stale) {
        this.storeName = Objects.requireNonNull(storeName, "storeName cannot be null");
        this.type = type;
        this.partition = partition;
        this.stale = stale;
    }

    public static <T> StoreQueryParameters<T> fromNameAndType(
            String storeName, QueryableStoreType<T> queryableStoreType) {
        return new StoreQueryParameters<>(storeName, queryableStoreType, null, false);
    }

    /** Only the part of the store that belongs to {@code partition}. */
    public StoreQueryParameters<T> withPartition(Integer newPartition) {
        return new StoreQueryParameters<>(storeName, type, newPartition, stale);
    }

    /** Also stores that are being restored and so behind. */
    public StoreQueryParameters<T> enableStaleStores() {
        return new StoreQueryParameters<>(storeName, type, partition, true);
    }

    public String storeName() {
        return storeName;
    }

    public QueryableStoreType<T> queryableStoreType() {
        return type;
    }

    /** Null for all partitions. */
    public @Nullable Integer partition() {
        return partition;
    }

    public boolean staleStoresEnabled() {
        return stale;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoreQueryParameters<?> that
                && storeName.equals(that.storeName)
                && type.equals(that.type)
                && Objects.equals(partition, that.partition)
                && stale == that.stale;
    }

    @Override
    public int hashCode() {
        return Objects.hash(storeName, type, partition, stale);
    }

    @Override
    public String toString() {
        return "StoreQueryParameters(storeName="
                + storeName
                + ", partition="
                + partition
                + ", staleStores="
                + stale
                + ")";
    }
}
