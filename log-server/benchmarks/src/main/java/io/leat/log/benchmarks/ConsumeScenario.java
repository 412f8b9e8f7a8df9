package io.leat.log.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * One consumer that reads a topic from its beginning, from the page cache, with default settings.
 */
final class ConsumeScenario implements Scenario<Side> {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final int valueBytes;
    private final long totalBytes;
    private final boolean tls;
    private final Measure cpu;
    private final Measure rate;
    private final Map<Side, Long> filled = new HashMap<>();

    ConsumeScenario(int valueBytes, long totalBytes, boolean tls) {
        this.valueBytes = valueBytes;
        this.totalBytes = totalBytes;
        this.tls = tls;
        String what = "consume " + Sizes.name(valueBytes) + (tls ? " by TLS: " : ": ");
        Measure plain = Measure.of(what + "broker CPU", "s/GB");
        this.cpu = tls ? plain.atMost(1) : plain;
        this.rate = Measure.rate(what + "throughput", "MB/s");
    }

    @Override
    public String id() {
        return (tls ? "tls-" : "") + "consume-" + valueBytes;
    }

    @Override
    public void run(Side side, Samples samples) {
        String topic = "consume-" + valueBytes;
        long records = filled.computeIfAbsent(side, any -> fill(side, topic));
        ServerProcess server = server(side);
        try (Consumer<byte[], byte[]> consumer =
                ApacheClients.consumer(server.clients(), topic, "read_uncommitted")) {
            double cpuBefore = server.cpuSeconds();
            long start = System.nanoTime();
            long seen = 0;
            while (seen < records) {
                seen += consumer.poll(POLL).count();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = server.cpuSeconds() - cpuBefore;
            samples.add(cpu, side.name(), cpuSeconds / (totalBytes / 1e9));
            samples.add(rate, side.name(), totalBytes / 1e6 / seconds);
        }
    }

    private ServerProcess server(Side side) {
        return tls ? side.secure() : side.running();
    }

    private long fill(Side side, String topic) {
        ServerProcess server = server(side);
        Topics.create(side, server, topic, Topics.PARTITIONS, 1);
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(server.clients()))) {
            return ProduceScenario.send(producer, topic, valueBytes, totalBytes);
        }
    }
}
