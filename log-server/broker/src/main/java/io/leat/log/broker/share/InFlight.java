package io.leat.log.broker.share;

import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a share group does with the records of one partition: which it has, which it gets again,
 * which are done. Owned by the loop of the partition; knows no clock, no log and no coordinator.
 *
 * <pre>
 *   done for good | start ... runs without holes between them ... end | not handed out yet
 * </pre>
 *
 * <p>Neighbours to which the same happened are one {@link Run}, so that a batch that is processed
 * whole is one object, and there are never more runs than records may be in flight. What a consumer
 * says takes effect when it is durable; that a lock is over takes effect at once.
 */
final class InFlight {

    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private long start;
    private long end;

    /**
     * @param start the first record that is not done
     * @param known what an earlier leader left; what it does not speak of was not handed out or is
     *     not known to be done, and is handed out again
     */
    InFlight(long start, List<StateBatch> known) {
        this.start = start;
        this.end = start;
        for (StateBatch batch : known) {
            long first = Math.max(batch.first(), end);
            if (first <= batch.last()) {
                if (first > end) {
                    add(new Run(end, first - 1, null, DeliveryState.AVAILABLE, 0));
                }
                add(
                        new Run(
                                first,
                                batch.last(),
                                new Run.Origin(batch.first(), batch.last()),
                                DeliveryState.of(batch.state()),
                                batch.deliveryCount()));
            }
        }
        advance();
    }

    private void add(Run run) {
        runs.put(run.first(), run);
        end = Math.max(end, run.last() + 1);
    }

    /** The first record that is not done. */
    long start() {
        return start;
    }

    /** The first record that was never handed out. */
    long end() {
        return end;
    }

    /** How many records from the start on are done. */
    int doneCount() {
        long done = 0;
        for (Run run : runs.values()) {
            done += run.state().isDone() ? run.size() : 0;
        }
        return (int) done;
    }

    /** Where to read what comes next. */
    long nextOffset() {
        for (Run run : runs.values()) {
            if (run.isFree()) {
                return run.first();
            }
        }
        return end;
    }

    /** Whether anything could be handed out, if the log has it. */
    boolean hasRoom(int limit) {
        return end - start < limit || nextOffset() < end;
    }

    // ---- handing out ----

    /**
     * Hands out records that were read at {@code from}.
     *
     * @param batches the batches that were read, in order
     * @param aborted which of them nobody may see
     */
    List<Acquired> acquire(
            AcquireRequest request,
            ShareLimits limits,
            long from,
            List<Span> batches,
            List<Span> aborted,
            long nowMs) {
        if (batches.isEmpty() || request.maxRecords() <= 0) {
            return List.of();
        }
        long firstRead = batches.get(0).first();
        long lastRead = batches.get(batches.size() - 1).last();
        if (lastRead < start) {
            return List.of();
        }
        skip(from, firstRead);
        Acquisition acquisition =
                new Acquisition(
                        this, request, limits, batches, nowMs + limits.lockMs(), end - start);
        List<Acquired> acquired =
                acquisition.run(Math.max(firstRead, start), lastRead, limits.inFlight());
        for (Span each : aborted) {
            acquired = without(each, request.member(), acquired);
        }
        advance();
        tidy();
        return acquired;
    }

    /** Nothing is in the log from {@code from} to {@code to}: what was free there is done. */
    private void skip(long from, long to) {
        if (to > end) {
            if (runs.isEmpty()) {
                start = to;
                end = to;
            } else {
                add(new Run(end, to - 1, null, DeliveryState.ARCHIVED, 0));
            }
        }
        archiveFree(from, to - 1);
    }

    /** Nobody is to see the records of {@code span}, also not the one who just acquired them. */
    private List<Acquired> without(Span span, String member, List<Acquired> acquired) {
        List<Acquired> left = new ArrayList<>();
        for (Acquired each : acquired) {
            long first = Math.max(each.first(), span.first());
            long last = Math.min(each.last(), span.last());
            for (Run run : within(first, last)) {
                if (run.isHeldBy(member)) {
                    cut(run, Math.max(first, run.first()), Math.min(last, run.last()))
                            .become(DeliveryState.ARCHIVED);
                }
            }
            if (first > last) {
                left.add(each);
                continue;
            }
            if (each.first() < first) {
                left.add(new Acquired(each.first(), first - 1, each.deliveries()));
            }
            if (each.last() > last) {
                left.add(new Acquired(last + 1, each.last(), each.deliveries()));
            }
        }
        return left;
    }

    private void archiveFree(long first, long last) {
        for (Run run : within(first, last)) {
            if (run.isFree()) {
                cut(run, Math.max(first, run.first()), Math.min(last, run.last()))
                        .become(DeliveryState.ARCHIVED);
            }
        }
        advance();
    }

    /** The runs that have records from {@code first} to {@code last}. */
    List<Run> within(long first, long last) {
        if (first > last) {
            return List.of();
        }
        Map.Entry<Long, Run> floor = runs.floorEntry(first);
        long begin = floor != null && floor.getValue().last() >= first ? floor.getKey() : first;
        return begin > last
                ? List.of()
                : List.copyOf(runs.subMap(begin, true, last, true).values());
    }

    /** The part of {@code run} from {@code first} to {@code last}, as a run of its own. */
    Run cut(Run run, long first, long last) {
        Run part = run;
        if (part.first() < first) {
            Run before = part.splitBefore(first);
            runs.put(before.first(), before);
            runs.put(part.first(), part);
        }
        if (part.last() > last) {
            Run before = part.splitBefore(last + 1);
            runs.put(before.first(), before);
            runs.put(part.first(), part);
            part = before;
        }
        return part;
    }

    /** Adds records nobody has had, right behind the end. */
    void addFresh(Run run) {
        add(run);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** With nothing in flight the first record to be handed out is where it starts. */
    void beginAt(long offset) {
        start = offset;
        end = offset;
    }

    // ---- taking back ----

    /** What came of an acknowledgement. */
    record Answer(ErrorCode error, @Nullable String message, List<Run> changed) {}

    /**
     * Takes what {@code member} says, all of it or nothing. The changed runs are to be made
     * durable, then to be given to {@link #settle}.
     */
    Answer acknowledge(String member, List<Acknowledgement> all, ShareLimits limits, long nowMs) {
        List<Run> changed = new ArrayList<>();
        List<Run> renewed = new ArrayList<>();
        for (Acknowledgement each : all) {
            Refused refused = take(member, each, limits, changed, renewed);
            if (refused != null) {
                changed.forEach(run -> run.settle(false));
                tidy();
                return new Answer(refused.error, refused.message, List.of());
            }
        }
        renewed.forEach(run -> run.renew(nowMs + limits.lockMs()));
        tidy();
        return new Answer(ErrorCode.NONE, null, changed);
    }

    private record Refused(ErrorCode error, String message) {}

    private @Nullable Refused take(
            String member,
            Acknowledgement said,
            ShareLimits limits,
            List<Run> changed,
            List<Run> renewed) {
        if (said.last() < start) {
            return null; // done since, or gone from the log
        }
        if (said.first() >= end) {
            return new Refused(
                    runs.isEmpty() ? ErrorCode.INVALID_RECORD_STATE : ErrorCode.INVALID_REQUEST,
                    "The records were not acquired.");
        }
        if (said.last() >= end) {
            return new Refused(
                    ErrorCode.INVALID_REQUEST, "The last of the records was not acquired.");
        }
        for (Run run : within(Math.max(said.first(), start), said.last())) {
            if (run.deliveries() == 0 && run.state() == DeliveryState.ARCHIVED) {
                continue; // the log has nothing there
            }
            if (run.isPending()) {
                return new Refused(
                        ErrorCode.INVALID_RECORD_STATE,
                        "An acknowledgement of the records is under way.");
            }
            if (run.state() != DeliveryState.ACQUIRED) {
                return new Refused(ErrorCode.INVALID_RECORD_STATE, "The records are not acquired.");
            }
            if (!run.isHeldBy(member)) {
                return new Refused(
                        ErrorCode.INVALID_RECORD_STATE, "Another member has the records.");
            }
            Refused refused = take(run, said, limits, changed, renewed);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private @Nullable Refused take(
            Run run,
            Acknowledgement said,
            ShareLimits limits,
            List<Run> changed,
            List<Run> renewed) {
        long last = Math.min(run.last(), said.last());
        long at = Math.max(run.first(), said.first());
        Run rest = run;
        while (at <= last) {
            long alike = Math.min(said.lastAlike(at), last);
            byte type = said.type(at);
            if (type == Acknowledgement.RENEW && !limits.renews()) {
                return new Refused(
                        ErrorCode.INVALID_RECORD_STATE,
                        "The group does not allow to keep records longer.");
            }
            Run part = cut(rest, at, alike);
            if (type == Acknowledgement.RENEW) {
                renewed.add(part);
            } else {
                part.intend(next(part, type, limits.deliveries()));
                changed.add(part);
            }
            at = alike + 1;
        }
        return null;
    }

    private static DeliveryState next(Run run, byte type, int deliveries) {
        return switch (type) {
            case Acknowledgement.ACCEPT -> DeliveryState.ACKNOWLEDGED;
            case Acknowledgement.RELEASE -> released(run, deliveries);
            default -> DeliveryState.ARCHIVED;
        };
    }

    private static DeliveryState released(Run run, int deliveries) {
        return run.deliveries() >= deliveries ? DeliveryState.ARCHIVED : DeliveryState.AVAILABLE;
    }

    /** Takes back all that {@code member} has. As {@link #acknowledge}. */
    List<Run> release(String member, int deliveries) {
        List<Run> changed = new ArrayList<>();
        for (Run run : runs.values()) {
            if (run.isHeldBy(member)) {
                run.intend(released(run, deliveries));
                changed.add(run);
            }
        }
        return changed;
    }

    /** The changes are durable, or never will be. */
    void settle(List<Run> changed, boolean durable) {
        changed.forEach(run -> run.settle(durable));
        advance();
        tidy();
    }

    /** Takes back at once what was kept too long; returns what is to be made durable of it. */
    List<StateBatch> expire(int deliveries, long nowMs) {
        List<StateBatch> late = new ArrayList<>();
        for (Run run : runs.values()) {
            if (run.isHeld() && run.deadlineMs() <= nowMs) {
                run.become(released(run, deliveries));
                late.add(run.batch());
            }
        }
        advance();
        tidy();
        return late;
    }

    /** When the first lock is over; {@link Long#MAX_VALUE} if there is none. */
    long nextDeadlineMs() {
        long next = Long.MAX_VALUE;
        for (Run run : runs.values()) {
            if (run.isHeld()) {
                next = Math.min(next, run.deadlineMs());
            }
        }
        return next;
    }

    /** The log starts at {@code offset} now: whatever is before it is done, whoever has it. */
    void logStartsAt(long offset) {
        if (offset <= start) {
            return;
        }
        for (Run run : within(start, offset - 1)) {
            if (run.last() >= offset) {
                Run before = run.splitBefore(offset);
                runs.remove(before.first());
                runs.put(offset, run);
            } else {
                runs.remove(run.first());
            }
        }
        start = offset;
        end = Math.max(end, offset);
        advance();
    }

    private void advance() {
        Iterator<Run> each = runs.values().iterator();
        while (each.hasNext()) {
            Run run = each.next();
            if (!run.isSettled()) {
                start = run.first();
                return;
            }
            each.remove();
        }
        start = end;
    }

    /** Makes one of neighbours that are alike. */
    private void tidy() {
        List<Run> all = new ArrayList<>(runs.size());
        Run before = null;
        for (Run run : runs.values()) {
            if (before != null && before.continues(run)) {
                run.takeIn(before);
                all.set(all.size() - 1, run);
            } else {
                all.add(run);
            }
            before = run;
        }
        if (all.size() < runs.size()) {
            runs.clear();
            all.forEach(run -> runs.put(run.first(), run));
        }
    }

    /** The runs in their order, to look at. */
    List<Run> runs() {
        return List.copyOf(runs.values());
    }
}
