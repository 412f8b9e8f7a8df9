package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeLogDirsRequest;
import io.leat.log.protocol.message.DescribeLogDirsResponse;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.sim.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that keeps its data in two folders, each on a disk of its own. */
final class SeveralFoldersTest {

    private final DataHarness test = new DataHarness(1, List.of("a", "b"));

    @AfterEach
    void close() {
        test.close();
    }

    /** Numbers of the partitions of the topic in each folder; null for one that is offline. */
    private Map<String, List<Integer>> places() {
        DescribeLogDirsResponse answer =
                test.call(
                        new DescribeLogDirsHandler(test.broker()),
                        4,
                        DescribeLogDirsRequest.builder().topics(null).build());
        Map<String, List<Integer>> places = new TreeMap<>();
        for (DescribeLogDirsResponse.Result each : answer.results()) {
            String folder = each.logDir().substring(each.logDir().lastIndexOf('/') + 1);
            List<Integer> numbers = new ArrayList<>();
            each.topics()
                    .forEach(t -> t.partitions().forEach(p -> numbers.add(p.partitionIndex())));
            numbers.sort(null);
            places.put(folder, each.errorCode() == ErrorCode.NONE ? numbers : null);
        }
        return places;
    }

    private PartitionImage image(int number) {
        return test.broker().image().topic("t").partition(number);
    }

    private ErrorCode send(int number) {
        return test.send("t", number, DataHarness.batch(1)).errorCode();
    }

    private void fail(String folder) {
        SimDisk disk = test.host.disk(folder);
        disk.failFromOperation(disk.operations() + 1);
    }

    @Test
    void shouldSpreadPartitionsAndFindThemAgainWhereTheyLie() {
        test.topic("t", 4, Map.of());
        Map<String, List<Integer>> places = places();
        assertEquals(List.of(2, 2), places.values().stream().map(List::size).toList());
        for (int i = 0; i < 4; i++) {
            assertEquals(ErrorCode.NONE, send(i));
            assertEquals(
                    places.get("a").contains(i) ? id("a") : id("b"), image(i).directory(1) + "");
        }
        test.folders = List.of("a", "b");
        test.crash();
        assertEquals(places, places());
        assertEquals(1, test.offset(6, "t", -1).offset());
    }

    private String id(String folder) {
        return test.broker().directories().all().stream()
                .filter(each -> each.path().endsWith(folder))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
    }

    @Test
    void shouldLoseWithAFolderOnlyWhatIsInIt() {
        test.topic("t", 4, Map.of());
        Map<String, List<Integer>> places = places();
        fail("b");
        int lost = places.get("b").get(0);
        assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, send(lost));
        test.simulation.runFor(2_000);
        assertEquals(-1, image(lost).leader(), "the controller knows");
        assertEquals(-1, image(places.get("b").get(1)).leader());
        for (int number : places.get("a")) {
            assertEquals(ErrorCode.NONE, send(number));
        }
        assertEquals(null, places().get("b"));
        test.topic("new", 2, Map.of());
        assertEquals(ErrorCode.NONE, test.send("new", 1, DataHarness.batch(1)).errorCode());

        test.host.disk("b").failAtOperation(-1);
        test.crash();
        assertEquals(ErrorCode.NONE, send(lost), "repaired, it is what it was");
        assertEquals(places.get("b"), places().get("b"));
    }

    @Test
    void shouldGoOnWithoutAFolderThatIsGoneAndTakeItBack() {
        test.topic("t", 4, Map.of());
        Map<String, List<Integer>> places = places();
        int there = places.get("a").get(0);
        int gone = places.get("b").get(0);
        send(there);
        send(gone);
        test.folders = List.of("a");
        test.crash();
        test.simulation.runFor(1_000);
        assertEquals(ErrorCode.NONE, send(there));
        assertEquals(-1, image(gone).leader(), "no empty one took its place");
        test.folders = List.of("a", "b");
        test.crash();
        assertEquals(ErrorCode.NONE, send(gone));
        assertEquals(places, places());
    }

    @Test
    void shouldSayThatAPartitionIsInTwoFolders() {
        test.topic("t", 1, Map.of());
        String from = places().get("a").isEmpty() ? "b" : "a";
        String to = from.equals("a") ? "b" : "a";
        String name = test.host.disk(from).list("partitions").get(0);
        test.host.disk(to).createDirectories("partitions/" + name);
        test.host.kill();
        assertStartFails("The data of a partition is in two directories");
    }

    private void assertStartFails(String why) {
        Throwable failure = assertThrows(Throwable.class, test::restart);
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        assertTrue(String.valueOf(cause.getMessage()).contains(why), String.valueOf(cause));
    }

    @Test
    void shouldRefuseFoldersOfSomebodyElse() {
        test.host.kill();
        SimDisk disk = test.host.disk("c");
        test.folders = List.of("c");
        test.restart(); // a node of another cluster
        test.host.kill();
        test.folders = List.of("a", "c");
        assertStartFails("belongs to cluster.id");
        test.host.kill();
        test.folders = List.of("empty", "a");
        assertStartFails("where the metadata log should be, is empty");
        assertTrue(disk.exists("meta.properties"));
    }

    @Test
    void shouldTakeAFolderOfflineInWhichAPartitionCannotBeRead() {
        test.topic("t", 4, Map.of());
        Map<String, List<Integer>> places = places();
        for (int i = 0; i < 4; i++) {
            assertEquals(ErrorCode.NONE, send(i));
        }
        SimDisk disk = test.host.disk("b");
        String replica = "partitions/" + disk.list("partitions").get(0);
        test.host.crash();
        disk.failReads(replica + "/00000000000000000000.log", true);
        test.restart();
        test.simulation.runFor(2_000);
        assertEquals(null, places().get("b"));
        for (int number : places.get("b")) {
            assertEquals(-1, image(number).leader(), "the controller knows");
        }
        for (int number : places.get("a")) {
            assertEquals(ErrorCode.NONE, send(number));
        }
    }

    /** Wherever in the start its disk fails: the node comes up with what the other one has. */
    @Test
    void shouldStartWithoutAFolderThatFailsWhileItStarts() {
        test.topic("t", 4, Map.of());
        Map<String, List<Integer>> places = places();
        for (int i = 0; i < 4; i++) {
            assertEquals(ErrorCode.NONE, send(i));
        }
        SimDisk disk = test.host.disk("b");
        for (int change = 1; change <= 3; change++) {
            stop();
            disk.failFromOperation(disk.operations() + change);
            test.restart();
            test.simulation.runFor(2_000);
            assertEquals(null, places().get("b"), "failed at change " + change);
            for (int number : places.get("b")) {
                assertEquals(-1, image(number).leader(), "the controller knows");
            }
            for (int number : places.get("a")) {
                assertEquals(ErrorCode.NONE, send(number));
            }
            disk.failAtOperation(-1);
        }
        test.crash();
        assertEquals(places, places(), "repaired, it is what it was");
        for (int i = 0; i < 4; i++) {
            assertEquals(ErrorCode.NONE, send(i));
        }
    }

    /** In order, so that the folders have the marks that the next start deletes. */
    private void stop() {
        var stopped = test.node.stop().toCompletableFuture();
        assertTrue(test.simulation.runUntil(stopped::isDone, 10_000));
        test.host.kill();
    }

    @Test
    void shouldStartWithoutANewFolderThatCannotBeMarked() {
        test.host.kill();
        SimDisk disk = test.host.disk("new");
        test.folders = List.of("a", "b", "new");
        disk.failFromOperation(disk.operations() + 2);
        test.restart();
        assertEquals(null, places().get("new"));
        test.topic("t", 2, Map.of());
        assertEquals(ErrorCode.NONE, send(0));
        assertEquals(ErrorCode.NONE, send(1));

        disk.failAtOperation(-1);
        test.crash();
        test.topic("u", 1, Map.of());
        assertEquals(List.of(0), places().get("new"));
    }

    /** KIP-1066: what is there stays and is served, and what is new goes elsewhere if it can. */
    @Test
    void shouldPutNothingNewIntoACordonedFolder() {
        test.topic("t", 4, Map.of());
        Map<String, List<Integer>> places = places();
        cordon(test.host.disk("a").root());
        test.topic("u", 4, Map.of());
        assertEquals(places.get("a"), places().get("a"));
        for (int i = 0; i < 4; i++) {
            assertEquals(ErrorCode.NONE, send(i));
        }
        test.crash(); // it is in the metadata
        test.topic("v", 2, Map.of());
        assertEquals(places.get("a"), places().get("a"));
        cordon("");
        test.topic("w", 2, Map.of());
        assertEquals(4, places().get("a").size());
    }

    private void cordon(String names) {
        assertEquals(ErrorCode.NONE, test.change("cordoned.log.dirs", names));
        test.simulation.runFor(1_000);
    }
}
