package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.RandomInput.In;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is easy to get wrong, statement by statement: each is said by a test, shown by a program
 * that runs on Kafka Streams as well, and what it sends there is what is expected.
 */
@NullUnmarked
class ChecklistTest {

    @TempDir static File folder;
    private static int runs;

    private static In in(int topic, String key, String value, long time) {
        return new In("in" + topic, key, value, null, time);
    }

    private static In in(int topic, String key, String value, long time, String header) {
        return new In("in" + topic, key, value, header, time);
    }

    /** What both sides send to topics that are not internal, as "topic key value time headers". */
    private static List<String> both(String program, In... input) {
        return sent(all(program, input));
    }

    /** What goes through the repartition topic of {@code program}. */
    private static List<String> repartitioned(String program, List<In> input) {
        return repartitions(all(program, input.toArray(In[]::new))).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    private static List<String> repartitions(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("app-") && line.contains("-repartition "))
                .toList();
    }

    private static List<String> all(String program, In... input) {
        var leat = new StreamsBuilder();
        LeatChecklist.ALL.get(program).accept(leat);
        var kafka = new org.apache.kafka.streams.StreamsBuilder();
        KafkaChecklist.ALL.get(program).accept(kafka);
        Map<String, String> settings = Map.of("default.dsl.store", "in_memory");
        List<String> expected =
                KafkaRun.lines(kafka.build(), List.of(input), settings, fresh("kafka"));
        List<String> found = LeatRun.lines(leat.build(), List.of(input), settings, fresh("leat"));
        assertEquals(String.join("\n", sent(expected)), String.join("\n", sent(found)));
        assertEquals(repartitions(expected), repartitions(found));
        return found;
    }

    private static File fresh(String side) {
        return new File(folder, side + runs++);
    }

    private static List<String> sent(List<String> lines) {
        List<String> sent = new ArrayList<>(lines);
        sent.removeIf(line -> line.startsWith("app-") || line.contains(" holds "));
        return sent;
    }

    private static String number(int count) {
        return "\0\0\0\0\0\0\0" + (char) count;
    }

    @Nested
    class TimeAndHeaders {

        @Test
        void shouldKeepTimeAndHeadersInStatelessOperators() {
            assertEquals(List.of("out k v! 5 hx"), both("stateless", in(0, "k", "v", 5, "x")));
        }

        @Test
        void shouldGiveUnwindowedAggregatesTheLaterOfBothTimes() {
            assertEquals(
                    List.of("out k a 20", "out k ab 20"),
                    both("reduce", in(0, "k", "a", 20), in(0, "k", "b", 10)));
        }

        @Test
        void shouldGiveSessionsTheTimeOfTheirEnd() {
            assertEquals(
                    List.of("out k@20-20 a 20", "out k@20-20 null 20", "out k@15-20 ab 20"),
                    both("sessions", in(0, "k", "a", 20), in(0, "k", "b", 15)).stream()
                            .sorted(java.util.Comparator.comparing(line -> line.contains("15-20")))
                            .toList());
        }

        @Test
        void shouldGiveStreamJoinsTheLaterOfBothTimes() {
            assertEquals(
                    List.of("out k a+b 20"),
                    both("streams", in(0, "k", "a", 20), in(1, "k", "b", 15)));
        }

        @Test
        void shouldGiveStreamTableJoinsTheTimeOfTheStream() {
            assertEquals(
                    List.of("out k a+b 10"),
                    both("streamTable", in(2, "k", "b", 20), in(0, "k", "a", 10)));
        }

        @Test
        void shouldGiveTableJoinsTheLaterOfBothTimes() {
            assertTrue(
                    both("tables", in(0, "k", "a", 20), in(1, "k", "b", 10))
                            .contains("inner k a+b 20"));
        }

        @Test
        void shouldSendCachedResultsWithTheHeadersOfTheirOwnRecord() {
            assertEquals(
                    List.of("out k " + number(1) + " 5 hx", "out tagged " + number(1) + " 5 tagt"),
                    both("cachedHeaders", in(0, "k", "v", 5, "x")));
        }

        @Test
        void shouldApplyUpdatesOfPlainTablesInTheOrderOfOffsets() {
            assertEquals(
                    List.of("out k new 20", "out k old 10"),
                    both("kept", in(2, "k", "new", 20), in(2, "k", "old", 10)));
        }

        @Test
        void shouldKeepVersionedTablesInTheOrderOfTime() {
            List<String> sent = both("versioned", in(2, "k", "new", 20), in(2, "k", "old", 10));
            assertEquals("out k new 20", sent.get(0));
        }
    }

    @Nested
    class NullsAndTombstones {

        @Test
        void shouldDropNullKeysAndNullValuesOfUnwindowedAggregates() {
            assertEquals(
                    List.of("out k " + number(1) + " 3"),
                    both("count", in(0, null, "v", 1), in(0, "k", null, 2), in(0, "k", "v", 3)));
        }

        @Test
        void shouldDropNullKeysOfWindowsAndSessions() {
            for (String program : List.of("tumbling", "sessions", "sliding")) {
                assertEquals(List.of(), both(program, in(0, null, "v", 1)), program);
            }
        }

        @Test
        void shouldDropNullValuesOfSlidingWindows() {
            assertEquals(List.of(), both("sliding", in(0, "k", null, 1)));
        }

        @Test
        void shouldDropNullKeysOfTablesAndDeleteByNullValues() {
            assertEquals(
                    List.of("out k v 2", "out k null 3"),
                    both("kept", in(2, null, "v", 1), in(2, "k", "v", 2), in(2, "k", null, 3)));
        }

        @Test
        void shouldSkipRowsOfGroupedTablesThatHaveNoGroup() {
            assertEquals(
                    List.of("out a +a 2"),
                    both("groupedTable", in(2, "k", "", 1), in(2, "l", "a", 2)));
        }

        @Test
        void shouldDropNullKeysOfInnerStreamTableJoinsAndKeepThemInLeftOnes() {
            assertEquals(List.of(), both("streamTable", in(0, null, "v", 1)));
            assertEquals(
                    List.of("out null v+null 1"), both("streamTableLeft", in(0, null, "v", 1)));
        }

        @Test
        void shouldDropNullValuesOfStreamTableJoins() {
            assertEquals(List.of(), both("streamTableLeft", in(0, "k", null, 1)));
        }

        @Test
        void shouldSendNullKeysOfOuterStreamJoinsAtOnce() {
            assertEquals(List.of(), both("streams", in(0, null, "v", 1)));
            assertEquals(List.of("out null v+null 1"), both("streamsLeft", in(0, null, "v", 1)));
            assertEquals(List.of("out null null+v 1"), both("streamsOuter", in(1, null, "v", 1)));
        }

        @Test
        void shouldKeepNullKeysOutOfRepartitionTopicsOfJoins() {
            var input = List.of(in(2, "k", "row", 0), in(0, "k", "v", 1), in(0, "k", "none", 2));
            assertEquals(List.of("k v 1"), repartitioned("joinAnew", input));
            assertEquals(List.of("k v 1", "null none 2"), repartitioned("leftJoinAnew", input));
        }

        @Test
        void shouldDeleteKeysWhoseAggregateIsNull() {
            assertEquals(
                    List.of("out k a 1", "out k null 2", "out k b 3"),
                    both(
                            "reduce",
                            in(0, "k", "a", 1),
                            in(0, "k", "delete", 2),
                            in(0, "k", "b", 3)));
        }
    }

    @Nested
    class TableChanges {

        @Test
        void shouldSubtractFromTheOldGroupAndAddToTheNew() {
            assertEquals(
                    List.of("out a +a1 1", "out a +a1-a1 2", "out b +b1 2"),
                    both("groupedTable", in(2, "k", "a1", 1), in(2, "k", "b1", 2)));
        }

        @Test
        void shouldSendOneUpdateWhereTheGroupStaysTheSame() {
            assertEquals(
                    List.of("out a +a1 1", "out a +a1-a1+a2 2"),
                    both("groupedTable", in(2, "k", "a1", 1), in(2, "k", "a2", 2)));
        }

        @Test
        void shouldSubtractNothingOfARowThatWasNotThere() {
            assertEquals(List.of(), both("groupedTable", in(2, "k", null, 1)));
        }

        @Test
        void shouldSendNoInnerJoinWithoutTheOtherSide() {
            List<String> sent = both("tables", in(0, "k", "a", 1));
            assertEquals(List.of("left k a+null 1", "outer k a+null 1"), sent);
        }

        @Test
        void shouldSendNothingOfOuterJoinsWhereBothSidesAreNull() {
            assertEquals(List.of(), both("tables", in(1, "k", null, 1)));
        }

        @Test
        void shouldSendDeletionsOfFilteredRowsUnlessOldValuesAreKept() {
            assertEquals(List.of("out k null 1"), both("filteredTable", in(2, "k", "x", 1)));
            assertEquals(List.of(), both("filteredAndGrouped", in(2, "k", "x", 1)));
        }
    }

    @Nested
    class ForeignKeys {

        @Test
        void shouldJoinWithTheRowThatTheForeignKeyPointsTo() {
            assertEquals(
                    List.of("out a ->x+one 2"),
                    both("foreign", in(1, "x", "one", 1), in(0, "a", "->x", 2)));
        }

        @Test
        void shouldDeleteTheResultWhenTheRowIsDeleted() {
            assertEquals(
                    List.of("out a ->x+one 2", "out a null 3"),
                    both(
                            "foreign",
                            in(1, "x", "one", 1),
                            in(0, "a", "->x", 2),
                            in(0, "a", null, 3)));
        }

        @Test
        void shouldFollowAForeignKeyThatChanges() {
            assertEquals(
                    List.of("out a ->x+one 3", "out a ->y+two 4"),
                    both(
                            "foreign",
                            in(1, "x", "one", 1),
                            in(1, "y", "two", 2),
                            in(0, "a", "->x", 3),
                            in(0, "a", "->y", 4)));
        }

        @Test
        void shouldTellAllSubscribersOfAChangeOnTheRight() {
            assertEquals(
                    List.of("out a ->x+one 3", "out b ->x+one 3"),
                    both(
                            "foreign",
                            in(0, "a", "->x", 1),
                            in(0, "b", "->x", 2),
                            in(1, "x", "one", 3)));
        }

        @Test
        void shouldDeleteInnerResultsWhenTheRightRowIsDeleted() {
            assertEquals(
                    List.of("out a ->x+one 2", "out a null 3"),
                    both(
                            "foreign",
                            in(1, "x", "one", 1),
                            in(0, "a", "->x", 2),
                            in(1, "x", null, 3)));
        }

        @Test
        void shouldAnswerLeftJoinsWithoutAForeignKey() {
            assertEquals(List.of("out a none+null 1"), both("foreignLeft", in(0, "a", "none", 1)));
        }
    }

    @Nested
    class WindowsAndGrace {

        @Test
        void shouldCountARecordInAWindowUntilItsGraceEnds() {
            assertEquals(
                    List.of("out k@0-100 a 10", "out k@0-100 ac 10", "out k@100-200 b 119"),
                    both(
                            "tumbling",
                            in(0, "k", "a", 10),
                            in(0, "k", "b", 119),
                            in(0, "k", "c", 5)));
            assertEquals(
                    List.of("out k@0-100 a 10", "out k@100-200 b 120"),
                    both(
                            "tumbling",
                            in(0, "k", "a", 10),
                            in(0, "k", "b", 120),
                            in(0, "k", "c", 5)));
        }

        @Test
        void shouldLeaveOutOnlyTheExpiredWindowsOfALateRecord() {
            assertEquals(
                    List.of("out k@100-200 a 160", "out k@100-200 ab 160", "out k@150-250 a 160"),
                    both("hopping", in(0, "k", "a", 160), in(0, "k", "b", 140)));
        }

        @Test
        void shouldIncludeBothEndsOfASlidingWindow() {
            assertTrue(
                    both("sliding", in(0, "k", "a", 100), in(0, "k", "b", 110))
                            .contains("out k@100-110 ab 110"));
        }

        @Test
        void shouldLetEarlyRecordsShareTheFirstSlidingWindow() {
            List<String> sent = both("sliding", in(0, "k", "a", 2), in(0, "k", "b", 5));
            assertTrue(sent.contains("out k@0-10 ab 5"), sent::toString);
        }

        @Test
        void shouldMergeSessionsAndDeleteThoseThatWereMerged() {
            List<String> sent =
                    both("sessions", in(0, "k", "a", 12), in(0, "k", "b", 25), in(0, "k", "c", 18));
            assertTrue(sent.contains("out k@12-12 null 12"), sent::toString);
            assertTrue(sent.contains("out k@25-25 null 25"), sent::toString);
            assertTrue(sent.contains("out k@12-25 abc 25"), sent::toString);
        }

        @Test
        void shouldDropARecordWhoseSessionIsOver() {
            assertEquals(
                    List.of("out l@100-100 a 100"),
                    both("sessions", in(0, "l", "a", 100), in(0, "k", "b", 84)));
        }
    }

    @Nested
    class EmitAndSuppress {

        @Test
        void shouldSendResultsOnlyOnceTheirWindowsAreClosed() {
            assertEquals(
                    List.of("out k@0-100 ab 20"),
                    both("closed", in(0, "k", "a", 10), in(0, "k", "b", 20), in(0, "k", "c", 125)));
        }

        @Test
        void shouldSendSuppressedResultsOnlyOnceTheirWindowsAreClosed() {
            assertEquals(
                    List.of("out k@0-100 ab 20"),
                    both("final", in(0, "k", "a", 10), in(0, "k", "b", 20), in(0, "k", "c", 120)));
        }

        @Test
        void shouldSendNothingWithoutNewRecords() {
            assertEquals(List.of(), both("final", in(0, "k", "a", 10)));
        }

        @Test
        void shouldSendTheLatestValueAtTheTimeLimit() {
            assertEquals(
                    List.of("out k b 20"),
                    both("limited", in(2, "k", "a", 10), in(2, "k", "b", 20), in(2, "l", "c", 60)));
        }

        @Test
        void shouldSendEarlyWhatTheBufferHasNoRoomFor() {
            assertEquals(
                    List.of("out k a 1"),
                    both("limited", in(2, "k", "a", 1), in(2, "l", "b", 2), in(2, "m", "c", 3)));
        }
    }

    @Nested
    class Joins {

        @Test
        void shouldJoinStreamsWithinTheirWindowAlone() {
            assertEquals(
                    List.of("out k a+b 20"),
                    both("streams", in(0, "k", "a", 10), in(1, "k", "b", 20), in(1, "k", "c", 21)));
        }

        @Test
        void shouldSendUnmatchedRecordsOnceTheirWindowIsClosed() {
            assertEquals(
                    List.of("out k a+null 10"),
                    both("streamsLeft", in(0, "k", "a", 10), in(1, "l", "x", 41)));
            assertEquals(List.of(), both("streamsLeft", in(0, "k", "a", 10), in(1, "l", "x", 40)));
        }

        @Test
        void shouldForgetAnUnmatchedRecordThatFindsItsMatch() {
            assertEquals(
                    List.of("out k a+b 15"),
                    both(
                            "streamsLeft",
                            in(0, "k", "a", 10),
                            in(1, "k", "b", 15),
                            in(1, "l", "x", 100)));
        }

        @Test
        void shouldSendAnUnmatchedRecordThatIsTooLateAtOnce() {
            assertEquals(
                    List.of("out k a+null 10"),
                    both("streamsLeft", in(0, "l", "x", 100), in(0, "k", "a", 10)).stream()
                            .filter(line -> line.startsWith("out k"))
                            .toList());
        }

        @Test
        void shouldJoinWithTheTableAsItIsWhenTheRecordIsProcessed() {
            assertEquals(
                    List.of("out k a+late 1"),
                    both("streamTable", in(2, "k", "late", 100), in(0, "k", "a", 1)));
        }

        @Test
        void shouldJoinWithAGlobalTableByAnyKey() {
            assertEquals(
                    List.of("inner k ->n+name 2", "left k ->n+name 2", "left k x+null 3"),
                    both(
                            "global",
                            in(3, "n", "name", 1),
                            in(0, "k", "->n", 2),
                            in(0, "k", "x", 3)));
        }
    }
}
