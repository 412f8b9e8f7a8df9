package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.Disk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings a log from disk into memory: what lies below the recovery point is trusted, what lies
 * above is checked batch by batch and cut at the first invalid one. Blocks; runs off the loops,
 * before anybody owns the log.
 */
final class LogOpener {

    private static final String TEMPORARY = ".tmp";

    private final Disk disk;
    private final String directory;
    private final LogSettings settings;
    final TreeMap<Long, Segment> segments = new TreeMap<>();
    final Producers producers = new Producers();
    final EpochCache epochs = new EpochCache();
    final Checkpoint checkpoint;
    final long compactedTo;

    /** Whether there was no directory. */
    final boolean created;

    /**
     * Whether what is above the directory may not durably name it: it is new, or the process that
     * made it was killed before anything was flushed.
     */
    final boolean unnamed;

    /** The last segment, if the checkpoint knew what the log was: only its end is looked at. */
    private final @Nullable Segment resumed;

    long logStart;
    long lostOffsets;

    LogOpener(Disk disk, String directory, LogSettings settings, boolean clean) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        List<String> names = disk.list(directory);
        this.created = names.isEmpty() && !disk.exists(directory);
        if (created) {
            disk.createDirectories(directory); // it is durable with what is first flushed
        }
        this.checkpoint = Checkpoint.decode(read(names, PartitionLog.CHECKPOINT));
        this.unnamed = created || checkpoint.recoveryPoint() == 0;
        this.compactedTo = LogCompaction.decode(read(names, LogCompaction.CHECKPOINT));
        if (SegmentSwap.recover(disk, directory, names, settings.indexIntervalBytes())) {
            names = disk.list(directory);
        }
        this.resumed = resume(names);
        if (resumed == null) {
            epochs.decode(read(names, PartitionLog.EPOCHS));
        }
        if (!clean) {
            // Written with the recovery point: what it says of offsets above is from before a cut.
            epochs.truncateFrom(checkpoint.recoveryPoint());
        }
        openSegments(names, clean ? Long.MAX_VALUE : checkpoint.recoveryPoint());
        if (epochs.latest() < 0) {
            readEpochs();
        }
        if (resumed != null && segments.containsValue(resumed)) {
            producers.onLogStart(logStart);
            deleteSnapshotsAbove(PartitionLog.snapshots(names));
        } else {
            producers.clear();
            loadProducers(
                    disk,
                    directory,
                    PartitionLog.snapshots(names),
                    segments,
                    producers,
                    epochs,
                    logStart);
        }
        // A snapshot from before a cleaning names transactions of which nothing is left.
        producers.forgetAborted(compactedTo);
    }

    /** From what was written down of the whole log when it was closed. */
    private LogOpener(
            Disk disk, LogSettings settings, ClosedLog closed, Collection<Segment> parts) {
        this.disk = disk;
        this.directory = closed.directory();
        this.settings = settings;
        this.created = false;
        this.resumed = null;
        this.checkpoint = new Checkpoint(closed.end(), closed.logStart());
        this.unnamed = closed.end() == 0;
        this.compactedTo = closed.compactedTo();
        this.logStart = closed.logStart();
        parts.forEach(segment -> segments.put(segment.baseOffset(), segment));
        epochs.decode(closed.epochs().duplicate());
        producers.decode(closed.producers().duplicate());
    }

    /**
     * Opens a log.
     *
     * @param closed what the last process wrote down of it, if it closed it in order
     */
    static LogOpener open(
            Disk disk,
            String directory,
            LogSettings settings,
            boolean clean,
            @Nullable ClosedLog closed) {
        List<Segment> parts = closed == null ? List.of() : parts(disk, settings, closed);
        return closed == null || parts.isEmpty()
                ? new LogOpener(disk, directory, settings, clean)
                : new LogOpener(disk, settings, closed, parts);
    }

    /** The segments as they were closed; none if they are not what they were. */
    private static List<Segment> parts(Disk disk, LogSettings settings, ClosedLog closed) {
        if (!closed.fits(disk)) {
            return List.of();
        }
        List<Segment> parts = new ArrayList<>();
        for (ClosedLog.Part part : closed.segments()) {
            Segment segment =
                    Segment.of(part, disk, closed.directory(), settings.indexIntervalBytes());
            if (segment == null) {
                return List.of();
            }
            parts.add(segment);
        }
        return parts;
    }

    /**
     * The last segment, epochs and producers as the checkpoint knows them; null if it does not, or
     * no longer: compaction and truncation change only what ends before that segment begins, or
     * write a checkpoint that knows nothing.
     */
    private @Nullable Segment resume(List<String> names) {
        Checkpoint.Known known = checkpoint.known();
        if (known == null
                || known.baseOffset() != lastBase(names)
                || checkpoint.recoveryPoint() < known.baseOffset()) {
            return null;
        }
        Segment segment = Segment.of(known, disk, directory, settings.indexIntervalBytes());
        if (segment == null) {
            return null;
        }
        if (segment.nextOffset() != checkpoint.recoveryPoint()
                || !producers.decode(known.producers().duplicate())) {
            segment.file().close();
            return null;
        }
        if (names.contains(segment.indexName())) {
            segment.deleteIndex();
        }
        epochs.decode(known.epochs().duplicate());
        return segment;
    }

    private static long lastBase(List<String> names) {
        long last = -1;
        for (String name : names) {
            if (name.endsWith(Segment.LOG)) {
                last = base(name); // they are sorted
            }
        }
        return last;
    }

    private static long base(String name) {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private @Nullable ByteBuffer read(List<String> names, String name) {
        return names.contains(name) ? SealedFile.read(disk, directory + "/" + name) : null;
    }

    private void openSegments(List<String> names, long trustedBelow) {
        List<Long> bases = new ArrayList<>();
        for (String name : names) {
            if (name.endsWith(Segment.DELETED) || name.endsWith(TEMPORARY)) {
                disk.delete(directory + "/" + name);
            } else if (name.endsWith(Segment.LOG)) {
                bases.add(base(name));
            }
        }
        deleteOrphans(names, new HashSet<>(bases));
        boolean checking = false;
        boolean cut = false;
        for (int i = 0; i < bases.size(); i++) {
            long base = bases.get(i);
            Segment segment =
                    resumed != null && resumed.baseOffset() == base
                            ? resumed
                            : new Segment(disk, directory, base, settings.indexIntervalBytes());
            boolean trusted =
                    i + 1 < bases.size()
                            ? bases.get(i + 1) <= trustedBelow
                            : trustedBelow == Long.MAX_VALUE;
            boolean gap = checking && base != segments.lastEntry().getValue().nextOffset();
            if (cut || gap) {
                cut = true;
                segment.discard();
                segment.delete();
                continue;
            }
            checking = !trusted;
            cut = !load(segment, trusted, trustedBelow);
            segments.put(base, segment);
        }
        finish();
    }

    /** An index whose segment a crash took away must not fit the next segment of that name. */
    private void deleteOrphans(List<String> names, Set<Long> bases) {
        for (String name : names) {
            if (name.endsWith(Segment.INDEX) && !bases.contains(base(name))) {
                disk.delete(directory + "/" + name);
            }
        }
    }

    private boolean load(Segment segment, boolean trusted, long trustedBelow) {
        boolean whole;
        if (segment == resumed) {
            whole = segment.check(!trusted, this::noteWhole);
        } else if (trusted) {
            whole = segment.load() || segment.recover(false, trustedBelow, this::noteEpoch);
        } else {
            whole = segment.recover(true, trustedBelow, this::noteEpoch);
        }
        if (trusted && !whole) {
            throw new StorageException(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    disk.root()
                            + "/"
                            + Segment.path(directory, segment.baseOffset(), Segment.LOG)
                            + " is damaged at byte "
                            + segment.size()
                            + ", below what was known to be durable. Restore it from a copy,"
                            + " or cut it there to go on without what follows");
        }
        return whole;
    }

    private void noteWhole(RecordBatch batch) {
        noteEpoch(batch);
        apply(producers, batch);
    }

    private void noteEpoch(RecordBatch batch) {
        epochs.assign(batch.leaderEpoch(), batch.baseOffset());
    }

    /**
     * Segments without anything in front of others: what was in them was said to be on disk, and is
     * not. The log begins behind them, so that readers are told. Returns how many offsets that are.
     */
    private long dropEmptied(long start) {
        long first = segments.isEmpty() ? start : Math.max(start, segments.firstKey());
        while (segments.size() > 1 && segments.firstEntry().getValue().size() == 0) {
            Segment emptied = segments.pollFirstEntry().getValue();
            emptied.discard();
            emptied.delete();
        }
        return segments.isEmpty() ? 0 : Math.max(0, segments.firstKey() - first);
    }

    private void finish() {
        long start = checkpoint.logStart();
        long lostAtFirst = dropEmptied(start);
        if (!segments.isEmpty()) {
            long end = segments.lastEntry().getValue().nextOffset();
            // A log that was begun anew at its start has nothing below that to lose.
            long lostAtLast = Math.max(0, checkpoint.recoveryPoint() - Math.max(start, end));
            lostOffsets = lostAtFirst + lostAtLast;
            if (end < start) {
                for (Segment segment : segments.values()) {
                    segment.discard();
                    segment.delete();
                }
                segments.clear();
            }
        }
        if (segments.isEmpty()) {
            segments.put(start, new Segment(disk, directory, start, settings.indexIntervalBytes()));
            if (!created) {
                disk.forceDirectory(directory);
            }
        }
        logStart = Math.max(start, segments.firstKey());
        epochs.truncateFrom(segments.lastEntry().getValue().nextOffset());
        epochs.truncateBefore(logStart);
    }

    /** Their file is gone, or damaged: what each batch says is read once. */
    private void readEpochs() {
        for (Segment segment : segments.values()) {
            BatchScan scan = segment.scan(0);
            RecordBatch batch;
            while ((batch = scan.next()) != null) {
                if (batch.nextOffset() > logStart) {
                    epochs.assign(batch.leaderEpoch(), Math.max(batch.baseOffset(), logStart));
                }
            }
        }
    }

    /** What they know was lost: without that they may not come back. */
    private void deleteSnapshotsAbove(NavigableSet<Long> snapshots) {
        long end = segments.lastEntry().getValue().nextOffset();
        for (long offset : snapshots.tailSet(end, false)) {
            disk.delete(Segment.path(directory, offset, PartitionLog.SNAPSHOT));
        }
        if (!snapshots.isEmpty() && snapshots.last() > end) {
            disk.forceDirectory(directory);
        }
    }

    /** Rebuilds producers, and epochs not yet known, from the newest snapshot and the log. */
    static void loadProducers(
            Disk disk,
            String in,
            NavigableSet<Long> snapshots,
            TreeMap<Long, Segment> from,
            Producers into,
            EpochCache epochCache,
            long start) {
        long end = from.lastEntry().getValue().nextOffset();
        long replayFrom = start;
        boolean deleted = false;
        for (long offset : snapshots.descendingSet()) {
            String path = Segment.path(in, offset, PartitionLog.SNAPSHOT);
            ByteBuffer snapshot =
                    offset <= end && offset >= start ? SealedFile.read(disk, path) : null;
            if (snapshot == null || !into.decode(snapshot)) {
                deleted |= disk.delete(path);
            } else {
                replayFrom = offset;
                break;
            }
        }
        if (deleted) {
            disk.forceDirectory(in); // or one may come back that knows what the log is without
        }
        if (replayFrom < end) {
            Long floor = from.floorKey(replayFrom);
            long base = floor == null ? from.firstKey() : floor;
            for (Segment segment : from.tailMap(base).values()) {
                replay(segment, replayFrom, into, epochCache);
            }
        }
        into.onLogStart(start);
    }

    private static void replay(
            Segment segment, long offset, Producers producers, EpochCache epochs) {
        BatchScan scan = segment.scan(segment.floor(offset));
        RecordBatch batch;
        while ((batch = scan.next()) != null) {
            if (batch.nextOffset() > offset) {
                epochs.assign(batch.leaderEpoch(), batch.baseOffset());
                apply(producers, batch);
            }
        }
    }

    /** What a batch in the log does to the producers. */
    static void apply(Producers producers, RecordBatch batch) {
        EndTransactionMarker marker = marker(batch);
        if (marker == null) {
            producers.onAppended(batch);
        } else {
            producers.onMarker(batch, marker.type(), marker.coordinatorEpoch());
        }
    }

    /** The marker that {@code batch} holds; null if it is another kind of batch. */
    static @Nullable EndTransactionMarker marker(RecordBatch batch) {
        if (!batch.isControl() || !batch.hasProducerId()) {
            return null;
        }
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            return cursor.next() && ControlType.of(cursor.key()).endsTransaction()
                    ? EndTransactionMarker.read(cursor.key(), cursor.value())
                    : null;
        }
    }
}
