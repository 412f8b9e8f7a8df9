package io.leat.log.broker.share;

import java.util.ArrayList;
import java.util.List;

/**
 * One time that records are handed out: first those that come back, then new ones. Used once, on
 * the loop of the partition.
 *
 * <p>Whole batches are handed out unless the consumer wants an exact number. Records that came back
 * often are handed out alone, in ever smaller parts.
 */
final class Acquisition {

    private final InFlight inFlight;
    private final AcquireRequest request;
    private final ShareLimits limits;
    private final List<Span> batches;
    private final long untilMs;
    private final long alreadyInFlight;
    private final List<Acquired> acquired = new ArrayList<>();
    private long count;
    private long max;
    private boolean closed;

    Acquisition(
            InFlight inFlight,
            AcquireRequest request,
            ShareLimits limits,
            List<Span> batches,
            long untilMs,
            long alreadyInFlight) {
        this.inFlight = inFlight;
        this.request = request;
        this.limits = limits;
        this.batches = batches;
        this.untilMs = untilMs;
        this.alreadyInFlight = alreadyInFlight;
    }

    List<Acquired> run(long first, long last, int maxInFlight) {
        long room = maxInFlight - alreadyInFlight;
        long end = inFlight.end();
        max = room > 0 ? Math.min(request.maxRecords(), room) : request.maxRecords();
        long lastFree = Math.min(last, end - 1);
        for (Run run : inFlight.within(first, lastFree)) {
            if (count >= max || closed) {
                return acquired;
            }
            if (run.isFree()) {
                again(run, Math.max(first, run.first()), Math.min(lastFree, run.last()));
            }
        }
        if (room > 0 && count < max && !closed && last >= end) {
            fresh(Math.max(first, end), last);
        }
        return acquired;
    }

    // ---- records that come back ----

    private void again(Run run, long first, long last) {
        long allowed = last - first + 1;
        Run.Origin origin = run.origin();
        if (run.deliveries() >= limits.isolateFrom()) {
            if (count > 0) {
                closed = true;
                return;
            }
            allowed = Math.min(allowed, share(run, origin == null ? run.size() : origin.size()));
            closed = true;
        }
        if (request.exact()) {
            allowed = Math.min(allowed, max - count);
        } else if (origin == null && allowed > max - count) {
            allowed = batchEnd(first + (max - count) - 1, last) - first + 1;
        }
        Run part = inFlight.cut(run, first, first + allowed - 1);
        part.acquire(request.member(), untilMs);
        count += allowed;
        add(part);
    }

    /** How much of a batch is handed out that came back often: the last time one by one. */
    private long share(Run run, long batch) {
        if (run.deliveries() >= limits.deliveries() - 1 && limits.deliveries() > 2) {
            return 1;
        }
        return Math.max(1, batch >> (run.deliveries() - limits.isolateFrom() + 1));
    }

    private void add(Run part) {
        Acquired before = acquired.isEmpty() ? null : acquired.get(acquired.size() - 1);
        boolean joins =
                before != null
                        && before.last() + 1 == part.first()
                        && before.deliveries() == part.deliveries()
                        && part.origin() != null
                        && part.origin().first() <= before.first();
        if (joins && before != null) {
            acquired.set(
                    acquired.size() - 1,
                    new Acquired(before.first(), part.last(), part.deliveries()));
        } else {
            acquired.add(new Acquired(part.first(), part.last(), part.deliveries()));
        }
    }

    // ---- new records ----

    private void fresh(long first, long last) {
        if (inFlight.isEmpty()) {
            inFlight.beginAt(first);
        }
        long wanted = max - count;
        long until = last;
        if (wanted < last - first + 1) {
            long exact = first + wanted - 1;
            until = request.exact() ? exact : batchEnd(exact, last);
        }
        long from = first;
        if (!request.exact()) {
            for (Span batch : batches) {
                if (batch.first() > until) {
                    break;
                }
                if (batch.first() - from >= request.batchSize()) {
                    hand(from, batch.first() - 1);
                    from = batch.first();
                }
            }
        }
        hand(from, until);
    }

    private void hand(long first, long last) {
        Run run = new Run(first, last, new Run.Origin(first, last), DeliveryState.AVAILABLE, 0);
        run.acquire(request.member(), untilMs);
        inFlight.addFresh(run);
        count += run.size();
        acquired.add(new Acquired(first, last, 1));
    }

    /** The end of the batch that {@code offset} is in, at most {@code last}. */
    private long batchEnd(long offset, long last) {
        for (Span batch : batches) {
            if (batch.last() >= offset) {
                return Math.min(batch.last(), last);
            }
        }
        return last;
    }
}
