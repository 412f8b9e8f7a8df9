package io.leat.log.coordinator.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.CoordinatorPartition;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.ManualLoop;
import io.leat.log.coordinator.MemoryLog;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A share coordinator in virtual time: what it keeps, for whom, and after a failover. */
final class ShareStateCoordinatorTest {

    private static final SharePartitionKey KEY = new SharePartitionKey("g", new Uuid(1, 2), 0);

    private final ManualLoop loop = new ManualLoop();
    private final MemoryLog log = new MemoryLog(loop);
    private final List<ShareStateCoordinator> shards = new ArrayList<>();
    private CoordinatorPartition<ShareStateCoordinator, ShareStateRecord> partition = start();

    private CoordinatorPartition<ShareStateCoordinator, ShareStateRecord> start() {
        ShareStateSettings settings = new ShareStateSettings(3, 1_000, 5_000);
        CoordinatorPartition<ShareStateCoordinator, ShareStateRecord> started =
                new CoordinatorPartition<>(
                        log,
                        new ShareStateCodec(),
                        timers -> {
                            ShareStateCoordinator shard =
                                    new ShareStateCoordinator(
                                            log, timers, key -> key.partition() < 3, settings);
                            shards.add(shard);
                            return shard;
                        });
        started.start();
        loop.run();
        return started;
    }

    private Map<SharePartitionKey, ShareState> durable() {
        return shards.get(shards.size() - 1).durable();
    }

    private interface Request {
        Decision<ShareStateRecord> decide(
                ShareStateCoordinator shard, Promise<ShareAnswer> promise, Moment now);
    }

    private ShareAnswer ask(Request request) {
        Asked<ShareAnswer> asked = new Asked<>();
        partition.decide(
                asked.promise(), (shard, now) -> request.decide(shard, asked.promise(), now));
        loop.run();
        return asked.value();
    }

    private ErrorCode initialize(int stateEpoch, long start) {
        return ask((shard, promise, now) -> shard.initialize(KEY, stateEpoch, start, promise, now))
                .error();
    }

    private ShareAnswer read(int leaderEpoch) {
        return ask((shard, promise, now) -> shard.read(KEY, leaderEpoch, promise));
    }

    private ErrorCode write(int stateEpoch, int leaderEpoch, long start, StateBatch... batches) {
        Update update = new Update(KEY, 0, leaderEpoch, start, 0, List.of(batches));
        return ask((shard, promise, now) -> shard.write(update, stateEpoch, promise, now)).error();
    }

    private static StateBatch batch(long first, long last, byte state, int count) {
        return new StateBatch(first, last, state, (short) count);
    }

    @Test
    void shouldKeepNothingBeforeTheGroupBegins() {
        assertEquals(ErrorCode.INVALID_REQUEST, read(1).error());
        assertEquals(ErrorCode.INVALID_REQUEST, write(0, 1, 0));
        assertEquals(ErrorCode.NONE, initialize(2, -1));
        assertEquals(ErrorCode.NONE, read(1).error());
    }

    @Test
    void shouldTellTheNextLeaderWhatTheLastOneWrote() {
        initialize(2, -1);
        read(1);
        write(2, 1, 10, batch(10, 19, StateBatch.ACKNOWLEDGED, 1));
        write(2, 1, 10, batch(20, 24, StateBatch.AVAILABLE, 2));
        partition.close();
        log.fail(false);
        partition = start();
        ShareState state = read(2).state();
        assertNotNull(state);
        assertEquals(10, state.startOffset());
        assertEquals(
                List.of(
                        batch(10, 19, StateBatch.ACKNOWLEDGED, 1),
                        batch(20, 24, StateBatch.AVAILABLE, 2)),
                state.batches());
    }

    @Test
    void shouldFenceTheLeaderBeforeAndTheStateBefore() {
        initialize(2, -1);
        read(5);
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, write(2, 4, 0));
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, read(4).error());
        assertEquals(ErrorCode.NONE, initialize(3, 100));
        assertEquals(ErrorCode.FENCED_STATE_EPOCH, write(2, 5, 0));
        assertEquals(ErrorCode.FENCED_STATE_EPOCH, initialize(2, 0));
        assertEquals(ErrorCode.NONE, write(3, 5, 100));
    }

    @Test
    void shouldNotTakeBackWhatIsDoneWhateverOrderTheNewsComeIn() {
        initialize(2, 0);
        write(2, 0, 0, batch(0, 9, StateBatch.ACKNOWLEDGED, 2));
        write(2, 0, 0, batch(5, 14, StateBatch.AVAILABLE, 1));
        ShareState state = durable().get(KEY);
        assertNotNull(state);
        assertEquals(
                List.of(
                        batch(0, 9, StateBatch.ACKNOWLEDGED, 2),
                        batch(10, 14, StateBatch.AVAILABLE, 1)),
                state.batches());
    }

    @Test
    void shouldNotLetTheStartGoBackWhenAWriteComesLate() {
        initialize(2, 0);
        write(2, 0, 0, batch(0, 9, StateBatch.ACKNOWLEDGED, 1));
        write(2, 0, 20, batch(20, 24, StateBatch.AVAILABLE, 1));
        assertEquals(
                ErrorCode.NONE, write(2, 0, 5, batch(5, 21, StateBatch.ACKNOWLEDGED, 1)), "late");
        ShareState state = durable().get(KEY);
        assertNotNull(state);
        assertEquals(20, state.startOffset());
        assertEquals(
                List.of(
                        batch(20, 21, StateBatch.ACKNOWLEDGED, 1),
                        batch(22, 24, StateBatch.AVAILABLE, 1)),
                state.batches());
    }

    @Test
    void shouldNotBeginAnewForSomebodyWhoAskedBefore() {
        initialize(2, -1);
        assertEquals(ErrorCode.NONE, initialize(2, -1), "nothing has happened yet");
        write(2, 0, 7, batch(7, 9, StateBatch.ACKNOWLEDGED, 1));
        assertEquals(ErrorCode.FENCED_STATE_EPOCH, initialize(2, -1), "late");
        ShareState state = durable().get(KEY);
        assertNotNull(state);
        assertEquals(7, state.startOffset());
        assertEquals(ErrorCode.NONE, initialize(3, -1));
    }

    @Test
    void shouldForgetAStateThatIsDeleted() {
        initialize(2, 0);
        assertEquals(
                ErrorCode.NONE, ask((shard, promise, now) -> shard.delete(KEY, promise)).error());
        assertEquals(Map.of(), durable());
        assertEquals(ErrorCode.INVALID_REQUEST, read(1).error());
    }

    @Test
    void shouldKnowNoPartitionThatIsNotThere() {
        SharePartitionKey other = new SharePartitionKey("g", new Uuid(1, 2), 7);
        assertEquals(
                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                ask((shard, promise, now) -> shard.initialize(other, 2, 0, promise, now)).error());
    }

    /** Random news in random order, with failovers: as if each record were kept by itself. */
    @Test
    void shouldKeepTheLatestNewsOfEachRecord() {
        Random random = new Random(11);
        initialize(2, 0);
        TreeMap<Long, StateBatch> model = new TreeMap<>();
        long start = 0;
        for (int i = 0; i < 300; i++) {
            long first = start + random.nextInt(50);
            long last = first + random.nextInt(10);
            byte state = (byte) (random.nextInt(3) * 2);
            int count = 1 + random.nextInt(4);
            if (random.nextInt(20) == 0) {
                start += random.nextInt(10);
            }
            write(2, 0, start, batch(first, last, state, count));
            for (long offset = first; offset <= last; offset++) {
                StateBatch one = batch(offset, offset, state, count);
                StateBatch known = model.get(offset);
                if (known == null || one.supersedes(known)) {
                    model.put(offset, one);
                }
            }
            model.headMap(start).clear();
            if (random.nextInt(15) == 0) {
                Map<SharePartitionKey, ShareState> before = durable();
                partition.close();
                log.fail(false);
                partition = start();
                assertEquals(before, durable());
            }
            ShareState kept = durable().get(KEY);
            assertNotNull(kept);
            List<StateBatch> each = new ArrayList<>();
            for (StateBatch batch : kept.batches()) {
                for (long offset = batch.first(); offset <= batch.last(); offset++) {
                    each.add(batch.of(offset, offset));
                }
            }
            assertEquals(List.copyOf(model.values()), each);
        }
    }
}
