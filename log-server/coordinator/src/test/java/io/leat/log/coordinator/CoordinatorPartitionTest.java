package io.leat.log.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoordinatorPartitionTest {

    private final ManualLoop loop = new ManualLoop();
    private final MemoryLog log = new MemoryLog(loop);

    /** Remembers every word it applied. */
    private static final class Words implements CoordinatorShard<String> {
        final Timers<String> timers;
        final List<String> applied = new ArrayList<>();
        @Nullable ErrorCode ended;

        Words(Timers<String> timers) {
            this.timers = timers;
        }

        @Override
        public void apply(long offset, @Nullable ProducerIdentity producer, String record) {
            if (record.equals("poison")) {
                throw new IllegalStateException("a bug");
            }
            applied.add(offset + record);
        }

        @Override
        public void applyMarker(long offset, ProducerIdentity producer, boolean commit) {
            applied.add(offset + (commit ? "commit" : "abort"));
        }

        @Override
        public void unloaded(ErrorCode error) {
            ended = error;
        }
    }

    private static final RecordCodec<String> CODEC =
            new RecordCodec<>() {
                @Override
                public RawRecord encode(String record) {
                    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
                    return new RawRecord(ByteBuffer.wrap(bytes), null);
                }

                @Override
                public String decode(RawRecord raw) {
                    return StandardCharsets.UTF_8.decode(raw.key().duplicate()).toString();
                }
            };

    private CoordinatorPartition<Words, String> partition =
            new CoordinatorPartition<>(log, CODEC, Words::new);

    private void start() {
        partition.start();
        loop.run();
    }

    private Asked<String> say(String word) {
        Asked<String> asked = new Asked<>();
        partition.decide(
                asked.promise(),
                (words, now) ->
                        Decision.<String>none().append(word).andAnswer(asked.promise(), word));
        return asked;
    }

    private Asked<List<String>> applied() {
        Asked<List<String>> asked = new Asked<>();
        partition.decide(
                asked.promise(),
                (words, now) -> Decision.answer(asked.promise(), List.copyOf(words.applied)));
        return asked;
    }

    @Test
    void shouldAnswerWhenTheRecordsAreCommitted() {
        start();
        log.replicates(false);
        Asked<String> asked = say("a");
        assertTrue(asked.isOpen());
        log.replicates(true);
        assertEquals("a", asked.value());
    }

    @Test
    void shouldHoldBackAnswersAboutUncommittedState() {
        start();
        log.replicates(false);
        say("a");
        Asked<List<String>> read = applied();
        assertTrue(read.isOpen());
        log.replicates(true);
        assertEquals(List.of("0a"), read.value());
    }

    @Test
    void shouldRefuseWithTheErrorOfItsState() {
        say("a");
        assertEquals(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, say("a").error());
        start();
        partition.close();
        assertEquals(ErrorCode.NOT_COORDINATOR, say("a").error());
    }

    @Test
    void shouldRefuseWhatWaitsWhenLeadershipEnds() {
        start();
        log.replicates(false);
        Asked<String> asked = say("a");
        partition.close();
        assertEquals(ErrorCode.NOT_COORDINATOR, asked.error());
    }

    @Test
    void shouldNotApplyWhatTheLogRefused() {
        start();
        log.refuses(ErrorCode.NOT_ENOUGH_REPLICAS);
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, say("a").error());
        log.refuses(null);
        assertEquals(List.of(), applied().value());
    }

    @Test
    void shouldCloseWhenTheLogIsNoLongerLedHere() {
        start();
        log.refuses(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        assertEquals(ErrorCode.NOT_COORDINATOR, say("a").error());
        assertEquals(ErrorCode.NOT_COORDINATOR, partition.error());
    }

    @Test
    void shouldServeAgainOnceTheDiskHasRoom() {
        start();
        log.refuses(ErrorCode.KAFKA_STORAGE_ERROR);
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, say("a").error());
        log.refuses(null);
        assertEquals(ErrorCode.NONE, partition.error());
        assertEquals(List.of(), applied().value());
    }

    @Test
    void shouldNotLeaveRequestsWaitingWhenTheDiskFails() {
        start();
        log.replicates(false);
        Asked<String> asked = say("a");
        partition.logFailed();
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, asked.error());
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, say("b").error());
        partition.close();
        assertEquals(ErrorCode.NOT_COORDINATOR, say("c").error());
    }

    @Test
    void shouldReplayRecordsAndMarkersInOrder() {
        start();
        say("a");
        Asked<ErrorCode> ended = new Asked<>();
        partition.endTransaction(
                new TransactionMarker(new ProducerIdentity(7, (short) 0), true, 0, 2),
                ended.promise());
        say("b");
        assertEquals(ErrorCode.NONE, ended.value());
        partition.close();
        log.fail(true);
        partition = new CoordinatorPartition<>(log, CODEC, Words::new);
        start();
        assertEquals(List.of("0a", "1commit", "2b"), applied().value());
    }

    @Test
    void shouldReloadAfterABug() {
        start();
        say("a");
        Asked<String> asked = new Asked<>();
        partition.decide(
                asked.promise(),
                (words, now) -> {
                    words.applied.clear();
                    throw new IllegalStateException("a bug");
                });
        assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, asked.error());
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, say("b").error());
        loop.advance(1_000);
        assertEquals(List.of("0a"), applied().value());
    }

    @Test
    void shouldLoadAgainWhenTheLogCannotBeRead() {
        start();
        say("a");
        partition.close();
        log.fail(true);
        log.unreadable(ErrorCode.KAFKA_STORAGE_ERROR);
        partition = new CoordinatorPartition<>(log, CODEC, Words::new);
        start();
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, partition.error());
        log.unreadable(null);
        loop.advance(1_000);
        assertEquals(ErrorCode.NONE, partition.error());
    }

    @Test
    void shouldStopTimersWhenItEnds() {
        start();
        partition.decide(
                Promise.ignored(),
                (words, now) -> {
                    words.timers.schedule(10, at -> Decision.<String>none().append("late"));
                    return Decision.none();
                });
        loop.advance(10);
        assertEquals(1, log.endOffset());
        partition.decide(
                Promise.ignored(),
                (words, now) -> {
                    words.timers.schedule(10, at -> Decision.<String>none().append("never"));
                    return Decision.none();
                });
        partition.close();
        loop.advance(10);
        assertEquals(1, log.endOffset());
    }
}
