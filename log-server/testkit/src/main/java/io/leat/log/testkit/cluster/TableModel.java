package io.leat.log.testkit.cluster;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.testkit.history.Anomaly;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a table as its committed batches made it, before anything of it was compacted
 * away: what whoever reads it from the beginning has to end with. Owned by the test script.
 */
final class TableModel {

    /** A change of a row; without a value the row is deleted. */
    private record Row(long offset, String key, @Nullable String value) {}

    private final String partition;
    private final Map<Long, Row> committed = new HashMap<>();
    private final Map<Long, List<Row>> undecided = new HashMap<>();
    private final TreeMap<String, Row> newest = new TreeMap<>();

    TableModel(String partition) {
        this.partition = partition;
    }

    /** The next committed batch. */
    void add(RecordBatch batch) {
        if (batch.isControl()) {
            ControlType kind = BatchRecords.control(batch);
            if (kind.endsTransaction()) {
                List<Row> ended = undecided.remove(batch.producerId());
                if (kind == ControlType.COMMIT && ended != null) {
                    ended.forEach(this::commit);
                }
            }
            return;
        }
        for (Row row : rows(batch)) {
            if (batch.isTransactional()) {
                undecided.computeIfAbsent(batch.producerId(), id -> new ArrayList<>()).add(row);
            } else {
                commit(row);
            }
        }
    }

    private static List<Row> rows(RecordBatch batch) {
        List<Row> rows = new ArrayList<>();
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                byte[] key = cursor.keyBytes();
                byte[] value = cursor.valueBytes();
                rows.add(
                        new Row(
                                cursor.offset(),
                                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                                value == null ? null : new String(value, StandardCharsets.UTF_8)));
            }
        }
        return rows;
    }

    private void commit(Row row) {
        committed.put(row.offset, row);
        newest.merge(row.key, row, (one, two) -> one.offset > two.offset ? one : two);
    }

    /** How many changes were committed. */
    int changes() {
        return committed.size();
    }

    /** What is wrong with {@code read}, all of the partition from its beginning to its end. */
    List<Anomaly> judge(List<ConsumerRecord<String, String>> read) {
        List<Anomaly> wrong = new ArrayList<>();
        TreeMap<String, Row> seen = new TreeMap<>();
        long before = -1;
        for (ConsumerRecord<String, String> each : read) {
            Row row = new Row(each.offset(), each.key(), each.value());
            if (!row.equals(committed.get(row.offset))) {
                wrong.add(anomaly("never-committed", row, committed.get(row.offset)));
            }
            if (row.offset <= before) {
                wrong.add(anomaly("order", row, before));
            }
            before = row.offset;
            seen.put(row.key, row);
        }
        Set<String> keys = new TreeSet<>(newest.keySet());
        keys.addAll(seen.keySet());
        for (String key : keys) {
            Row wanted = newest.get(key);
            Row found = seen.get(key);
            if (!Objects.equals(valueOf(wanted), valueOf(found))) {
                wrong.add(anomaly("wrong-row", found, wanted));
            }
        }
        return wrong;
    }

    /**
     * What is wrong with the log of one replica: it lacks the newest value of a row, or has a value
     * of a row that was deleted, and not its deletion.
     *
     * @param offsets of its records
     * @param bound what is from here on is not judged
     */
    List<String> judge(Set<Long> offsets, long bound) {
        List<String> wrong = new ArrayList<>();
        for (Row row : newest.values()) {
            if (row.value != null && row.offset < bound && !offsets.contains(row.offset)) {
                wrong.add("lacks " + row);
            }
        }
        for (Row row : committed.values()) {
            Row last = newest.getOrDefault(row.key, row);
            boolean gone = last.value == null && !offsets.contains(last.offset);
            if (gone && last.offset < bound && row.value != null && offsets.contains(row.offset)) {
                wrong.add("has " + row + ", deleted at " + last.offset);
            }
        }
        return wrong;
    }

    private static @Nullable String valueOf(@Nullable Row row) {
        return row == null ? null : row.value;
    }

    private Anomaly anomaly(String kind, @Nullable Row found, @Nullable Object wanted) {
        return new Anomaly(kind, partition + ": " + found + ", and it should be " + wanted);
    }
}
