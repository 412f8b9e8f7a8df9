package io.leat.log.broker.data;

import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One partition that a fetch looks at. Belongs to the fetch's loop, and to the partition's while it
 * is looked at.
 */
final class FetchItem {

    private final FetchMember member;
    private final @Nullable PartitionRef ref;
    private final @Nullable FetchWatch watch;
    private FetchedPartition result;

    /**
     * @param ref null if there is no such partition
     * @param absence the error in that case
     * @param watch that lasts as long as the session does; null if there is none
     */
    FetchItem(
            FetchMember member,
            @Nullable PartitionRef ref,
            ErrorCode absence,
            @Nullable FetchWatch watch) {
        this.member = member;
        this.ref = ref;
        this.watch = watch;
        this.result = FetchedPartition.failed(absence);
    }

    FetchMember member() {
        return member;
    }

    @Nullable PartitionRef ref() {
        return ref;
    }

    @Nullable FetchWatch watch() {
        return watch;
    }

    /** What came of it; before it is looked at, and if it is not there, an error. */
    FetchedPartition result() {
        return result;
    }

    void result(FetchedPartition fetched) {
        result = fetched;
    }
}
