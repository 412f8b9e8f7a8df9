package io.leat.log.benchmarks.jmh;

import io.leat.clients.producer.ProducerAppend;
import io.leat.log.transport.RealPorts;
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

/** What a producer does for a record: append it, complete it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ClientBenchmark {

    @Param({"100", "1024"})
    int valueBytes;

    private RealPorts real;
    private ProducerAppend producer;

    @Setup
    public void setUp() {
        real = RealPorts.create("jmh", 1);
        producer = new ProducerAppend(real.ports(), valueBytes);
    }

    @TearDown
    public void tearDown() {
        real.close();
    }

    /** One record with a callback; every batch is acknowledged as soon as it is full. */
    @Benchmark
    public Object producerAppend() {
        return producer.append();
    }
}
