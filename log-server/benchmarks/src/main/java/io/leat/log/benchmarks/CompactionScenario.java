package io.leat.log.benchmarks;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A topic of 1 KB records, four of five of which have a newer one with the same key, is compacted:
 * CPU of the server from the moment it may begin until the topic has become as small as it can.
 */
final class CompactionScenario implements Scenario<Side> {

    private static final int VALUE_BYTES = 1024;
    private static final int RECORDS_PER_KEY = 5;
    private static final int SEGMENT_BYTES = 100_000_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(15);

    private final long totalBytes;
    private final Measure cpu;
    private final Measure time;
    private final Measure left;
    private int runs;

    CompactionScenario(long totalBytes) {
        this.totalBytes = totalBytes;
        String what = "compaction of " + totalBytes / 1_000_000 + " MB with 1 KB records: ";
        this.cpu = Measure.of(what + "broker CPU", "s/GB").atMost(0.7);
        this.time = Measure.of(what + "until nothing changes any more", "s");
        this.left = Measure.of(what + "what is left", "MB");
    }

    @Override
    public String id() {
        return "compaction";
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
        String topic = "compaction-" + runs++;
        ServerProcess server = side.running();
        Topics.create(side, server, topic, 1, 1);
        try (Admin admin = Topics.admin(server)) {
            set(admin, topic, Map.of("segment.bytes", Integer.toString(SEGMENT_BYTES)));
            fill(server, topic);
            double before = server.cpuSeconds();
            long start = System.nanoTime();
            set(
                    admin,
                    topic,
                    Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0"));
            Settled settled = awaitSettled(admin, server, topic);
            samples.add(cpu, side.name(), (settled.cpuSeconds - before) / (totalBytes / 1e9));
            samples.add(time, side.name(), (settled.nanos - start) / 1e9);
            samples.add(left, side.name(), size(admin, topic) / 1e6);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no compaction of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Topics.delete(server, topic);
    }

    /** When the size changed for the last time, and what the server had used by then. */
    private record Settled(long nanos, double cpuSeconds) {
        static Settled now(ServerProcess server) {
            return new Settled(System.nanoTime(), server.cpuSeconds());
        }
    }

    /** Returns once the topic has shrunk, and its size has not changed for a while. */
    private static Settled awaitSettled(Admin admin, ServerProcess server, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        long began = System.nanoTime();
        long full = size(admin, topic);
        long last = full;
        Settled changed = Settled.now(server);
        while (last > full / 2 || System.nanoTime() - changed.nanos < SETTLED_NANOS) {
            if (System.nanoTime() - began > MAX_NANOS) {
                throw new TimeoutException(topic + " has " + last + " bytes of " + full);
            }
            LockSupport.parkNanos(POLL_NANOS);
            long now = size(admin, topic);
            if (now != last) {
                last = now;
                changed = Settled.now(server);
            }
        }
        return changed;
    }

    private static long size(Admin admin, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin
                .describeLogDirs(
                        admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).stream()
                                .map(node -> node.id())
                                .toList())
                .allDescriptions()
                .get(30, TimeUnit.SECONDS)
                .values()
                .stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private static void set(Admin admin, String topic, Map<String, String> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<AlterConfigOp> changes =
                settings.entrySet().stream()
                        .map(each -> new ConfigEntry(each.getKey(), each.getValue()))
                        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                        .toList();
        admin.incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private void fill(ServerProcess server, String topic) {
        byte[] value = ApacheClients.value(VALUE_BYTES);
        long records = totalBytes / VALUE_BYTES;
        long keys = records / RECORDS_PER_KEY;
        Random random = new Random(1);
        ApacheClients.Failures failures = new ApacheClients.Failures();
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(server.clients()))) {
            for (long i = 0; i < records; i++) {
                byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong(keys)).array();
                producer.send(new ProducerRecord<>(topic, key, value), failures.callback);
            }
            producer.flush();
        }
        failures.check();
    }
}
