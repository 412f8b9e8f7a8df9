package io.leat.log.broker.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random fetches, acknowledgements, late locks, failed writes and crashes of the leader, beside a
 * model that knows each record by itself. A failure names its seed.
 */
final class InFlightModelTest {

    private static final int STEPS = 400;
    private static final ShareLimits LIMITS = new ShareLimits(100, 4, 50, true, false);

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 40));
    }

    /** One record as the model knows it. */
    private static final class Record {
        DeliveryState state = DeliveryState.AVAILABLE;
        int deliveries;
        String member;
        long deadline;
        boolean pending;
        boolean hole;
    }

    private static final class Write {
        final List<Run> runs;
        final List<StateBatch> batches;

        Write(List<Run> runs, List<StateBatch> batches) {
            this.runs = runs;
            this.batches = batches;
        }
    }

    private Random random;
    private InFlight inFlight;
    private TreeMap<Long, Record> model;
    private TreeMap<Long, StateBatch> durable;
    private List<Span> log;
    private List<Write> writes;
    private long now;
    private long logStart;
    private long durableStart;

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldDoWhatTheModelDoes(long seed) {
        random = new Random(seed);
        inFlight = new InFlight(0, List.of());
        model = new TreeMap<>();
        durable = new TreeMap<>();
        writes = new ArrayList<>();
        log = log();
        now = 0;
        logStart = 0;
        durableStart = 0;
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(5);
            step();
            compare();
        }
    }

    /** Batches of one to eight records; between some of them compaction left nothing. */
    private List<Span> log() {
        List<Span> batches = new ArrayList<>();
        long next = 0;
        while (next < 5_000) {
            if (random.nextInt(8) == 0) {
                next += 1 + random.nextInt(4);
            }
            long last = next + random.nextInt(8);
            batches.add(new Span(next, last));
            next = last + 1;
        }
        return batches;
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> fetch();
            case 4, 5, 6 -> acknowledge();
            case 7 -> expire();
            case 8, 9 -> settle();
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    release();
                } else {
                    moveLogStart();
                }
            }
            default -> {
                if (random.nextInt(6) == 0) {
                    crash();
                }
            }
        }
    }

    private String member() {
        return "m" + random.nextInt(3);
    }

    private Record record(long offset) {
        return model.computeIfAbsent(offset, o -> new Record());
    }

    private void fetch() {
        inFlight.logStartsAt(logStart);
        long from = inFlight.nextOffset();
        List<Span> read = new ArrayList<>();
        int batches = 1 + random.nextInt(6);
        for (Span batch : log) {
            if (batch.last() >= from && read.size() < batches) {
                read.add(batch);
            }
        }
        boolean exact = random.nextBoolean();
        AcquireRequest request =
                new AcquireRequest(member(), 1 + random.nextInt(20), 1 + random.nextInt(10), exact);
        long start = inFlight.start();
        for (long hole = from; hole < read.get(0).first(); hole++) {
            Record record = record(hole);
            if (record.state == DeliveryState.AVAILABLE && !record.pending) {
                record.state = DeliveryState.ARCHIVED;
                record.hole = record.deliveries == 0;
            }
        }
        List<Acquired> acquired = inFlight.acquire(request, LIMITS, from, read, List.of(), now);
        long count = 0;
        long before = -1;
        for (Acquired each : acquired) {
            assertTrue(each.first() > before, "in order");
            before = each.last();
            for (long offset = each.first(); offset <= each.last(); offset++) {
                Record record = record(offset);
                assertEquals(DeliveryState.AVAILABLE, record.state, "free: " + offset);
                assertTrue(!record.pending && offset >= start, "free: " + offset);
                record.state = DeliveryState.ACQUIRED;
                record.deliveries++;
                record.member = request.member();
                record.deadline = now + LIMITS.lockMs();
                assertEquals(record.deliveries, each.deliveries(), "deliveries of " + offset);
                assertTrue(record.deliveries <= LIMITS.deliveries(), "delivered too often");
                count++;
            }
            assertTrue(each.last() <= read.get(read.size() - 1).last(), "only what was read");
        }
        if (exact) {
            assertTrue(count <= request.maxRecords(), "exactly as many as wanted");
        }
    }

    private void acknowledge() {
        String member = member();
        long span = inFlight.end() - inFlight.start();
        if (span == 0) {
            return;
        }
        long first = inFlight.start() - 2 + random.nextInt((int) span + 2);
        long last = first + random.nextInt(6);
        first = Math.max(0, first);
        last = Math.max(first, last);
        byte type = (byte) random.nextInt(5);
        List<Byte> types = new ArrayList<>();
        boolean one = random.nextBoolean();
        for (long offset = first; offset <= last; offset++) {
            types.add(one ? type : (byte) random.nextInt(5));
        }
        Acknowledgement said =
                new Acknowledgement(first, last, one ? List.of(type) : List.copyOf(types));
        InFlight.Answer answer = inFlight.acknowledge(member, List.of(said), LIMITS, now);
        boolean allowed = last < inFlight.end();
        long start = inFlight.start();
        for (long offset = Math.max(first, start); offset <= last && allowed; offset++) {
            Record record = record(offset);
            allowed =
                    record.hole
                            || record.state == DeliveryState.ACQUIRED
                                    && !record.pending
                                    && member.equals(record.member);
        }
        boolean past = last < start;
        assertEquals(allowed || past, answer.error() == ErrorCode.NONE, "" + said);
        if (answer.error() != ErrorCode.NONE || past) {
            return;
        }
        for (long offset = Math.max(first, start); offset <= last; offset++) {
            Record record = record(offset);
            if (record.hole) {
                continue;
            }
            byte about = said.type(offset);
            if (about == Acknowledgement.RENEW) {
                record.deadline = now + LIMITS.lockMs();
                continue;
            }
            record.pending = true;
            record.state = next(record, about);
        }
        if (!answer.changed().isEmpty()) {
            write(answer.changed());
        }
    }

    private static DeliveryState next(Record record, byte type) {
        return switch (type) {
            case Acknowledgement.ACCEPT -> DeliveryState.ACKNOWLEDGED;
            case Acknowledgement.RELEASE -> released(record);
            default -> DeliveryState.ARCHIVED;
        };
    }

    private static DeliveryState released(Record record) {
        return record.deliveries >= LIMITS.deliveries()
                ? DeliveryState.ARCHIVED
                : DeliveryState.AVAILABLE;
    }

    private void write(List<Run> runs) {
        writes.add(new Write(runs, runs.stream().map(Run::batch).toList()));
    }

    private void release() {
        String member = member();
        List<Run> released = inFlight.release(member, LIMITS.deliveries());
        long start = inFlight.start();
        model.forEach(
                (offset, record) -> {
                    boolean held =
                            record.state == DeliveryState.ACQUIRED
                                    && !record.pending
                                    && member.equals(record.member);
                    if (offset >= start && held) {
                        record.pending = true;
                        record.state = released(record);
                    }
                });
        if (!released.isEmpty()) {
            write(released);
        }
    }

    private void expire() {
        List<StateBatch> late = inFlight.expire(LIMITS.deliveries(), now);
        for (StateBatch each : late) {
            persist(each);
        }
        model.values()
                .forEach(
                        record -> {
                            if (record.state == DeliveryState.ACQUIRED
                                    && !record.pending
                                    && record.deadline <= now) {
                                record.state = released(record);
                            }
                        });
    }

    /** A write arrives, or fails; of one that fails nobody knows whether it took effect. */
    private void settle() {
        if (writes.isEmpty()) {
            return;
        }
        Write write = writes.remove(0);
        boolean done = random.nextInt(5) > 0;
        if (done || random.nextBoolean()) {
            durableStart = Math.max(durableStart, inFlight.start());
            write.batches.forEach(this::persist);
        }
        for (StateBatch each : write.batches) {
            for (long offset = each.first(); offset <= each.last(); offset++) {
                Record record = record(offset);
                record.pending = false;
                if (!done) {
                    record.state = DeliveryState.ACQUIRED;
                }
            }
        }
        inFlight.settle(write.runs, done);
    }

    private void persist(StateBatch batch) {
        for (long offset = batch.first(); offset <= batch.last(); offset++) {
            StateBatch one = new StateBatch(offset, offset, batch.state(), batch.deliveryCount());
            StateBatch known = durable.get(offset);
            boolean later =
                    known == null
                            || one.deliveryCount() > known.deliveryCount()
                            || one.deliveryCount() == known.deliveryCount()
                                    && one.state() >= known.state();
            if (later) {
                durable.put(offset, one);
            }
        }
    }

    private void moveLogStart() {
        if (random.nextInt(5) == 0) {
            logStart = Math.max(logStart, inFlight.start() + random.nextInt(12));
            inFlight.logStartsAt(logStart);
        }
    }

    /** Another leader begins with what is durable. */
    private void crash() {
        List<StateBatch> known = List.copyOf(durable.tailMap(durableStart).values());
        inFlight = new InFlight(durableStart, known);
        writes.clear();
        model.tailMap(durableStart)
                .forEach(
                        (offset, record) -> {
                            StateBatch was = durable.get(offset);
                            record.pending = false;
                            record.member = null;
                            record.hole = false;
                            record.state =
                                    was == null
                                            ? DeliveryState.AVAILABLE
                                            : DeliveryState.of(was.state());
                            record.deliveries = was == null ? 0 : was.deliveryCount();
                        });
        inFlight.logStartsAt(logStart);
    }

    private void compare() {
        long start = inFlight.start();
        long next = start;
        for (Run run : inFlight.runs()) {
            assertEquals(next, run.first(), "no hole, no overlap");
            next = run.last() + 1;
            for (long offset = run.first(); offset <= run.last(); offset++) {
                Record record = record(offset);
                assertEquals(record.state, run.state(), "state of " + offset);
                assertEquals(record.pending, run.isPending(), "pending " + offset);
                assertEquals(record.deliveries, run.deliveries(), "deliveries of " + offset);
            }
        }
        assertEquals(next, inFlight.end());
        for (Record record : model.subMap(Math.min(logStart, start), start).values()) {
            assertTrue(record.state.isDone() && !record.pending, "nothing open is left behind");
        }
        if (!inFlight.isEmpty()) {
            Record first = record(start);
            assertTrue(!first.state.isDone() || first.pending, "the start stays behind");
        }
        assertTrue(inFlight.end() - start <= LIMITS.inFlight() + 8 + 4 + 12, "bounded");
    }
}
