package io.leat.log.cli.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.RecordFormat;
import io.leat.log.cli.RecordReader;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.message.GroupMetadataKey;
import io.leat.log.protocol.message.LegacyOffsetCommitKey;
import io.leat.log.protocol.message.OffsetCommitKey;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ShareGroupMemberMetadataKey;
import io.leat.log.protocol.message.ShareGroupMetadataKey;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ShareSnapshotKey;
import io.leat.log.protocol.message.ShareUpdateKey;
import io.leat.log.protocol.message.TransactionLogKey;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How both console consumers print records. */
final class FormatterOptions {

    private static final Set<Short> OF_OFFSETS =
            Set.of(LegacyOffsetCommitKey.TYPE, OffsetCommitKey.TYPE);
    private static final Set<Short> OF_GROUPS = Set.of(GroupMetadataKey.TYPE);
    private static final Set<Short> OF_SHARE_GROUPS =
            Set.of(
                    ShareGroupMemberMetadataKey.TYPE,
                    ShareGroupMetadataKey.TYPE,
                    ShareGroupTargetAssignmentMetadataKey.TYPE,
                    ShareGroupTargetAssignmentMemberKey.TYPE,
                    ShareGroupCurrentMemberAssignmentKey.TYPE,
                    ShareGroupStatePartitionMetadataKey.TYPE);
    private static final Set<Short> OF_SHARE_STATE =
            Set.of(ShareSnapshotKey.TYPE, ShareUpdateKey.TYPE);
    private static final Set<Short> OF_TRANSACTIONS = Set.of(TransactionLogKey.TYPE);

    @Option(
            names = "--formatter",
            paramLabel = "CLASS",
            description =
                    "DefaultMessageFormatter (default), NoOpMessageFormatter,"
                            + " OffsetsMessageFormatter, GroupMetadataMessageFormatter,"
                            + " ShareGroupMessageFormatter, ShareGroupStateMessageFormatter or"
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
            case "OffsetsMessageFormatter" -> coordinator(out, RecordKind.OF_GROUPS, OF_OFFSETS);
            case "GroupMetadataMessageFormatter" ->
                    coordinator(out, RecordKind.OF_GROUPS, OF_GROUPS);
            case "ShareGroupMessageFormatter" ->
                    coordinator(out, RecordKind.OF_GROUPS, OF_SHARE_GROUPS);
            case "ShareGroupStateMessageFormatter" ->
                    coordinator(out, RecordKind.OF_SHARE_STATE, OF_SHARE_STATE);
            case "TransactionLogMessageFormatter" ->
                    coordinator(out, RecordKind.OF_TRANSACTIONS, OF_TRANSACTIONS);
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
            PrintStream out, List<RecordKind> kinds, Set<Short> types) {
        return record -> {
            byte[] key = record.key();
            if (key != null) {
                read(kinds, key, record)
                        .filter(each -> types.contains(each.type()))
                        .ifPresent(each -> out.print(json(each)));
            }
        };
    }

    private static Optional<RecordText.Coordinated> read(
            List<RecordKind> kinds, byte[] key, ConsumerRecord<byte[], byte[]> record) {
        try {
            return RecordText.read(kinds, key, record.value());
        } catch (MalformedMessageException e) {
            throw new CommandFailure(
                    "Could not read record at offset "
                            + record.offset()
                            + " of "
                            + record.topic()
                            + " due to: "
                            + e.getMessage(),
                    e);
        }
    }

    private static ObjectNode json(RecordText.Coordinated record) {
        ObjectNode json = RecordJson.object();
        ObjectNode key = json.putObject("key").put("type", record.type());
        key.set("data", RecordJson.of(record.key(), 0));
        RecordText.Value value = record.value();
        if (value == null) {
            json.putNull("value");
        } else {
            ObjectNode shown = json.putObject("value").put("version", value.version());
            shown.set("data", RecordJson.of(value.record(), value.version()));
        }
        return json;
    }
}
