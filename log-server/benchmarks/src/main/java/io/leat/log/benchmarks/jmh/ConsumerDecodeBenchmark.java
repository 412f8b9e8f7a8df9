package io.leat.log.benchmarks.jmh;

import io.leat.clients.consumer.ConsumerDecode;
import io.leat.log.protocol.record.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One record out of fetched batches of about 64 KB: checksum, decompression, deserializers; Leat's
 * consumer beside Apache's. Each gets the bytes where its network layer puts them: ours in direct
 * memory, Apache's on the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ConsumerDecodeBenchmark {

    private static final int RECORDS = 640;

    @Param({"100", "1024"})
    int valueBytes;

    @Param({"NONE", "LZ4"})
    Compression compression;

    @Param({"bytes", "string"})
    String type;

    private ConsumerDecode<?> leat;
    private ApacheDecode<?> apache;

    @Setup
    public void setUp() {
        ByteBuffer batches = Batches.ofText(RECORDS, valueBytes, compression);
        ByteBuffer direct = ByteBuffer.allocateDirect(batches.remaining());
        direct.put(batches.duplicate()).flip();
        boolean strings = type.equals("string");
        leat = strings ? ConsumerDecode.ofStrings(direct) : ConsumerDecode.ofBytes(direct);
        apache = strings ? ApacheDecode.ofStrings(batches) : ApacheDecode.ofBytes(batches);
        if (leat.decode().size() != RECORDS || apache.decode().size() != RECORDS) {
            throw new IllegalStateException("not all records were decoded");
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public List<?> leat() {
        return leat.decode();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public List<?> apache() {
        return apache.decode();
    }
}
