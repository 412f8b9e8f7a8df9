package io.leat.log.benchmarks.streams;

import io.leat.log.benchmarks.streams.nexmark.Nexmark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The input of all programs: "in" has records of 100 B, a millisecond apart, over 100,000 keys;
 * "other" has one for each of these with the same key and time, "table" one row for each key,
 * earlier than all. Stateless.
 */
public final class Load {

    /** The topics it writes, and the one that programs write. */
    public static final List<String> TOPICS = List.of("in", "other", "table", "out");

    /** What is measured. */
    public static final List<String> PROGRAMS =
            List.of(
                    "pass",
                    "map",
                    "count",
                    "count-uncached",
                    "repartition",
                    "tumbling",
                    "sessions",
                    "stream-table",
                    "stream-stream",
                    "foreign-key");

    /** How the names of programs begin that pass on the topic of their own name. */
    public static final String LATENCY = "latency-";

    /** Behind the name of such a topic: where they write. */
    public static final String OUT = "-out";

    private static final int KEYS = 100_000;
    private static final String FILLING = "x".repeat(92);

    private Load() {}

    /** How many of {@code records} records {@code program} has to see. */
    static long driving(String program, long records) {
        return program.startsWith(Nexmark.PROGRAM)
                ? Nexmark.driving(program.substring(Nexmark.PROGRAM.length()), records)
                : records;
    }

    private static Map<String, Object> settings(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("acks", "all");
        settings.put("batch.size", 64 << 10);
        settings.put("linger.ms", 5);
        return settings;
    }

    /** Writes the events of NEXMark, ending now. */
    static void writeNexmark(String bootstrap, long events) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        settings(bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            Nexmark.write(producer, events);
        }
    }

    /** Writes everything, ending now. */
    static void write(String bootstrap, long records) {
        StringSerializer text = new StringSerializer();
        long begin = System.currentTimeMillis() - records;
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings(bootstrap), text, text)) {
            for (int key = 0; key < KEYS; key++) {
                producer.send(record("table", begin - 1_000, key, key));
            }
            for (long i = 0; i < records; i++) {
                int key = (int) (i % KEYS);
                producer.send(record("in", begin + i, key, (key + 1) % KEYS));
                producer.send(record("other", begin + i, key, key));
            }
            producer.flush();
        }
    }

    /** Its value begins with the key that it points to. */
    private static ProducerRecord<String, String> record(
            String topic, long time, int key, int pointsTo) {
        return new ProducerRecord<>(topic, null, time, name(key), name(pointsTo) + FILLING);
    }

    private static String name(int key) {
        String digits = Integer.toString(key);
        return "k" + "0".repeat(7 - digits.length()) + digits;
    }
}
