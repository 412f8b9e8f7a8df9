package io.leat.log.broker.data;

import io.leat.log.broker.partition.Partition.Assignment;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Frame;
import io.leat.log.storage.EpochEnd;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a partition does under one leader epoch in which another broker leads it: takes what the
 * leader answers to its fetches. Owned by the partition's loop.
 *
 * <p>It cuts its log only where the leader says that epochs part (KIP-101, KIP-279, KIP-595), never
 * by its high watermark. With {@code durability=persisted} it fetches from where its log is
 * durable, so that the leader counts nothing else.
 */
public final class FollowerRole {

    private static final Logger logger = LoggerFactory.getLogger(FollowerRole.class);

    /** What the fetcher does next. */
    public enum Next {
        /** Fetch again. */
        FETCH,
        /** Fetch again in a while: the leader does not know of this epoch, or something failed. */
        BACK_OFF,
        /** Nothing: another epoch has begun. */
        END
    }

    /**
     * What to ask of the leader.
     *
     * @param lastEpoch that wrote the record before {@code offset}, -1 if it is not known
     */
    public record Position(long offset, int lastEpoch, long logStart, int leaderEpoch) {}

    private final LogPartition partition;
    private final Assignment assignment;
    private boolean ended;
    private boolean stuck;

    FollowerRole(LogPartition partition, Assignment assignment) {
        this.partition = partition;
        this.assignment = assignment;
    }

    private PartitionLog log() {
        return partition.log(); // it may move to another folder, and be another one then
    }

    /** Who leads. */
    public int leader() {
        return assignment.state().leader();
    }

    public int leaderEpoch() {
        return assignment.leaderEpoch();
    }

    /** Another epoch has begun, or the partition closes. */
    void end() {
        ended = true;
    }

    /** Makes durable what has to be before the first fetch. */
    public void begin(Consumer<Next> done) {
        settle(done);
    }

    /**
     * Where to fetch: it tells the leader what this replica has. With durability=persisted that is
     * less than the end of the log if a flush has failed, and stays so.
     */
    public Position position() {
        long offset = partition.localEnd();
        int lastEpoch = offset > log().startOffset() ? log().epochAt(offset - 1) : -1;
        return new Position(offset, lastEpoch, log().startOffset(), leaderEpoch());
    }

    /**
     * Takes an answer of the leader.
     *
     * @param offset that was fetched from
     * @param frame what holds the records
     * @param done runs once, on this loop, when the partition is ready for what comes next
     */
    public void accept(long offset, PartitionData answer, Frame frame, Consumer<Next> done) {
        if (ended) {
            done.accept(Next.END);
        } else if (answer.errorCode() == ErrorCode.OFFSET_OUT_OF_RANGE) {
            outOfRange(answer, done);
        } else if (answer.errorCode() != ErrorCode.NONE) {
            done.accept(Next.BACK_OFF);
        } else if (offset != log().endOffset()) {
            settle(done);
        } else if (answer.divergingEpoch().endOffset() >= 0) {
            parted(answer, done);
        } else {
            append(answer, frame, done);
        }
    }

    // ---- where the logs part ----

    private void parted(PartitionData answer, Consumer<Next> done) {
        long theirs = answer.divergingEpoch().endOffset();
        EpochEnd mine = log().epochEnd(answer.divergingEpoch().epoch());
        long common = mine == null ? theirs : Math.min(mine.endOffset(), theirs);
        if (common >= log().endOffset()) {
            done.accept(Next.BACK_OFF); // nothing to cut: the leader must know better by then
            return;
        }
        if (common < log().highWatermark()) {
            logger.warn(
                    "{} drops committed records from {} to {}: its leader {} does not have them,"
                            + " as after an unclean election",
                    partition.id(),
                    common,
                    log().highWatermark(),
                    leader());
        }
        long end = log().endOffset();
        log().truncateTo(
                        common,
                        failure -> {
                            logger.info(
                                    "{} was cut from {} to {}, where epoch {} of leader {} ends",
                                    partition.id(),
                                    end,
                                    log().endOffset(),
                                    answer.divergingEpoch().epoch(),
                                    leader());
                            changed(failure, done);
                        });
    }

    /** The leader deleted what would come next: begin where it begins. */
    private void outOfRange(PartitionData answer, Consumer<Next> done) {
        long theirs = answer.logStartOffset();
        if (theirs <= log().endOffset()) {
            done.accept(Next.BACK_OFF);
            return;
        }
        logger.info(
                "{} begins anew at {}, where its leader {} begins; it had come to {}",
                partition.id(),
                theirs,
                leader(),
                log().endOffset());
        log().truncateFullyAndStartAt(theirs, failure -> changed(failure, done));
    }

    private void changed(@Nullable StorageException failure, Consumer<Next> done) {
        partition.truncated();
        if (ended) {
            done.accept(Next.END);
        } else if (failure != null) {
            done.accept(Next.BACK_OFF);
        } else {
            settle(done);
        }
    }

    // ---- what comes next ----

    private void append(PartitionData answer, Frame frame, Consumer<Next> done) {
        Records records = answer.records();
        ByteBuffer batches;
        try {
            batches = records == null ? Records.EMPTY.toBuffer() : valid(records.toBuffer());
        } catch (InvalidBatchException e) {
            refused(e, done);
            return;
        }
        boolean amidBatch =
                batches.hasRemaining() && RecordBatch.at(batches).baseOffset() < log().endOffset();
        if (amidBatch && log().startOffset() == log().endOffset()) {
            beginAmidBatch(answer, batches, frame, done);
        } else {
            append(answer, batches, frame, done);
        }
    }

    /** The leader's log begins amid a batch, which comes as a whole: so does it here. */
    private void beginAmidBatch(
            PartitionData answer, ByteBuffer batches, Frame frame, Consumer<Next> done) {
        frame.retain();
        log().truncateFullyAndStartAt(
                        RecordBatch.at(batches).baseOffset(),
                        failure -> {
                            if (ended || failure != null) {
                                changed(failure, done);
                            } else {
                                append(answer, batches, frame, done);
                                partition.truncated();
                            }
                            frame.release();
                        });
    }

    private void append(
            PartitionData answer, ByteBuffer batches, Frame frame, Consumer<Next> done) {
        try {
            if (batches.hasRemaining()) {
                log().appendAsFollower(batches, frame);
                partition.moves().appended();
            }
            partition.advance(answer.highWatermark());
            long start = Math.min(answer.logStartOffset(), log().highWatermark());
            if (start > log().startOffset()) {
                log().advanceStart(start);
            }
        } catch (StorageException e) {
            refused(e, done);
            return;
        }
        stuck = false;
        settle(done);
    }

    /**
     * Whole batches of this epoch and those before. What has a later epoch was written after this
     * leader was replaced, and may not be what comes next.
     */
    private ByteBuffer valid(ByteBuffer records) {
        int end = records.position();
        for (RecordBatch batch : RecordBatch.in(records)) {
            if (batch.leaderEpoch() > leaderEpoch()) {
                break;
            }
            batch.checkValid();
            end = batch.start() + batch.sizeInBytes();
        }
        return records.limit(end);
    }

    private void refused(RuntimeException cause, Consumer<Next> done) {
        if (!stuck) {
            stuck = true;
            logger.error(
                    "{} cannot take what its leader {} sent, and tries again: {}",
                    partition.id(),
                    leader(),
                    cause.getMessage());
        }
        done.accept(Next.BACK_OFF);
    }

    /** The next fetch says what this replica has: with durability=persisted, what is on disk. */
    private void settle(Consumer<Next> done) {
        if (partition.localEnd() >= log().endOffset()) {
            done.accept(Next.FETCH);
            return;
        }
        partition.flush(
                failure -> {
                    if (ended) {
                        done.accept(Next.END);
                    } else {
                        done.accept(failure == null ? Next.FETCH : Next.BACK_OFF);
                    }
                });
    }
}
