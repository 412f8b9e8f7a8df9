package io.leat.clients;

import com.sun.management.ThreadMXBean;
import io.leat.clients.producer.Callback;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.ByteArraySerializer;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures what one {@code send()} of 100 bytes costs the thread that calls it: nanoseconds of its
 * processor time and bytes it allocates, the record itself left out. Run it by hand:
 *
 * <pre>{@code java -cp ... io.leat.clients.SendCost [rounds]}</pre>
 */
final class SendCost {

    private static final int RECORDS = 500_000;

    private SendCost() {}

    public static void main(String[] args) {
        int rounds = args.length == 0 ? 12 : Integer.parseInt(args[0]);
        try (LeatNode node = LeatNode.start()) {
            Map<String, Object> settings = new HashMap<>();
            settings.put("bootstrap.servers", node.bootstrap());
            settings.put("acks", "1");
            settings.put("batch.size", 65_536);
            settings.put("linger.ms", 5);
            settings.put("buffer.memory", 512L << 20);
            try (LeatProducer<byte[], byte[]> producer =
                    new LeatProducer<>(
                            settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int round = 0; round < rounds; round++) {
                    measure(producer, round % 3);
                }
            }
        }
    }

    /** Kinds of record: 0 neither key nor callback, 1 with a key, 2 with a callback. */
    private static void measure(LeatProducer<byte[], byte[]> producer, int kind) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        byte[] value = new byte[100];
        byte[] key = kind == 1 ? new byte[] {1, 2, 3, 4, 5, 6, 7, 8} : null;
        Callback callback = kind == 2 ? (metadata, failure) -> {} : null;
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("topic", key, value);
        producer.flush();
        long bytes = threads.getThreadAllocatedBytes(self);
        long nanos = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < RECORDS; i++) {
            producer.send(record, callback);
        }
        nanos = threads.getCurrentThreadCpuTime() - nanos;
        bytes = threads.getThreadAllocatedBytes(self) - bytes;
        System.out.printf(
                "%-14s %6.0f ns %6.1f B a send%n",
                kind == 0 ? "plain" : kind == 1 ? "with a key" : "with a callback",
                (double) nanos / RECORDS,
                (double) bytes / RECORDS);
    }
}
