package io.leat.log.cli;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads records from a topic and hands them to a printer, until told to stop. */
public final class RecordReader {

    /**
     * What to read.
     *
     * @param topic a name, or a regular expression if {@code pattern}
     * @param partition read only this one, without a group; null for all
     * @param offset where to start in {@code partition}: a number, -2 for earliest, -1 for latest
     * @param messagesMax stop after this many; negative for no bound
     * @param idleMsMax stop when nothing came for this long; negative for no bound
     */
    public record Range(
            String topic,
            boolean pattern,
            @Nullable Integer partition,
            long offset,
            long messagesMax,
            long idleMsMax) {}

    /** What the reading ended with. */
    public record Outcome(long messages, boolean timedOut) {}

    /** Receives each record; false stops the reading. */
    public interface Printer {
        void print(ConsumerRecord<byte[], byte[]> record);
    }

    private final Range range;
    private final LongSupplier millis;
    private volatile boolean stopping;
    private volatile @Nullable Consumer<byte[], byte[]> running;

    public RecordReader(Range range, LongSupplier millis) {
        this.range = range;
        this.millis = millis;
    }

    /** Ends {@link #run} soon; for the interrupt handler. */
    public void stop() {
        stopping = true;
        Consumer<byte[], byte[]> consumer = running;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Reads and prints until the range is through. */
    public Outcome run(Properties properties, Printer printer) {
        try (Consumer<byte[], byte[]> consumer =
                new LeatConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            running = consumer;
            start(consumer, properties.containsKey("group.id"));
            return loop(consumer, printer);
        } finally {
            running = null;
        }
    }

    private void start(Consumer<byte[], byte[]> consumer, boolean inGroup) {
        if (range.partition() != null) {
            TopicPartition partition = new TopicPartition(range.topic(), range.partition());
            consumer.assign(List.of(partition));
            if (range.offset() == -2) {
                consumer.seekToBeginning(List.of(partition));
            } else if (range.offset() == -1) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, range.offset());
            }
        } else if (range.pattern()) {
            consumer.subscribe(Pattern.compile(range.topic()));
        } else if (inGroup) {
            consumer.subscribe(List.of(range.topic()));
        } else {
            List<PartitionInfo> partitions = consumer.partitionsFor(range.topic());
            if (partitions == null || partitions.isEmpty()) {
                throw new CommandFailure(
                        "topic " + range.topic() + " does not exist. Create it first.");
            }
            consumer.assign(
                    partitions.stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList());
        }
    }

    private Outcome loop(Consumer<byte[], byte[]> consumer, Printer printer) {
        long messages = 0;
        long lastRecordMs = millis.getAsLong();
        while (!stopping && (range.messagesMax() < 0 || messages < range.messagesMax())) {
            ConsumerRecords<byte[], byte[]> records;
            try {
                records = consumer.poll(Duration.ofMillis(200));
            } catch (io.leat.common.errors.WakeupException stopped) {
                break;
            }
            Map<TopicPartition, Long> unread = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (range.messagesMax() < 0 || messages < range.messagesMax()) {
                    printer.print(record);
                    messages++;
                } else {
                    TopicPartition from = new TopicPartition(record.topic(), record.partition());
                    unread.putIfAbsent(from, record.offset());
                }
            }
            // What was not printed was not consumed: a group that commits on close resumes there.
            unread.forEach(consumer::seek);
            long now = millis.getAsLong();
            if (!records.isEmpty()) {
                lastRecordMs = now;
            } else if (range.idleMsMax() >= 0 && now - lastRecordMs >= range.idleMsMax()) {
                return new Outcome(messages, true);
            }
        }
        return new Outcome(messages, false);
    }
}
