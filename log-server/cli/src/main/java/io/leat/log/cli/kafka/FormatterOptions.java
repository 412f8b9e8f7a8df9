package io.leat.log.cli.kafka;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.RecordFormat;
import io.leat.log.cli.RecordReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How both console consumers print records. */
final class FormatterOptions {

    private static final Set<Short> OF_OFFSETS = Set.of((short) 0, (short) 1);
    private static final Set<Short> OF_GROUPS = Set.of((short) 2);
    private static final Set<Short> OF_TRANSACTIONS = Set.of((short) 0);

    @Option(
            names = "--formatter",
            paramLabel = "CLASS",
            description =
                    "DefaultMessageFormatter (default), NoOpMessageFormatter,"
                            + " OffsetsMessageFormatter, GroupMetadataMessageFormatter or"
                            + " TransactionLogMessageFormatter.")
    @Nullable String formatter;

    @Option(
            names = "--formatter-config",
            paramLabel = "FILE",
            description = "File with properties of the formatter.")
    @Nullable Path file;

    @Option(
            names = {"--property", "--formatter-property"},
            paramLabel = "NAME=VALUE",
            description =
                    "print.key, print.value, print.timestamp, print.partition, print.offset,"
                            + " print.delivery, print.epoch, print.headers, key.separator,"
                            + " line.separator, headers.separator, null.literal.")
    Map<String, String> properties = new HashMap<>();

    @Option(
            names = "--key-deserializer",
            paramLabel = "CLASS",
            description = "How keys are read: a deserializer of Kafka's or Leat's (default: text).")
    @Nullable String keys;

    @Option(
            names = "--value-deserializer",
            paramLabel = "CLASS",
            description = "How values are read.")
    @Nullable String values;

    RecordReader.Printer printer(PrintStream out) {
        String name = formatter == null ? "" : formatter.substring(formatter.lastIndexOf('.') + 1);
        return switch (name) {
            case "", "DefaultMessageFormatter", "LoggingMessageFormatter" -> lines(out);
            case "NoOpMessageFormatter" -> record -> {};
            case "OffsetsMessageFormatter" -> coordinator(out, OF_OFFSETS, false);
            case "GroupMetadataMessageFormatter" -> coordinator(out, OF_GROUPS, false);
            case "TransactionLogMessageFormatter" -> coordinator(out, OF_TRANSACTIONS, true);
            default ->
                    throw new CommandFailure(
                            "'"
                                    + formatter
                                    + "' is no formatter that is there: --help lists them. Records"
                                    + " of other kinds are printed by a consumer of your own.");
        };
    }

    private RecordFormat lines(PrintStream out) {
        Map<String, String> all = new HashMap<>();
        if (file != null) {
            AdminOptions.read(file).forEach((name, value) -> all.put("" + name, "" + value));
        }
        all.putAll(properties);
        if (keys != null) {
            all.put("key.deserializer", keys);
        }
        if (values != null) {
            all.put("value.deserializer", values);
        }
        return new RecordFormat(out, all);
    }

    /** Records of these types as JSON, without a line break, as Kafka's formatters print them. */
    private static RecordReader.Printer coordinator(
            PrintStream out, Set<Short> types, boolean transactions) {
        return record -> {
            byte[] key = record.key();
            if (key != null
                    && key.length >= Short.BYTES
                    && types.contains(ByteBuffer.wrap(key).getShort())) {
                out.print(json(record, transactions));
            }
        };
    }

    private static String json(ConsumerRecord<byte[], byte[]> record, boolean transactions) {
        @Nullable String[] parts =
                transactions
                        ? RecordText.transaction(record.key(), record.value())
                        : RecordText.group(record.key(), record.value());
        BinaryOperator<String> number =
                (text, label) ->
                        text.replaceFirst("\"" + label + "\":\"(\\d+)\"", "\"" + label + "\":$1");
        return "{\"key\":"
                + number.apply(String.valueOf(parts[0]), "type")
                + ",\"value\":"
                + number.apply(String.valueOf(parts[1]), "version")
                + "}";
    }
}
