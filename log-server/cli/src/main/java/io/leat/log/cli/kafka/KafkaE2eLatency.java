package io.leat.log.cli.kafka;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-e2e-latency.sh}: how long one record takes from a producer to a consumer. */
@Command(
        name = "kafka-e2e-latency",
        hidden = true,
        description = "Measure the time from sending a record to reading it, one at a time.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaE2eLatency implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double NANOS_PER_MS = 1e6;
    private static final int REPORT_EVERY = 1_000;

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Through it.")
    String topic = "";

    @Option(
            names = "--num-records",
            required = true,
            paramLabel = "N",
            description = "How many records.")
    int records;

    @Option(names = "--producer-acks", paramLabel = "ACKS", description = "1 or all.")
    String acks = "1";

    @Option(names = "--record-size", paramLabel = "BYTES", description = "How large each is.")
    int size = 100;

    @Option(names = "--record-key-size", paramLabel = "BYTES", description = "And its key.")
    int keySize;

    @Option(names = "--num-headers", paramLabel = "N", description = "How many headers each has.")
    int headers;

    @Option(
            names = "--record-header-key-size",
            paramLabel = "BYTES",
            description = "How long the name of a header is.")
    int headerKeySize;

    @Option(
            names = "--record-header-size",
            paramLabel = "BYTES",
            description = "How large the value of a header is.")
    int headerSize;

    @Override
    public Integer call() throws Exception {
        if (!acks.equals("1") && !acks.equals("all")) {
            throw new CommandFailure("--producer-acks is 1 or all: else nobody knows it arrived.");
        }
        Properties reading = server.properties();
        reading.setProperty("enable.auto.commit", "false");
        reading.setProperty("fetch.max.wait.ms", "0");
        Properties writing = server.properties();
        writing.setProperty("acks", acks);
        writing.setProperty("linger.ms", "0");
        try (Consumer<byte[], byte[]> consumer =
                        new LeatConsumer<>(
                                reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer =
                        new LeatProducer<>(
                                writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            measure(producer, consumer);
        }
        return 0;
    }

    private void measure(Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Latencies latencies = new Latencies();
        Random random = new Random(0);
        double sumMs = 0;
        for (int i = 0; i < records; i++) {
            ProducerRecord<byte[], byte[]> record = record(random);
            long sent = System.nanoTime();
            producer.send(record).get();
            receive(consumer, record);
            double ms = (System.nanoTime() - sent) / NANOS_PER_MS;
            sumMs += ms;
            latencies.add((int) ms);
            if (i % REPORT_EVERY == 0) {
                out.println(String.format(Locale.ROOT, "%d\t%f", i, ms));
            }
        }
        out.println(String.format(Locale.ROOT, "Avg latency: %.4f ms", sumMs / records));
        out.println(
                String.format(
                        Locale.ROOT,
                        "Percentiles: 50th = %d, 99th = %d, 99.9th = %d",
                        latencies.percentile(0.5),
                        latencies.percentile(0.99),
                        latencies.percentile(0.999)));
        out.flush();
    }

    private ProducerRecord<byte[], byte[]> record(Random random) {
        byte[] key = keySize == 0 ? null : random(random, keySize);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key, random(random, size));
        for (int i = 0; i < headers; i++) {
            StringBuilder name = new StringBuilder();
            while (name.length() < headerKeySize) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            record.headers().add(name.toString(), random(random, headerSize));
        }
        return record;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void receive(
            Consumer<byte[], byte[]> consumer, ProducerRecord<byte[], byte[]> sent) {
        ConsumerRecords<byte[], byte[]> found = consumer.poll(PATIENCE);
        if (found.count() != 1) {
            throw new CommandFailure(
                    "one record was sent and "
                            + found.count()
                            + " came back: use a topic nobody else writes to.");
        }
        for (ConsumerRecord<byte[], byte[]> each : found) {
            if (!Arrays.equals(sent.key(), each.key())
                    || !Arrays.equals(sent.value(), each.value())
                    || !Arrays.equals(sent.headers().toArray(), each.headers().toArray())) {
                throw new CommandFailure("another record came back than was sent.");
            }
        }
    }
}
