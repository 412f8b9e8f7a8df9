package io.leat.log.benchmarks.jmh;

import io.leat.log.protocol.record.BatchCheck;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One batch of 64 KB: written, read record by record, and checked as the broker does on produce.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class RecordBatchBenchmark {

    @Param({"100", "1024"})
    int valueBytes;

    private byte[] value;
    private RecordBatch batch;
    private RecordBatch compressed;

    @Setup
    public void setUp() {
        value = Batches.value(valueBytes);
        batch = RecordBatch.at(Batches.direct(valueBytes));
        compressed = RecordBatch.at(Batches.fill(value, Compression.LZ4));
    }

    @Benchmark
    public ByteBuffer encode() {
        return Batches.fill(value, Compression.NONE);
    }

    @Benchmark
    public long decode() {
        return sum(batch);
    }

    @Benchmark
    public long decodeLz4() {
        return sum(compressed);
    }

    private static long sum(RecordBatch batch) {
        long sum = 0;
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                sum += cursor.offset();
            }
        }
        return sum;
    }

    @Benchmark
    public boolean checkCrc() {
        return batch.isValid();
    }

    /** CRC and the fields of the header: all that is done for a compressed batch. */
    @Benchmark
    public RecordBatch checkHeader() {
        return BatchCheck.header(batch.slice());
    }

    /** The walk over the records that an uncompressed batch gets. */
    @Benchmark
    public long checkRecords() {
        return BatchCheck.records(batch, false, Long.MAX_VALUE);
    }
}
