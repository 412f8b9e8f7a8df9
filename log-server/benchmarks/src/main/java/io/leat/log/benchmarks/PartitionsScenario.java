package io.leat.log.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Many partitions on one node with each side's own heap: how long until they are made, what they
 * cost while nobody uses them, and how long a start takes until each of them answers.
 */
final class PartitionsScenario implements Scenario<Side> {

    private static final String TOPIC = "many";
    private static final int RECORDS_PER_PARTITION = 10;
    private static final long QUIET_SECONDS = 10;

    private final int partitions;
    private final Measure create;
    private final Measure memory;
    private final Measure stop;
    private final Measure restart;
    private final Measure restartCpu;
    private final Measure afterKill;
    private final Measure afterKillCpu;

    PartitionsScenario(int partitions) {
        this.partitions = partitions;
        String what = partitions + " partitions on one node: ";
        this.create = Measure.of(what + "create", "s").atMost(0.3);
        this.memory = Measure.of(what + "resident memory, idle", "MiB").atMost(0.3);
        this.stop = Measure.of(what + "orderly stop", "s");
        this.restart = Measure.of(what + "start after it", "s").atMost(0.2);
        this.restartCpu = Measure.of(what + "start after it: CPU", "s");
        this.afterKill = Measure.of(what + "start after kill -9", "s").atMost(0.1);
        this.afterKillCpu = Measure.of(what + "start after kill -9: CPU", "s");
    }

    @Override
    public String id() {
        return "partitions";
    }

    @Override
    public boolean always() {
        return false;
    }

    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public void run(Side side, Samples samples) {
        Launch launch = side.launches(1, null).get(0);
        ServerProcess server = ServerProcess.start(launch);
        try {
            long start = System.nanoTime();
            Topics.create(side, server, TOPIC, partitions, 1);
            samples.add(create, side.name(), secondsSince(start));
            fill(server);
            start = System.nanoTime();
            server.stop();
            samples.add(stop, side.name(), secondsSince(start));
            server = start(launch, side, restart, restartCpu, samples);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(QUIET_SECONDS));
            samples.add(memory, side.name(), server.residentMib());
            fill(server);
            server.kill();
            server = start(launch, side, afterKill, afterKillCpu, samples);
        } finally {
            server.close();
        }
    }

    private ServerProcess start(
            Launch launch, Side side, Measure time, Measure cpu, Samples samples) {
        long start = System.nanoTime();
        ServerProcess server = ServerProcess.start(launch);
        Topics.awaitLeaders(server, TOPIC, partitions);
        samples.add(time, side.name(), secondsSince(start));
        samples.add(cpu, side.name(), server.cpuSeconds());
        return server;
    }

    private void fill(ServerProcess server) {
        byte[] value = ApacheClients.value(1024);
        ApacheClients.Failures failures = new ApacheClients.Failures();
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(server.clients()))) {
            for (int i = 0; i < RECORDS_PER_PARTITION; i++) {
                for (int partition = 0; partition < partitions; partition++) {
                    producer.send(
                            new ProducerRecord<>(TOPIC, partition, null, value), failures.callback);
                }
            }
            producer.flush();
        }
        failures.check();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
