package io.leat.streams.state.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.state.KeyValueIterator;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rocksdb.RocksDBException;

/** What a database shows after many deletions, and what is left of it after kill -9. */
class DatabaseTest {

    private static final int MEMORY = 16 << 20;
    private static final int RESTORED = 40;

    @TempDir File folder;

    private static Database open(File folder, RocksDbResources resources) {
        return Database.open(
                folder,
                resources,
                Tuning.of("rows", Map.of()),
                new IteratorLeaks(0, leak -> {}),
                false);
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TreeMap<String, Integer> rows(
            Database database, Range range, boolean ascending) {
        TreeMap<String, Integer> rows = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = database.iterate(range, ascending)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                rows.put(new String(row.key.get(), StandardCharsets.UTF_8), (int) row.value[0]);
            }
        }
        return rows;
    }

    /** The kept cursor gives up among so many deleted rows; one with bounds goes on. */
    @Test
    void shouldFindTheRowsBehindThousandsOfDeletedOnes() throws RocksDBException {
        RocksDbResources resources = new RocksDbResources(folder, MEMORY);
        try (Database database = open(new File(folder, "rows"), resources)) {
            Map<Bytes, byte[]> changes = new HashMap<>();
            for (int i = 10_000; i < 20_000; i++) {
                changes.put(key("r" + i), new byte[] {(byte) (i % 100)});
            }
            database.write(changes.entrySet(), 1, null);
            changes.remove(key("r10007"));
            changes.remove(key("r15077"));
            changes.remove(key("r19993"));
            changes.replaceAll((key, value) -> null);
            database.write(changes.entrySet(), 2, null);
            Range all = Range.closed(key("r"), key("s"));
            Map<String, Integer> left = Map.of("r10007", 7, "r15077", 77, "r19993", 93);
            for (boolean ascending : new boolean[] {true, false, true}) {
                assertEquals(left, rows(database, all, ascending));
                assertEquals(left, rows(database, Range.closed(null, null), ascending));
            }
        } finally {
            resources.close();
        }
    }

    /**
     * Restores without the write-ahead log, then commits with it, and says after each how far it
     * is. Nothing is forced to disk.
     */
    public static void main(String[] arguments) throws RocksDBException {
        File folder = new File(arguments[0]);
        Database database = open(new File(folder, "rows"), new RocksDbResources(folder, MEMORY));
        for (int i = 0; ; i++) {
            if (i < RESTORED) {
                database.restore(changes(i).entrySet(), i, null);
            } else {
                database.write(changes(i).entrySet(), i, null);
            }
            System.out.println(i);
        }
    }

    /** What commit {@code i} changes: a row comes, an older one goes, another one is changed. */
    private static Map<Bytes, byte[]> changes(int i) {
        Map<Bytes, byte[]> changes = new HashMap<>();
        changes.put(key("new" + i), new byte[] {1});
        changes.put(key("new" + (i - 10)), null);
        changes.put(key("same"), new byte[] {(byte) i});
        return changes;
    }

    private static Map<String, Integer> after(long commit) {
        Map<String, Integer> rows = new TreeMap<>();
        for (long i = Math.max(0, commit - 9); i <= commit; i++) {
            rows.put("new" + i, 1);
        }
        if (commit >= 0) {
            rows.put("same", (int) (byte) commit);
        }
        return rows;
    }

    /** A kill in the restore, right after its end, and among the commits. */
    @ParameterizedTest
    @CsvSource({"20, -1", "40, 40", "3000, 3000"})
    void shouldHaveEachCommitAfterAKillAndWhatWasRestoredAtMostInPart(int killAfter, int least)
            throws Exception {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DatabaseTest.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = other.inputReader()) {
            while (said.size() <= killAfter) {
                said.add(lines.readLine());
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
        RocksDbResources resources = new RocksDbResources(folder, MEMORY);
        try (Database database = open(new File(folder, "rows"), resources)) {
            long position = database.position();
            assertTrue(position >= least, "position " + position + " after " + killAfter);
            assertEquals(after(position), rows(database, Range.closed(null, null), true));
        } finally {
            resources.close();
        }
    }
}
