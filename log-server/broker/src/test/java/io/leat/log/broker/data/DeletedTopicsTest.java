package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.topic.DeleteTopicsHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.leat.log.runtime.sim.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a topic leaves behind that was deleted: its bytes stay for a while, in the way of nobody.
 */
final class DeletedTopicsTest {

    private static final long DELAY_MS = 60_000;

    private DataHarness test = new DataHarness(1);

    @AfterEach
    void close() {
        test.close();
    }

    private SimDisk disk() {
        return test.host.disk("data");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        disk().list("partitions").forEach(each -> names.add("partitions/" + each));
        disk().list("deleted").forEach(each -> names.add("deleted/" + each));
        return names;
    }

    private void delete(String topic) {
        DeleteTopicsRequest request =
                DeleteTopicsRequest.builder()
                        .topics(List.of(DeleteTopicState.builder().name(topic).build()))
                        .timeoutMs(10_000)
                        .build();
        test.ask(new DeleteTopicsHandler(test.broker()), 6, request);
    }

    private void topics() {
        for (String topic : List.of("stays", "goes")) {
            test.topic(topic, 1, Map.of());
            assertEquals(ErrorCode.NONE, test.send(topic, 0, DataHarness.batch(3)).errorCode());
        }
    }

    private String directory(String topic) {
        return LogDirectories.path(
                test.broker().topics().find(test.broker().image(), topic, 0).id());
    }

    @Test
    void shouldRemoveTheBytesOfADeletedTopicLater() {
        topics();
        String gone = directory("goes");
        delete("goes");
        test.simulation.runFor(DELAY_MS - 1_000);
        String away = gone.replace("partitions/", "deleted/") + ".0";
        assertEquals(List.of(directory("stays"), away), names());
        assertTrue(disk().list(away).contains("00000000000000000000.log"));
        test.simulation.runFor(2_000);
        assertEquals(List.of(directory("stays")), names());
    }

    @Test
    void shouldRemoveThemAfterARestartToo() {
        topics();
        delete("goes");
        test.simulation.runFor(DELAY_MS / 2);
        test.crash();
        assertEquals(2, names().size());
        test.simulation.runFor(DELAY_MS - 5_000);
        assertEquals(2, names().size(), "it waits from the start on");
        test.simulation.runFor(10_000);
        assertEquals(List.of(directory("stays")), names());
    }

    /** Whenever power is lost: nothing of it comes back, nothing of it stays for ever. */
    @Test
    void shouldLeaveNothingBehindWhereverACrashIs() {
        int crashes = 0;
        for (int change = 1; change < 100; change++) {
            test.close();
            test = new DataHarness(change);
            topics();
            String gone = directory("goes");
            disk().crashAtOperation(disk().operations() + change);
            delete("goes");
            boolean crashed = test.simulation.runUntil(() -> !test.host.isUp(), 2 * DELAY_MS);
            if (crashed) {
                crashes++;
                test.restart();
            }
            test.simulation.runFor(1_000);
            boolean there = test.broker().image().topic("goes") != null;
            assertEquals(there, names().contains(gone), "at change " + change);
            test.simulation.runFor(2 * DELAY_MS);
            assertEquals(there ? 2 : 1, names().size(), () -> "left: " + names());
            assertEquals(3, test.offset(6, "stays", -1).offset());
            if (!crashed) {
                break;
            }
        }
        assertTrue(crashes > 5, "crashes: " + crashes);
    }

    @Test
    void shouldTakeAFolderOfflineThatCannotRemove() {
        topics();
        delete("goes");
        test.simulation.runFor(DELAY_MS / 2);
        disk().failFromOperation(disk().operations() + 1);
        test.simulation.runFor(DELAY_MS);
        assertTrue(test.broker().directories().allFailed());
        disk().failAtOperation(-1);
        test.crash();
        test.simulation.runFor(2 * DELAY_MS);
        assertEquals(List.of(directory("stays")), names());
    }
}
