package io.leat.log.benchmarks;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records at a fixed rate in transactions that are committed every 50 ms. */
final class TransactionScenario implements Scenario<Side> {

    private static final int VALUE_BYTES = 100;
    private static final int PER_SECOND = 20_000;
    private static final int COMMITS_PER_SECOND = 20;

    private final int seconds;
    private final Measure median = Measure.of("transactions of 50 ms, 20,000/s: commit p50", "ms");
    private final Measure high = Measure.of("transactions of 50 ms, 20,000/s: commit p99", "ms");
    private final Measure cpu =
            Measure.of("transactions of 50 ms, 20,000/s: broker CPU per transaction", "ms");
    private int runs;

    TransactionScenario(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public String id() {
        return "transactions";
    }

    @Override
    public void run(Side side, Samples samples) {
        String topic = "transactions-" + runs++;
        Topics.create(side, topic);
        ServerProcess server = side.running();
        var settings = ApacheClients.producerSettings(server.bootstrap());
        settings.put("transactional.id", topic);
        int transactions = COMMITS_PER_SECOND * seconds;
        try (Producer<byte[], byte[]> producer = ApacheClients.producer(settings)) {
            producer.initTransactions();
            double before = server.cpuSeconds();
            Histogram commits = run(producer, topic, transactions);
            double cpuSeconds = server.cpuSeconds() - before;
            samples.add(median, side.name(), commits.getValueAtPercentile(50) / 1e6);
            samples.add(high, side.name(), commits.getValueAtPercentile(99) / 1e6);
            samples.add(cpu, side.name(), cpuSeconds * 1e3 / transactions);
        }
        Topics.delete(side, topic);
    }

    private static Histogram run(Producer<byte[], byte[]> producer, String topic, int count) {
        byte[] value = ApacheClients.value(VALUE_BYTES);
        Histogram commits = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        Pace pace = new Pace(PER_SECOND);
        long sent = 0;
        for (int i = 0; i < count; i++) {
            producer.beginTransaction();
            for (int j = 0; j < PER_SECOND / COMMITS_PER_SECOND; j++) {
                pace.await(sent++);
                producer.send(new ProducerRecord<>(topic, value));
            }
            long start = System.nanoTime();
            producer.commitTransaction();
            commits.recordValue(System.nanoTime() - start);
        }
        return commits;
    }
}
