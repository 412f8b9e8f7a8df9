package io.leat.log.benchmarks;

import java.util.Locale;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One producer that sends as fast as it is answered: acks=all, 6 partitions, 64 KB, linger 5. On
 * one node, with TLS or without, or on several with a replica on each of three.
 */
final class ProduceScenario implements Scenario<Side> {

    private final int valueBytes;
    private final long totalBytes;
    private final int nodes;
    private final boolean tls;
    private final Measure cpu;
    private final Measure compilers;
    private final Measure rate;
    private int runs;

    private ProduceScenario(
            int valueBytes,
            long totalBytes,
            int nodes,
            boolean tls,
            String what,
            double cpuTarget) {
        this.valueBytes = valueBytes;
        this.totalBytes = totalBytes;
        this.nodes = nodes;
        this.tls = tls;
        this.cpu = Measure.of(what + "broker CPU", "s/GB").atMost(cpuTarget);
        this.compilers = Measure.of(what + "of it, JIT compilers", "s/GB");
        this.rate = Measure.rate(what + "throughput", "MB/s");
    }

    static ProduceScenario onOne(int valueBytes, long totalBytes, double cpuTarget) {
        String what = "produce " + Sizes.name(valueBytes) + ": ";
        return new ProduceScenario(valueBytes, totalBytes, 1, false, what, cpuTarget);
    }

    /** One node, by TLS. */
    static ProduceScenario overTls(int valueBytes, long totalBytes) {
        String what = "produce " + Sizes.name(valueBytes) + " by TLS: ";
        return new ProduceScenario(valueBytes, totalBytes, 1, true, what, 1);
    }

    /** CPU of all nodes together. */
    static ProduceScenario replicated(int valueBytes, long totalBytes, int nodes) {
        String what = "produce " + Sizes.name(valueBytes) + " on " + nodes + " nodes, RF 3: ";
        return new ProduceScenario(valueBytes, totalBytes, nodes, false, what, 0.6);
    }

    @Override
    public String id() {
        String kind = nodes > 1 ? "cluster-" : tls ? "tls-" : "";
        return kind + "produce-" + valueBytes;
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public void run(Side side, Samples samples) {
        String topic = String.format(Locale.ROOT, "produce-%d-%d", valueBytes, runs++);
        Servers servers = tls ? side.secure() : side.servers(nodes);
        Topics.create(side, servers, topic, Topics.PARTITIONS, Math.min(nodes, 3));
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(servers.clients()))) {
            producer.partitionsFor(topic);
            double cpuBefore = servers.cpuSeconds();
            double compilersBefore = servers.compilerSeconds();
            long start = System.nanoTime();
            send(producer, topic, valueBytes, totalBytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            double gigabytes = totalBytes / 1e9;
            double cpuSeconds = servers.cpuSeconds() - cpuBefore;
            double compilerSeconds = servers.compilerSeconds() - compilersBefore;
            samples.add(cpu, side.name(), cpuSeconds / gigabytes);
            samples.add(compilers, side.name(), compilerSeconds / gigabytes);
            samples.add(rate, side.name(), totalBytes / 1e6 / seconds);
        }
        Topics.delete(servers, topic);
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
