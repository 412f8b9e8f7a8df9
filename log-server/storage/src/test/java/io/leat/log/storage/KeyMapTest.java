package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.DecodedRecord;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Batches with more records than are looked up together, and what stays of them. */
final class KeyMapTest {

    private static final int RECORDS = 3_000;
    private static final CompactionSettings SETTINGS =
            new CompactionSettings(0, 0, Long.MAX_VALUE, 1_000, 1 << 20);

    private final Random random = new Random(1);
    private final Map<ByteBuffer, Long> model = new HashMap<>();
    private final KeyMap map = new KeyMap(1 << 20);

    private RecordBatch batch(long baseOffset) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        for (int i = 0; i < RECORDS; i++) {
            byte[] key = ("key-" + random.nextInt(5_000)).getBytes();
            boolean tombstone = random.nextInt(10) == 0;
            ByteBuffer value = tombstone ? null : ByteBuffer.wrap(new byte[random.nextInt(9)]);
            boolean keyless = random.nextInt(50) == 0;
            builder.append(5_000 + i, keyless ? null : ByteBuffer.wrap(key), value);
        }
        RecordBatch batch = RecordBatch.at(builder.build());
        batch.setBaseOffset(baseOffset);
        batch.writeCrc();
        return batch;
    }

    private void put(RecordBatch batch) {
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                if (key != null) {
                    model.put(ByteBuffer.wrap(cursor.keyBytes()), cursor.offset());
                    map.ask(cursor);
                }
                if (map.askedIsFull()) {
                    map.putAsked();
                }
            }
        }
        map.putAsked();
    }

    @Test
    void shouldKeepTheNewestOfLargeBatches() {
        List<RecordBatch> batches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            batches.add(batch((long) i * RECORDS));
        }
        List<RecordBatch> mapped = batches.subList(0, 3);
        mapped.forEach(this::put);
        assertEquals(model.size(), map.size());
        CleaningPlan plan =
                new CleaningPlan("logs/p-0", List.of(), 0, List.of(), Set.of(), 200, SETTINGS, 7);
        BatchCleaner cleaner = new BatchCleaner(plan, map, 3L * RECORDS);
        for (RecordBatch batch : mapped) {
            List<DecodedRecord> expected = new ArrayList<>(RecordCursor.decode(batch));
            expected.removeIf(
                    record ->
                            record.key() == null
                                    || model.getOrDefault(record.key(), -1L) > record.offset());
            ByteBuffer kept = cleaner.clean(batch, false);
            assertNotNull(kept);
            RecordBatch cleaned = RecordBatch.at(kept);
            assertTrue(cleaned.isValid());
            assertTrue(cleaned.hasDeleteHorizon(), "it has tombstones");
            assertEquals(expected, RecordCursor.decode(cleaned));
        }
        ByteBuffer ahead = cleaner.clean(batches.get(3), false);
        assertEquals(batches.get(3).slice(), ahead, "nothing is known of it");
        assertEquals(0, cleaner.damaged());
    }
}
