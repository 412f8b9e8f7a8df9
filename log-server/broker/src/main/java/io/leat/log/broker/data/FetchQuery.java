package io.leat.log.broker.data;

import io.leat.log.broker.partition.Partition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.record.Compression;
import io.leat.log.storage.AbortedTransaction;
import io.leat.log.storage.EpochEnd;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch asks of one partition. Immutable; runs on the partition's loop.
 *
 * @param first whether the fetch has not asked it before: then it tells how far a replica has come
 */
record FetchQuery(
        FetchRequest.Partition wanted,
        FetchReader reader,
        int maxBytes,
        boolean atLeastOne,
        boolean first) {

    /** Below it a topic that stores all as zstd is not read; what a producer chose, is. */
    private static final int FIRST_ZSTD_VERSION = 10;

    /**
     * On the partition's loop; {@code done} runs there.
     *
     * @param absence the error if there is no partition
     */
    void run(@Nullable Partition partition, ErrorCode absence, Consumer<FetchedPartition> done) {
        if (!(partition instanceof LogPartition data)) {
            done.accept(FetchedPartition.failed(absence));
            return;
        }
        ErrorCode refusal = check(data);
        if (refusal != ErrorCode.NONE) {
            done.accept(FetchedPartition.failed(refusal));
            return;
        }
        PartitionLog log = data.log();
        long offset = wanted.fetchOffset();
        EpochEnd diverging = divergence(log);
        if (diverging != null) {
            done.accept(result(data, diverging, LogRead.empty(offset)));
            return;
        }
        LeaderRole leader = data.leader();
        boolean inLog = offset >= log.startOffset() && offset <= log.endOffset();
        if (leader != null && inLog && reader.replica() != null) {
            if (first) {
                leader.fetched(reader.replica(), offset, wanted.logStartOffset());
            }
        } else if (leader != null && inLog && reader.near() != null) {
            int preferred = leader.preferredReplica(reader.near(), offset);
            if (preferred != FetchedPartition.NO_PREFERRED) {
                done.accept(result(data, null, null, preferred, LogRead.empty(offset)));
                return;
            }
        } else if (leader == null && offset > log.endOffset()) {
            done.accept(FetchedPartition.failed(ErrorCode.OFFSET_NOT_AVAILABLE));
            return;
        } else if (reader.replica() == null && offset > log.endOffset() && data.maybeDeposed()) {
            // Another leader may have it: out of range, a consumer would begin from the start.
            done.accept(FetchedPartition.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER));
            return;
        }
        if (inLog && maxBytes == 0 && !atLeastOne) {
            done.accept(result(data, null, LogRead.empty(offset))); // others took all the room
            return;
        }
        if (leader != null && isHeldBack(data, leader)) {
            done.accept(result(data, null, LogRead.empty(offset)));
            return;
        }
        data.read(
                offset,
                reader.bound(data),
                maxBytes,
                atLeastOne,
                (read, failure) -> done.accept(outcome(data, read, failure)));
    }

    /** Whether a replica that catches up has had its share for now (KIP-73). */
    private boolean isHeldBack(LogPartition data, LeaderRole leader) {
        return reader.throttle() != null
                && reader.replica() != null
                && data.throttledAsLeader()
                && !leader.isr().contains(reader.replica().id())
                && reader.throttle().waitMs(data.loop().clock().nanos()) > 0;
    }

    private ErrorCode check(LogPartition data) {
        int epoch = wanted.currentLeaderEpoch();
        boolean followersToo =
                reader.replica() == null && reader.version() >= FetchReader.FIRST_FOLLOWER_VERSION;
        ErrorCode refusal = followersToo ? data.checkReadable(epoch) : data.checkEpoch(epoch);
        LeaderRole leader = data.leader();
        if (refusal == ErrorCode.NONE && reader.replica() != null && leader != null) {
            return leader.check(reader.replica());
        }
        return refusal;
    }

    /** Where the reader's log and this one part; null if they do not before the fetch offset. */
    private @Nullable EpochEnd divergence(PartitionLog log) {
        int asked = wanted.lastFetchedEpoch();
        if (asked >= 0) {
            EpochEnd end = log.epochEnd(asked);
            boolean differs =
                    end != null && (end.epoch() < asked || end.endOffset() < wanted.fetchOffset());
            if (differs || end != null || reader.replica() == null) {
                return differs ? end : null;
            }
            long known = log.firstEpochStart();
            long first = known >= 0 ? known : log.endOffset(); // nothing was written here yet
            return wanted.fetchOffset() > first ? new EpochEnd(asked, first) : null;
        }
        boolean beyond = wanted.fetchOffset() > log.endOffset();
        return beyond && reader.replica() != null
                ? new EpochEnd(log.latestEpoch(), log.endOffset())
                : null;
    }

    private FetchedPartition outcome(
            LogPartition data, @Nullable LogRead read, @Nullable Throwable failure) {
        if (read == null) {
            return FetchedPartition.failed(
                    failure instanceof StorageException storage
                            ? storage.code()
                            : ErrorCode.KAFKA_STORAGE_ERROR,
                    data.log().startOffset());
        }
        ErrorCode refusal = check(data); // it may have lost the partition while it was reading
        if (refusal == ErrorCode.NONE
                && reader.version() < FIRST_ZSTD_VERSION
                && data.writes().storesAs(Compression.ZSTD)) {
            refusal = ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
        }
        if (refusal != ErrorCode.NONE) {
            read.release().run();
            return FetchedPartition.failed(refusal);
        }
        if (reader.throttle() != null && data.throttledAsLeader()) {
            reader.throttle().record(read.bytes(), data.loop().clock().nanos());
        }
        return result(data, null, read);
    }

    private FetchedPartition result(LogPartition data, @Nullable EpochEnd diverging, LogRead read) {
        List<AbortedTransaction> aborted =
                reader.readCommitted()
                        ? data.log().abortedBetween(wanted.fetchOffset(), read.nextOffset())
                        : null;
        return result(data, diverging, aborted, FetchedPartition.NO_PREFERRED, read);
    }

    private FetchedPartition result(
            LogPartition data,
            @Nullable EpochEnd diverging,
            @Nullable List<AbortedTransaction> aborted,
            int preferred,
            LogRead read) {
        PartitionLog log = data.log();
        return new FetchedPartition(
                ErrorCode.NONE,
                reader.bound(data),
                log.highWatermark(),
                log.lastStableOffset(),
                log.startOffset(),
                diverging,
                aborted,
                preferred,
                isJoining(data),
                read);
    }

    private boolean isJoining(LogPartition data) {
        LeaderRole leader = data.leader();
        return reader.replica() != null
                && leader != null
                && !leader.isr().contains(reader.replica().id());
    }
}
