package io.leat.log.cli.kafka;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.clients.consumer.ShareConsumer;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.serialization.ByteArrayDeserializer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kafka-share-consumer-perf-test.sh}: members of a share group read records, each on a
 * thread of its own, and say how fast that went.
 */
@Command(
        name = "kafka-share-consumer-perf-test",
        hidden = true,
        description = "Read records as members of a share group and measure throughput.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaShareConsumerPerfTest implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ReadingOptions options;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "From where.")
    String topic = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many members read (default: 1).")
    int threads = 1;

    @Option(names = "--show-consumer-stats", description = "Print a line for each member, too.")
    boolean eachConsumer;

    /** Of all members, so that they stop together. */
    private final AtomicLong readByAll = new AtomicLong();

    /** What one member read, from when to when. */
    private record Part(long beginMs, long endMs, long bytes, long read) {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (!options.hideHeader) {
            out.println(
                    "start.time, end.time, data.consumed.in.MB, MB.sec, nMsg.sec,"
                            + " data.consumed.in.nMsg, fetch.time.ms");
        }
        List<Member> members = new ArrayList<>();
        for (int number = 1; number <= threads; number++) {
            members.add(new Member(number));
        }
        long begin = System.currentTimeMillis();
        List<Part> parts = run(members);
        long bytes = parts.stream().mapToLong(Part::bytes).sum();
        Part all = new Part(begin, System.currentTimeMillis(), bytes, readByAll.get());
        if (all.read < options.records) {
            ReadingOptions.tellTimeout(options.timeoutMs, out);
        }
        for (int i = 0; eachConsumer && i < threads; i++) {
            Member member = members.get(i);
            out.println(
                    String.format(
                            "Share consumer %d having client id %s consumption metrics- %s",
                            member.number, member.clientId, text(parts.get(i))));
        }
        out.println(text(all));
        if (options.printMetrics) {
            Map<MetricName, Metric> metrics = new HashMap<>();
            members.forEach(member -> metrics.putAll(member.metrics));
            MetricTable.print(metrics, out);
        }
        out.flush();
        return 0;
    }

    private static List<Part> run(List<Member> members) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(members.size());
        try {
            List<Part> parts = new ArrayList<>();
            for (Future<Part> each : executor.invokeAll(members)) {
                parts.add(each.get());
            }
            return parts;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            executor.shutdownNow();
        }
    }

    /** The columns Kafka's tool prints, which scripts parse. */
    private String text(Part part) {
        double mb = ReadingOptions.mb(part.bytes);
        long ms = part.endMs - part.beginMs;
        double seconds = Math.max(1, ms) / 1_000.0;
        return String.format(
                Locale.ROOT,
                "%s, %s, %.4f, %.4f, %.4f, %d, %d",
                options.date(part.beginMs),
                options.date(part.endMs),
                mb,
                mb / seconds,
                part.read / seconds,
                part.read,
                ms);
    }

    private synchronized void printInterval(int number, Part all, Part recent) {
        double seconds = Math.max(1, recent.endMs - recent.beginMs) / 1_000.0;
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%s, %s, %.4f, %.4f, %.4f, %d, %d for share consumer %d",
                        options.date(recent.beginMs),
                        options.date(recent.endMs),
                        ReadingOptions.mb(all.bytes),
                        ReadingOptions.mb(recent.bytes) / seconds,
                        recent.read / seconds,
                        all.read,
                        recent.endMs - recent.beginMs,
                        number));
        out.flush();
    }

    /** One member; its thread owns it. */
    private final class Member implements Callable<Part> {

        private final int number;
        private final String clientId;
        private final Properties properties;
        private Map<MetricName, ? extends Metric> metrics = Map.of();

        Member(int number) {
            this.number = number;
            clientId = "perf-share-consumer-client" + (threads > 1 ? "-" + number : "");
            properties = options.properties("perf-share-consumer");
            properties.setProperty("client.id", clientId);
        }

        @Override
        public Part call() {
            long begin = System.currentTimeMillis();
            Part all = new Part(begin, begin, 0, 0);
            Part recent = all;
            try (ShareConsumer<byte[], byte[]> consumer =
                    new LeatShareConsumer<>(
                            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(topic));
                long last = begin;
                long now = begin;
                while (readByAll.get() < options.records && now - last <= options.timeoutMs) {
                    long bytes = 0;
                    long read = 0;
                    for (ConsumerRecord<byte[], byte[]> record :
                            consumer.poll(Duration.ofMillis(100))) {
                        read++;
                        bytes += ReadingOptions.size(record);
                    }
                    readByAll.addAndGet(read);
                    now = System.currentTimeMillis();
                    last = read > 0 ? now : last;
                    all = new Part(begin, now, all.bytes + bytes, all.read + read);
                    recent =
                            new Part(recent.beginMs, now, recent.bytes + bytes, recent.read + read);
                    if (options.detailed && now - recent.beginMs >= options.intervalMs) {
                        printInterval(number, all, recent);
                        recent = new Part(now, now, 0, 0);
                    }
                }
                metrics = options.printMetrics ? consumer.metrics() : Map.of();
            }
            return all;
        }
    }
}
