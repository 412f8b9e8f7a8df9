package io.leat.streams.state.rocksdb;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;

import io.leat.streams.metrics.MetricGroup;
import java.util.List;
import org.rocksdb.HistogramData;
import org.rocksdb.HistogramType;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/**
 * The figures of one database, under Kafka's names: properties at level INFO, what RocksDB counts
 * at DEBUG. They are read when somebody asks, by any thread.
 */
final class DatabaseMetrics {

    /** Properties of RocksDB; {@code rocksdb.} stands before each. */
    private static final List<String> PROPERTIES =
            List.of(
                    "num-immutable-mem-table",
                    "cur-size-active-mem-table",
                    "cur-size-all-mem-tables",
                    "size-all-mem-tables",
                    "num-entries-active-mem-table",
                    "num-entries-imm-mem-tables",
                    "num-deletes-active-mem-table",
                    "num-deletes-imm-mem-tables",
                    "mem-table-flush-pending",
                    "num-running-flushes",
                    "compaction-pending",
                    "num-running-compactions",
                    "estimate-pending-compaction-bytes",
                    "total-sst-files-size",
                    "live-sst-files-size",
                    "num-live-versions",
                    "block-cache-capacity",
                    "block-cache-usage",
                    "block-cache-pinned-usage",
                    "estimate-num-keys",
                    "estimate-table-readers-mem",
                    "background-errors");

    /** What is read off an open database. */
    interface Figure {
        double read(Database database) throws RocksDBException;
    }

    /** Reads a figure; 0 while the database is closed. */
    interface Reader {
        double read(Figure figure);
    }

    /** What is read off what RocksDB counts. */
    private interface Count {
        double read(Statistics statistics);
    }

    private final Reader reader;

    DatabaseMetrics(Reader reader) {
        this.reader = reader;
    }

    void addTo(MetricGroup group) {
        for (String property : PROPERTIES) {
            group.number(
                    INFO,
                    property,
                    "the property rocksdb." + property,
                    () -> reader.read(database -> database.property("rocksdb." + property)));
        }
        amount(group, "bytes-written", "bytes written", TickerType.BYTES_WRITTEN);
        amount(group, "bytes-read", "bytes read", TickerType.BYTES_READ);
        amount(
                group,
                "memtable-bytes-flushed",
                "bytes flushed to files",
                TickerType.FLUSH_WRITE_BYTES);
        ratio(group, "memtable-hit-ratio", TickerType.MEMTABLE_HIT, TickerType.MEMTABLE_MISS);
        ratio(
                group,
                "block-cache-data-hit-ratio",
                TickerType.BLOCK_CACHE_DATA_HIT,
                TickerType.BLOCK_CACHE_DATA_MISS);
        ratio(
                group,
                "block-cache-index-hit-ratio",
                TickerType.BLOCK_CACHE_INDEX_HIT,
                TickerType.BLOCK_CACHE_INDEX_MISS);
        ratio(
                group,
                "block-cache-filter-hit-ratio",
                TickerType.BLOCK_CACHE_FILTER_HIT,
                TickerType.BLOCK_CACHE_FILTER_MISS);
        duration(group, "memtable-flush-time", "ms to flush", HistogramType.FLUSH_TIME);
        duration(group, "compaction-time", "ms to compact", HistogramType.COMPACTION_TIME);
        rate(
                group,
                "bytes-read-compaction-rate",
                "bytes that compaction reads",
                TickerType.COMPACT_READ_BYTES);
        rate(
                group,
                "bytes-written-compaction-rate",
                "bytes that compaction writes",
                TickerType.COMPACT_WRITE_BYTES);
        count(
                group,
                "write-stall-duration-total",
                "ms that writers waited, in all",
                counts -> counts.getTickerCount(TickerType.STALL_MICROS) / 1000.0);
        count(
                group,
                "write-stall-duration-avg",
                "ms that writers waited, on average",
                counts -> counts.getHistogramData(HistogramType.WRITE_STALL).getAverage() / 1000.0);
        count(
                group,
                "number-file-errors-total",
                "errors of files, in all",
                counts -> counts.getTickerCount(TickerType.NO_FILE_ERRORS));
    }

    private void amount(MetricGroup group, String name, String what, TickerType ticker) {
        count(group, name + "-total", what + " in all", counts -> counts.getTickerCount(ticker));
        rate(group, name + "-rate", what, ticker);
    }

    /** Since the task came here: RocksDB counts from then on. */
    private void rate(MetricGroup group, String name, String what, TickerType ticker) {
        long openedMs = group.thread().nowMs();
        count(
                group,
                name,
                what + " a second, since the task came here",
                counts -> {
                    long elapsed = group.thread().clock().epochMillis() - openedMs;
                    return counts.getTickerCount(ticker) * 1000.0 / Math.max(1, elapsed);
                });
    }

    private void ratio(MetricGroup group, String name, TickerType hits, TickerType misses) {
        count(
                group,
                name,
                "reads that found what they wanted there, as a share of all",
                counts -> {
                    double found = counts.getTickerCount(hits);
                    return found / (found + counts.getTickerCount(misses));
                });
    }

    private void duration(MetricGroup group, String name, String what, HistogramType histogram) {
        count(
                group,
                name + "-avg",
                what + ", on average",
                counts -> counts.getHistogramData(histogram).getAverage() / 1000.0);
        count(
                group,
                name + "-max",
                what + ", at most",
                counts -> counts.getHistogramData(histogram).getMax() / 1000.0);
        count(
                group,
                name + "-min",
                what + ", at least",
                counts -> min(counts.getHistogramData(histogram)) / 1000.0);
    }

    private static double min(HistogramData data) {
        return data.getCount() == 0 ? 0 : data.getMin();
    }

    private void count(MetricGroup group, String name, String description, Count count) {
        group.number(
                DEBUG,
                name,
                description,
                () ->
                        reader.read(
                                database -> {
                                    Statistics statistics = database.statistics();
                                    return statistics == null ? 0 : count.read(statistics);
                                }));
    }
}
