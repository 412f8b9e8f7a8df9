package io.leat.log.quorum;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.EventLoop;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committed part of the log: tells it, and writes snapshots of it. Owned by the quorum's loop.
 *
 * <p>When a snapshot is durable the log may begin where the one before it ended: a follower that is
 * a little behind still finds what it needs in the log.
 */
final class Committed {

    private static final Logger log = LoggerFactory.getLogger(Committed.class);
    private static final int BATCH_OVERHEAD = 61;
    private static final int RECORD_OVERHEAD = 8;

    private final RaftSettings settings;
    private final EventLoop loop;
    private final MetadataLog metadataLog;
    private final VoterHistory voters;
    private final RaftListener listener;
    private long highWatermark;
    private long toldOffset;
    private long lastTimestampMs;
    private long bytesSinceSnapshot;
    private long snapshotMs;
    private boolean writing;

    Committed(
            RaftSettings settings,
            EventLoop loop,
            MetadataLog metadataLog,
            VoterHistory voters,
            RaftListener listener) {
        this.settings = settings;
        this.loop = loop;
        this.metadataLog = metadataLog;
        this.voters = voters;
        this.listener = listener;
    }

    /** Tells the newest snapshot: what is in one is committed. */
    void start() {
        snapshotMs = loop.clock().millis();
        SnapshotId newest = metadataLog.snapshots().latest();
        if (newest != null) {
            tell(newest);
        }
        metadataLog
                .read(
                        Math.max(toldOffset, metadataLog.start().endOffset()),
                        metadataLog.endOffset(),
                        Integer.MAX_VALUE)
                .forEach(voters::onAppend);
    }

    /** Goes on from {@code id}, which was fetched from the leader. */
    void install(SnapshotId id) {
        Check.that(id.endOffset() > highWatermark, "a snapshot takes nothing committed back");
        metadataLog.restartAt(id);
        tell(id);
        metadataLog.snapshots().deleteBefore(id);
    }

    private void tell(SnapshotId id) {
        MetadataSnapshot snapshot = MetadataSnapshot.of(id, metadataLog.snapshots().read(id));
        voters.onSnapshot(id.endOffset(), snapshot.kraftVersion(), snapshot.voters());
        highWatermark = id.endOffset();
        toldOffset = id.endOffset();
        lastTimestampMs = snapshot.lastTimestampMs();
        bytesSinceSnapshot = 0;
        log.info("Loaded the metadata snapshot that ends at offset {}", id.endOffset());
        listener.onSnapshot(snapshot);
    }

    /** The offset up to which the log is committed. */
    long highWatermark() {
        return highWatermark;
    }

    /** Everything before {@code offset} is committed. */
    void commit(long offset) {
        if (offset <= highWatermark) {
            return;
        }
        highWatermark = offset;
        for (MetadataBatch batch : metadataLog.read(toldOffset, highWatermark, Integer.MAX_VALUE)) {
            toldOffset = batch.endOffset();
            lastTimestampMs = batch.timestampMs();
            bytesSinceSnapshot += size(batch);
            if (batch.control()) {
                tellElectorate(batch);
            } else {
                listener.onCommitted(batch);
            }
        }
        writeSnapshotIfDue();
    }

    private void tellElectorate(MetadataBatch batch) {
        for (ByteBuffer record : batch.records()) {
            if (ControlRecord.kind(record) == ControlRecord.LEADER_CHANGE) {
                listener.onElectorate(batch.epoch(), ControlRecord.readElectorate(record));
            }
        }
    }

    private static long size(MetadataBatch batch) {
        long size = BATCH_OVERHEAD;
        for (ByteBuffer record : batch.records()) {
            size += RECORD_OVERHEAD + record.remaining();
        }
        return size;
    }

    private void writeSnapshotIfDue() {
        long nowMs = loop.clock().millis();
        boolean due =
                bytesSinceSnapshot >= settings.snapshotBytes()
                        || nowMs - snapshotMs >= settings.snapshotIntervalMs();
        SnapshotSource source = due && !writing ? listener.image() : null;
        if (source == null) {
            return;
        }
        SnapshotId before = metadataLog.snapshots().latest();
        long end = source.offset();
        Check.that(end <= highWatermark, "a snapshot is of what is committed");
        snapshotMs = nowMs;
        bytesSinceSnapshot = 0;
        if (end <= (before == null ? 0 : before.endOffset())) {
            return;
        }
        SnapshotId id = new SnapshotId(end, metadataLog.epochBefore(end));
        Check.that(id.epoch() >= 0, "a snapshot ends with a batch");
        writing = true;
        short version = voters.kraftVersionBefore(end);
        VoterSet set = version == KRaftVersion.STATIC_VOTERS ? null : voters.before(end);
        long timestampMs = lastTimestampMs;
        metadataLog
                .snapshots()
                .write(
                        id,
                        () -> batches(id, timestampMs, version, set, source),
                        written -> {
                            writing = false;
                            if (written) {
                                log.info("Wrote a metadata snapshot up to offset {}", end);
                                letGoBefore(before);
                            }
                        });
    }

    private static Iterator<MetadataBatch> batches(
            SnapshotId id,
            long timestampMs,
            short version,
            @Nullable VoterSet voters,
            SnapshotSource source) {
        return MetadataSnapshot.batches(id, timestampMs, version, voters, source.records());
    }

    private void letGoBefore(@Nullable SnapshotId start) {
        if (start != null && start.endOffset() > metadataLog.start().endOffset()) {
            metadataLog.startAt(start);
            voters.forgetBefore(start.endOffset());
            metadataLog.snapshots().deleteBefore(start);
        }
    }
}
