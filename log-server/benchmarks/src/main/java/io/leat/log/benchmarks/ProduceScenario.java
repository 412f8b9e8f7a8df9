package io.leat.log.benchmarks;

import java.util.Locale;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One producer that sends as fast as it is answered: acks=all, 6 partitions, 64 KB, linger 5. */
final class ProduceScenario implements Scenario<Side> {

    private final int valueBytes;
    private final long totalBytes;
    private final Measure cpu;
    private final Measure rate;
    private int runs;

    ProduceScenario(int valueBytes, long totalBytes, double cpuTarget) {
        this.valueBytes = valueBytes;
        this.totalBytes = totalBytes;
        String what = "produce " + Sizes.name(valueBytes) + ": ";
        this.cpu = Measure.of(what + "broker CPU", "s/GB").atMost(cpuTarget);
        this.rate = Measure.rate(what + "throughput", "MB/s");
    }

    @Override
    public String id() {
        return "produce-" + valueBytes;
    }

    @Override
    public void run(Side side, Samples samples) {
        String topic = String.format(Locale.ROOT, "produce-%d-%d", valueBytes, runs++);
        Topics.create(side, topic);
        ServerProcess server = side.running();
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(server.bootstrap()))) {
            producer.partitionsFor(topic);
            double cpuBefore = server.cpuSeconds();
            long start = System.nanoTime();
            send(producer, topic, valueBytes, totalBytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = server.cpuSeconds() - cpuBefore;
            samples.add(cpu, side.name(), cpuSeconds / (totalBytes / 1e9));
            samples.add(rate, side.name(), totalBytes / 1e6 / seconds);
        }
        Topics.delete(side, topic);
    }

    /** Sends so many bytes of values and returns when all are acknowledged. */
    static long send(Producer<byte[], byte[]> producer, String topic, int size, long totalBytes) {
        byte[] value = ApacheClients.value(size);
        long records = totalBytes / size;
        ApacheClients.Failures failures = new ApacheClients.Failures();
        for (long i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(topic, value), failures.callback);
        }
        producer.flush();
        failures.check();
        return records;
    }
}
