package io.leat.log.cli;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.header.Header;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints records as lines, with the properties of Kafka's default formatter. */
public final class RecordFormat implements RecordReader.Printer {

    private final PrintStream out;
    private final boolean timestamp;
    private final boolean partition;
    private final boolean offset;
    private final boolean delivery;
    private final boolean epoch;
    private final boolean headers;
    private final boolean key;
    private final boolean value;
    private final String keySeparator;
    private final String lineSeparator;
    private final String headersSeparator;
    private final String nullLiteral;
    private final FieldText keyText;
    private final FieldText valueText;
    private final FieldText headerText;

    /**
     * @param properties {@code print.key}, {@code print.value}, {@code print.timestamp}, {@code
     *     print.partition}, {@code print.offset}, {@code print.delivery}, {@code print.epoch},
     *     {@code print.headers}, {@code key.separator}, {@code line.separator}, {@code
     *     headers.separator}, {@code null.literal}, {@code key.deserializer}, {@code
     *     value.deserializer}, {@code headers.deserializer}
     */
    public RecordFormat(PrintStream out, Map<String, String> properties) {
        this.out = out;
        this.timestamp = flag(properties, "print.timestamp", false);
        this.partition = flag(properties, "print.partition", false);
        this.offset = flag(properties, "print.offset", false);
        this.delivery = flag(properties, "print.delivery", false);
        this.epoch = flag(properties, "print.epoch", false);
        this.headers = flag(properties, "print.headers", false);
        this.key = flag(properties, "print.key", false);
        this.value = flag(properties, "print.value", true);
        this.keySeparator = properties.getOrDefault("key.separator", "\t");
        this.lineSeparator = properties.getOrDefault("line.separator", "\n");
        this.headersSeparator = properties.getOrDefault("headers.separator", ",");
        this.keyText = FieldText.of(properties.get("key.deserializer"));
        this.valueText = FieldText.of(properties.get("value.deserializer"));
        this.headerText = FieldText.of(properties.get("headers.deserializer"));
        this.nullLiteral = properties.getOrDefault("null.literal", "null");
    }

    @Override
    public void print(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder line = new StringBuilder();
        if (timestamp) {
            line.append(record.timestampType()).append(':').append(record.timestamp());
            line.append(keySeparator);
        }
        if (partition) {
            line.append("Partition:").append(record.partition()).append(keySeparator);
        }
        if (offset) {
            line.append("Offset:").append(record.offset()).append(keySeparator);
        }
        if (delivery) {
            line.append("Delivery:").append(known(record.deliveryCount())).append(keySeparator);
        }
        if (epoch) {
            line.append("Epoch:").append(known(record.leaderEpoch())).append(keySeparator);
        }
        if (headers) {
            line.append(headers(record)).append(keySeparator);
        }
        if (key) {
            line.append(text(record, record.key(), keyText)).append(value ? keySeparator : "");
        }
        if (value) {
            line.append(text(record, record.value(), valueText));
        }
        out.print(line.append(lineSeparator));
    }

    private static String known(Optional<?> value) {
        return value.map(Object::toString).orElse("NOT_PRESENT");
    }

    private String headers(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder();
        for (Header header : record.headers()) {
            text.append(text.isEmpty() ? "" : headersSeparator);
            text.append(header.key()).append(':').append(text(record, header.value(), headerText));
        }
        return text.isEmpty() ? "NO_HEADERS" : text.toString();
    }

    private String text(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] bytes, FieldText as) {
        return bytes == null ? nullLiteral : as.text(record.topic(), bytes);
    }

    private static boolean flag(Map<String, String> properties, String name, boolean byDefault) {
        String text = properties.get(name);
        return text == null ? byDefault : Boolean.parseBoolean(text.trim());
    }
}
