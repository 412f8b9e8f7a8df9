package io.leat.log.benchmarks.jmh;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceRequest.PartitionProduceData;
import io.leat.log.protocol.message.ProduceRequest.TopicProduceData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The body of a Produce request with a batch of 64 KB for each of six partitions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class MessageBenchmark {

    private static final int PARTITIONS = 6;
    private static final short VERSION = ApiKey.PRODUCE.maxStableVersion();

    private ProduceRequest request;
    private ByteBuffer bytes;

    @Setup
    public void setUp() {
        Records batch = Records.of(List.of(Batches.direct(1024)));
        List<PartitionProduceData> partitions =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(
                                index ->
                                        PartitionProduceData.builder()
                                                .index(index)
                                                .records(batch)
                                                .build())
                        .toList();
        TopicProduceData topic =
                TopicProduceData.builder()
                        .topicId(new Uuid(1, 2))
                        .partitionData(partitions)
                        .build();
        request =
                ProduceRequest.builder()
                        .acks((short) -1)
                        .timeoutMs(30_000)
                        .topicData(List.of(topic))
                        .build();
        Writer out = new Writer(VERSION, true);
        request.write(out);
        bytes = out.toBuffer();
    }

    /** Without the batches, which are sent from where they are. */
    @Benchmark
    public ByteBuffer[] encode() {
        Writer out = new Writer(VERSION, true);
        request.write(out);
        return out.finish();
    }

    /** The batches stay in the frame. */
    @Benchmark
    public ProduceRequest decode() {
        return ProduceRequest.read(new Reader(bytes.duplicate(), VERSION, true));
    }
}
