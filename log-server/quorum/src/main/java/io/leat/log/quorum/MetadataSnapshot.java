package io.leat.log.quorum;

import io.leat.log.runtime.DiskException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the beginning of the log: the records of a state, and who votes. Immutable.
 *
 * <p>As batches it begins with a header and ends with a footer, both control records: one that
 * lacks its footer is not whole.
 *
 * @param voters the voters, null if those of the settings vote
 * @param records the encoded records of the state, in batches
 */
public record MetadataSnapshot(
        SnapshotId id,
        long lastTimestampMs,
        short kraftVersion,
        @Nullable VoterSet voters,
        List<List<ByteBuffer>> records) {

    private static final int RECORDS_PER_BATCH = 500;

    /** The batches of a snapshot, made one by one from {@code records}. */
    static Iterator<MetadataBatch> batches(
            SnapshotId id,
            long lastTimestampMs,
            short kraftVersion,
            @Nullable VoterSet voters,
            Iterator<ByteBuffer> records) {
        return new Iterator<>() {
            private long offset;
            private boolean begun;
            private boolean ended;

            @Override
            public boolean hasNext() {
                return !ended;
            }

            @Override
            public MetadataBatch next() {
                List<ByteBuffer> batch = new ArrayList<>();
                boolean control = !begun || !records.hasNext();
                if (!begun) {
                    begun = true;
                    batch.add(ControlRecord.snapshotHeader(lastTimestampMs));
                    if (voters != null) {
                        batch.add(ControlRecord.kraftVersion(kraftVersion));
                        batch.add(ControlRecord.voters(voters));
                    }
                } else if (control) {
                    ended = true;
                    batch.add(ControlRecord.snapshotFooter());
                }
                while (!control && batch.size() < RECORDS_PER_BATCH && records.hasNext()) {
                    batch.add(records.next());
                }
                MetadataBatch next =
                        new MetadataBatch(offset, id.epoch(), lastTimestampMs, control, batch);
                offset = next.endOffset();
                return next;
            }
        };
    }

    /** The snapshot in {@code batches}; an exception if it lacks its header or its footer. */
    static MetadataSnapshot of(SnapshotId id, List<MetadataBatch> batches) {
        if (!isWhole(batches)) {
            throw new DiskException(
                    DiskException.Kind.IO, "the metadata snapshot " + id + " is not whole");
        }
        short version = KRaftVersion.STATIC_VOTERS;
        VoterSet voters = null;
        List<List<ByteBuffer>> records = new ArrayList<>();
        for (MetadataBatch batch : batches) {
            if (!batch.control()) {
                records.add(batch.records());
                continue;
            }
            for (ByteBuffer record : batch.records()) {
                switch (ControlRecord.kind(record)) {
                    case ControlRecord.KRAFT_VERSION ->
                            version = ControlRecord.readKraftVersion(record);
                    case ControlRecord.VOTERS -> voters = ControlRecord.readVoters(record);
                    default -> {} // header and footer
                }
            }
        }
        long timestampMs = ControlRecord.readSnapshotTimestamp(batches.get(0).records().get(0));
        return new MetadataSnapshot(id, timestampMs, version, voters, records);
    }

    /** Whether {@code batches} begin with a header and end with a footer. */
    static boolean isWhole(List<MetadataBatch> batches) {
        return batches.size() >= 2
                && is(batches.get(0), ControlRecord.SNAPSHOT_HEADER)
                && is(batches.get(batches.size() - 1), ControlRecord.SNAPSHOT_FOOTER);
    }

    private static boolean is(MetadataBatch batch, short kind) {
        return batch.control() && ControlRecord.kind(batch.records().get(0)) == kind;
    }
}
