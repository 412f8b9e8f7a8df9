package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A quorum in virtual time: every message, flush and timer is an event in one queue under a seed.
 * Crashes lose what was not flushed; messages are delayed, lost and cut off. It checks, at every
 * event, that an epoch has one leader and that all voters commit the same batches in the same
 * order.
 */
final class SimQuorum {

    private record Event(long atMs, long order, Runnable action) {}

    final Map<Integer, Voter> voters = new HashMap<>();
    final List<MetadataBatch> committed = new ArrayList<>();
    final Map<Integer, Integer> leaderOfEpoch = new HashMap<>();

    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
    private final Set<Set<Integer>> cut = new HashSet<>();
    private final Set<Integer> ids;
    double lossRate;
    private long nowMs = 1;
    private long order;

    SimQuorum(long seed, int size) {
        this.random = new Random(seed);
        this.ids = IntStream.rangeClosed(1, size).boxed().collect(Collectors.toSet());
        ids.forEach(id -> voters.put(id, new Voter(id)));
        voters.values().forEach(Voter::boot);
    }

    Random random() {
        return random;
    }

    long nowMs() {
        return nowMs;
    }

    void runFor(long ms) {
        long endMs = nowMs + ms;
        while (!events.isEmpty() && events.peek().atMs() <= endMs) {
            Event event = events.remove();
            nowMs = Math.max(nowMs, event.atMs());
            event.action().run();
        }
        nowMs = endMs;
    }

    void cut(int one, int other) {
        cut.add(Set.of(one, other));
    }

    void heal() {
        cut.clear();
        lossRate = 0;
    }

    /** The voter that leads the highest epoch, or null. */
    @Nullable Voter leader() {
        return voters.values().stream()
                .filter(voter -> voter.alive && voter.leading)
                .max(Comparator.comparingInt(voter -> voter.raft.epoch()))
                .orElse(null);
    }

    private void at(long atMs, Runnable action) {
        events.add(new Event(atMs, order++, action));
    }

    private void carry(int from, int to, RaftMessage message) {
        if (random.nextDouble() < lossRate || cut.contains(Set.of(from, to))) {
            return;
        }
        at(
                nowMs + 1 + random.nextInt(20),
                () -> {
                    Voter target = voters.get(to);
                    if (target.alive && !cut.contains(Set.of(from, to))) {
                        target.raft.receive(from, message);
                    }
                });
    }

    /** One voter, and what survives its crashes. */
    final class Voter implements RaftListener {
        final int id;
        QuorumState stored = QuorumState.INITIAL;
        List<MetadataBatch> durable = new ArrayList<>();
        boolean alive;
        boolean leading;
        long toldOffset;
        int life;
        RaftNode raft;
        Log log;

        Voter(int id) {
            this.id = id;
        }

        void boot() {
            life++;
            alive = true;
            leading = false;
            toldOffset = 0;
            Loop loop = new Loop(this, life);
            log = new Log(this, loop);
            durable.forEach(log.memory::append);
            QuorumStore store =
                    new QuorumStore() {
                        @Override
                        public QuorumState read() {
                            return stored;
                        }

                        @Override
                        public void write(QuorumState state) {
                            stored = state;
                        }
                    };
            raft =
                    new RaftNode(
                            RaftSettings.of(id, ids),
                            loop,
                            new Dice(random),
                            log,
                            store,
                            (to, message) -> carry(id, to, message),
                            this);
            raft.start();
        }

        void crash() {
            alive = false;
            leading = false;
            raft.stop();
        }

        void append(String text) {
            raft.append(List.of(ByteBuffer.wrap(text.getBytes())));
        }

        @Override
        public void onCommitted(MetadataBatch batch) {
            int index =
                    (int)
                            committed.stream()
                                    .filter(b -> b.baseOffset() < batch.baseOffset())
                                    .count();
            if (index == committed.size()) {
                committed.add(batch);
            }
            assertEquals(committed.get(index), batch, "voter " + id + " commits something else");
            toldOffset = batch.endOffset();
        }

        @Override
        public void onLeading(int epoch) {
            leading = true;
            Integer other = leaderOfEpoch.putIfAbsent(epoch, id);
            if (other != null) {
                assertEquals(other, id, "two leaders of epoch " + epoch);
            }
        }

        @Override
        public void onResigned(int epoch) {
            leading = false;
        }
    }

    /** A log that forgets at a crash what was not flushed. */
    private final class Log implements MetadataLog {
        private final Voter voter;
        private final Loop loop;
        private final MemoryMetadataLog memory;

        Log(Voter voter, Loop loop) {
            this.voter = voter;
            this.loop = loop;
            this.memory = new MemoryMetadataLog(loop);
        }

        @Override
        public long endOffset() {
            return memory.endOffset();
        }

        @Override
        public int lastEpoch() {
            return memory.lastEpoch();
        }

        @Override
        public void append(MetadataBatch batch) {
            memory.append(batch);
        }

        @Override
        public void truncate(long offset) {
            memory.truncate(offset);
            voter.durable.removeIf(batch -> batch.baseOffset() >= offset);
        }

        @Override
        public List<MetadataBatch> read(long offset, long endOffset, int batchesMax) {
            return memory.read(offset, endOffset, batchesMax);
        }

        @Override
        public EpochEnd endOf(int epoch) {
            return memory.endOf(epoch);
        }

        @Override
        public void flush(LongConsumer done) {
            long end = memory.endOffset();
            loop.schedule(
                    1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 10), // some disks stall
                    () -> {
                        List<MetadataBatch> all = memory.read(0, end, Integer.MAX_VALUE);
                        voter.durable = new ArrayList<>(all);
                        done.accept(end);
                    });
        }
    }

    /** The loop of one life of a voter: its events die with it. */
    private final class Loop implements EventLoop, Clock {
        private final Voter voter;
        private final int life;

        Loop(Voter voter, int life) {
            this.voter = voter;
            this.life = life;
        }

        @Override
        public void execute(Runnable task) {
            schedule(0, task);
        }

        @Override
        public Timer schedule(long delayMs, Runnable task) {
            boolean[] cancelled = new boolean[1];
            at(
                    nowMs + Math.max(0, delayMs),
                    () -> {
                        if (!cancelled[0] && voter.alive && voter.life == life) {
                            task.run();
                        }
                    });
            return () -> cancelled[0] = true;
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public Clock clock() {
            return this;
        }

        @Override
        public long nanos() {
            return nowMs * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return nowMs;
        }
    }

    private record Dice(Random random) implements Entropy {
        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(bound);
        }

        @Override
        public void nextBytes(byte[] target) {
            random.nextBytes(target);
        }

        @Override
        public Entropy fork(String name) {
            return this;
        }
    }
}
