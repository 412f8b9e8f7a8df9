package io.leat.log.benchmarks.jmh;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.Ports;
import io.leat.log.storage.AppendResult;
import io.leat.log.storage.DirectoryState;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.LogSettings;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.TailCache;
import io.leat.log.transport.RealPorts;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A partition's log on a disk that does nothing: appends of 64 KB, and planning of fetches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class PartitionLogBenchmark {

    private static final int FETCH_BYTES = 1 << 20;
    private static final LogSettings SETTINGS =
            new LogSettings(1 << 30, Long.MAX_VALUE, 4096, -1, 4L << 30, false);

    @Param({"100", "1024"})
    int valueBytes;

    private RealPorts real;
    private ByteBuffer bytes;
    private Frame frame;
    private PartitionLog appended;
    private PartitionLog filled;

    /** A frame that is always there. */
    private record StandingFrame(ByteBuffer bytes) implements Frame {
        @Override
        public void retain() {}

        @Override
        public void release() {}
    }

    @Setup
    public void setUp() {
        real = RealPorts.create("jmh", 1);
        bytes = Batches.direct(valueBytes);
        frame = new StandingFrame(bytes);
        appended = open();
        filled = open();
        for (int i = 0; i < 1_000; i++) {
            filled.append(RecordBatch.at(bytes.duplicate()), frame, 0);
        }
    }

    private PartitionLog open() {
        Ports ports = real.ports();
        LogContext context =
                new LogContext(
                        new NullDisk(),
                        ports.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(16 << 20),
                        new DirectoryState(failure -> {}));
        return PartitionLog.open(context, "log", SETTINGS, true);
    }

    @TearDown
    public void tearDown() {
        real.close();
    }

    /** Offsets, index, epochs, producers and tail cache; segments are rolled as they fill. */
    @Benchmark
    public AppendResult append() {
        return appended.append(RecordBatch.at(bytes.duplicate()), frame, 0);
    }

    /** A megabyte from the newest batches, which are in memory. */
    @Benchmark
    public int planTailFetch() {
        long end = filled.endOffset();
        LogRead read = filled.readTail(end - end / 100, end, FETCH_BYTES, true);
        if (read == null) {
            throw new IllegalStateException("not in the tail");
        }
        read.release().run();
        return read.batches().size();
    }

    /** What the loop does for a fetch of old batches, before the file is read elsewhere. */
    @Benchmark
    public Callable<LogRead> planFileFetch() {
        return filled.planRead(filled.endOffset() / 2, filled.endOffset(), FETCH_BYTES, true);
    }
}
