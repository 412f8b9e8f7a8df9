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
    private final Measure cpu;
    private final Measure rate;
    private final Map<Side, Long> filled = new HashMap<>();

    ConsumeScenario(int valueBytes, long totalBytes) {
        this.valueBytes = valueBytes;
        this.totalBytes = totalBytes;
        String what = "consume " + Sizes.name(valueBytes) + ": ";
        this.cpu = Measure.of(what + "broker CPU", "s/GB");
        this.rate = Measure.rate(what + "throughput", "MB/s");
    }

    @Override
    public String id() {
        return "consume-" + valueBytes;
    }

    @Override
    public void run(Side side, Samples samples) {
        String topic = "consume-" + valueBytes;
        long records = filled.computeIfAbsent(side, any -> fill(side, topic));
        ServerProcess server = side.running();
        try (Consumer<byte[], byte[]> consumer =
                ApacheClients.consumer(server.bootstrap(), topic, "read_uncommitted")) {
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

    private long fill(Side side, String topic) {
        Topics.create(side, topic);
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(
                        ApacheClients.producerSettings(side.running().bootstrap()))) {
            return ProduceScenario.send(producer, topic, valueBytes, totalBytes);
        }
    }
}
