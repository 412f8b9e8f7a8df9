package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.Simulation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Logs of which a disk that lied lost what was in segments, below what it said that it had forced:
 * whoever reads gets on, or is told.
 */
final class EmptiedSegmentTest {

    private static final long RECORDS = 200;

    @ParameterizedTest
    @CsvSource({
        "0, 1, true",
        "0, 1, false",
        "0, 3, true",
        "0, 3, false",
        "1, 1, true",
        "1, 3, false",
    })
    void shouldLetReadersGetOn(int first, int count, boolean indexesToo) throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            for (int i = 0; i < RECORDS; i++) {
                test.put("key-" + i, "value-" + i);
            }
            test.close();
            SimDisk disk = test.node.disk("d");
            List<String> segments =
                    disk.list(CompactedLog.DIRECTORY).stream()
                            .filter(name -> name.endsWith(Segment.LOG))
                            .sorted()
                            .toList();
            for (String name : segments.subList(first, first + count)) {
                String path = CompactedLog.DIRECTORY + "/" + name;
                try (DiskFile file = disk.open(path)) {
                    file.truncate(0);
                }
                if (indexesToo) {
                    disk.delete(path.replace(Segment.LOG, Segment.INDEX));
                }
            }
            test.open(false);
            long inEach = base(segments.get(1));
            long lost = count * inEach;
            assertEquals(first == 0 ? lost : 0, test.log.startOffset(), "readers are told");
            assertEquals(first == 0 ? lost : 0, test.log.lostOffsets());
            assertEquals(RECORDS, test.log.endOffset());
            assertEquals(RECORDS - lost, test.batches().size());
            assertEquals(test.batches().get(0).baseOffset(), first == 0 ? lost : 0);
            test.open(false);
            assertEquals(RECORDS - lost, test.batches().size(), "and so once more");
        }
    }

    private static long base(String name) {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}
