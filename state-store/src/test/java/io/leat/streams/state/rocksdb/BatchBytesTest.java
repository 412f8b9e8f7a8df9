package io.leat.streams.state.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.utils.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB does with the bytes of a batch what was put into it. */
class BatchBytesTest {

    /** Around the sizes at which a length takes a byte more. */
    private static final int[] SIZES = {
        0, 1, 2, 126, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152
    };

    private static final int SMALL = 6;

    @TempDir Path folder;

    @Test
    void shouldDoInRocksDbWhatWasMeant() throws RocksDBException {
        Random random = new Random(3);
        TreeMap<Bytes, byte[]> expected = new TreeMap<>();
        TreeMap<Bytes, byte[]> expectedBeside = new TreeMap<>();
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, folder.toString());
                ColumnFamilyHandle family =
                        db.createColumnFamily(
                                new ColumnFamilyDescriptor("f".getBytes(StandardCharsets.UTF_8)));
                WriteOptions how = new WriteOptions()) {
            for (int round = 0; round < 60; round++) {
                Bytes bound = random.nextBoolean() ? null : bytes(random);
                if (bound != null) {
                    expected.headMap(bound).clear();
                }
                Map<Bytes, byte[]> changes = new HashMap<>();
                for (int i = random.nextInt(20); i > 0; i--) {
                    changes.put(bytes(random), random.nextInt(3) == 0 ? null : bytes(random).get());
                }
                changes.forEach((key, value) -> change(expected, key, value));
                List<BatchBytes.Row> beside = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    BatchBytes.Row row =
                            new BatchBytes.Row(bytes(random).get(), bytes(random).get());
                    beside.add(row);
                    expectedBeside.put(Bytes.wrap(row.key()), row.value());
                }
                byte[] made = BatchBytes.of(bound, changes.entrySet(), family.getID(), beside);
                try (WriteBatch batch = new WriteBatch(made)) {
                    db.write(how, batch);
                }
                assertHolds(expected, db, db.getDefaultColumnFamily());
                assertHolds(expectedBeside, db, family);
            }
        }
    }

    /** Mostly short, so that keys come again. */
    private static Bytes bytes(Random random) {
        boolean small = random.nextInt(40) > 0;
        byte[] bytes = new byte[SIZES[random.nextInt(small ? SMALL : SIZES.length)]];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static void change(Map<Bytes, byte[]> rows, Bytes key, byte[] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    private static void assertHolds(
            TreeMap<Bytes, byte[]> expected, RocksDB db, ColumnFamilyHandle family) {
        try (RocksIterator rows = db.newIterator(family)) {
            rows.seekToFirst();
            for (Map.Entry<Bytes, byte[]> row : expected.entrySet()) {
                assertArrayEquals(row.getKey().get(), rows.key());
                assertArrayEquals(row.getValue(), rows.value());
                rows.next();
            }
            assertEquals(false, rows.isValid(), "rows that nobody put");
        }
    }
}
