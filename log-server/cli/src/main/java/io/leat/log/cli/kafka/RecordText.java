package io.leat.log.cli.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataValue;
import io.leat.log.protocol.message.GroupMetadataKey;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.LegacyOffsetCommitKey;
import io.leat.log.protocol.message.LegacyOffsetCommitValue;
import io.leat.log.protocol.message.MetadataRecords;
import io.leat.log.protocol.message.OffsetCommitKey;
import io.leat.log.protocol.message.OffsetCommitValue;
import io.leat.log.protocol.message.TransactionLogKey;
import io.leat.log.protocol.message.TransactionLogValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records of the metadata log and of coordinators as JSON. Stateless. */
final class RecordText {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(
                            new SimpleModule()
                                    .addSerializer(Uuid.class, ToStringSerializer.instance));

    /** One kind of record of a coordinator: the first number of its key tells it. */
    private record Kind(
            int type,
            Versions keyVersions,
            Function<Reader, ? extends LogRecord> key,
            Versions valueVersions,
            Function<Reader, ? extends LogRecord> value) {}

    private static final List<Kind> OF_GROUPS =
            List.of(
                    new Kind(
                            LegacyOffsetCommitKey.TYPE,
                            LegacyOffsetCommitKey.VERSIONS,
                            LegacyOffsetCommitKey::read,
                            LegacyOffsetCommitValue.VERSIONS,
                            LegacyOffsetCommitValue::read),
                    new Kind(
                            OffsetCommitKey.TYPE,
                            OffsetCommitKey.VERSIONS,
                            OffsetCommitKey::read,
                            OffsetCommitValue.VERSIONS,
                            OffsetCommitValue::read),
                    new Kind(
                            GroupMetadataKey.TYPE,
                            GroupMetadataKey.VERSIONS,
                            GroupMetadataKey::read,
                            GroupMetadataValue.VERSIONS,
                            GroupMetadataValue::read),
                    new Kind(
                            ConsumerGroupMetadataKey.TYPE,
                            ConsumerGroupMetadataKey.VERSIONS,
                            ConsumerGroupMetadataKey::read,
                            ConsumerGroupMetadataValue.VERSIONS,
                            ConsumerGroupMetadataValue::read),
                    new Kind(
                            ConsumerGroupMemberMetadataKey.TYPE,
                            ConsumerGroupMemberMetadataKey.VERSIONS,
                            ConsumerGroupMemberMetadataKey::read,
                            ConsumerGroupMemberMetadataValue.VERSIONS,
                            ConsumerGroupMemberMetadataValue::read),
                    new Kind(
                            ConsumerGroupTargetAssignmentMetadataKey.TYPE,
                            ConsumerGroupTargetAssignmentMetadataKey.VERSIONS,
                            ConsumerGroupTargetAssignmentMetadataKey::read,
                            ConsumerGroupTargetAssignmentMetadataValue.VERSIONS,
                            ConsumerGroupTargetAssignmentMetadataValue::read),
                    new Kind(
                            ConsumerGroupTargetAssignmentMemberKey.TYPE,
                            ConsumerGroupTargetAssignmentMemberKey.VERSIONS,
                            ConsumerGroupTargetAssignmentMemberKey::read,
                            ConsumerGroupTargetAssignmentMemberValue.VERSIONS,
                            ConsumerGroupTargetAssignmentMemberValue::read),
                    new Kind(
                            ConsumerGroupCurrentMemberAssignmentKey.TYPE,
                            ConsumerGroupCurrentMemberAssignmentKey.VERSIONS,
                            ConsumerGroupCurrentMemberAssignmentKey::read,
                            ConsumerGroupCurrentMemberAssignmentValue.VERSIONS,
                            ConsumerGroupCurrentMemberAssignmentValue::read));

    private static final List<Kind> OF_TRANSACTIONS =
            List.of(
                    new Kind(
                            TransactionLogKey.TYPE,
                            TransactionLogKey.VERSIONS,
                            TransactionLogKey::read,
                            TransactionLogValue.VERSIONS,
                            TransactionLogValue::read));

    private RecordText() {}

    /** Key and value of a record of {@code __consumer_offsets}. */
    static @Nullable String[] group(byte @Nullable [] key, byte @Nullable [] value) {
        return coordinator(OF_GROUPS, key, value);
    }

    /** Key and value of a record of {@code __transaction_state}. */
    static @Nullable String[] transaction(byte @Nullable [] key, byte @Nullable [] value) {
        return coordinator(OF_TRANSACTIONS, key, value);
    }

    private static @Nullable String[] coordinator(
            List<Kind> kinds, byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || key.length < Short.BYTES) {
            return new @Nullable String[] {"(no key)", null};
        }
        ByteBuffer bytes = ByteBuffer.wrap(key);
        int type = bytes.getShort();
        for (Kind kind : kinds) {
            if (kind.type == type) {
                return new @Nullable String[] {key(kind, bytes), value(kind, value)};
            }
        }
        return new @Nullable String[] {"(unknown type " + type + ")", null};
    }

    private static String key(Kind kind, ByteBuffer bytes) {
        try {
            Reader in = kind.keyVersions.reader(bytes, kind.keyVersions.lowest());
            return tree("type", String.valueOf(kind.type), kind.key.apply(in)).toString();
        } catch (MalformedMessageException e) {
            return "(damaged)";
        }
    }

    private static @Nullable String value(Kind kind, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        if (value.length < Short.BYTES) {
            return "(damaged)";
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        int version = bytes.getShort();
        try {
            LogRecord record = kind.value.apply(kind.valueVersions.reader(bytes, version));
            ObjectNode json = tree("version", String.valueOf(version), record);
            if (record instanceof OffsetCommitValue && version > 1) {
                ((ObjectNode) json.get("data")).remove("expireTimestamp"); // of version 1 alone
            }
            return json.toString();
        } catch (MalformedMessageException e) {
            return "(damaged, or of a later version)";
        }
    }

    private static ObjectNode tree(String label, String number, LogRecord record) {
        ObjectNode json = JSON.createObjectNode().put(label, number);
        json.set("data", JSON.valueToTree(record));
        return json;
    }

    /**
     * A record of the metadata log: frame version, type and version as varints, then its fields.
     */
    static @Nullable String metadata(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        try {
            Reader head = new Reader(bytes, 0, true);
            head.unsignedVarint();
            int type = head.unsignedVarint();
            int version = head.unsignedVarint();
            LogRecord record = MetadataRecords.read(type, version, bytes);
            ObjectNode json = JSON.createObjectNode();
            json.put("type", constant(record.getClass().getSimpleName()));
            json.put("version", version);
            json.set("data", JSON.valueToTree(record));
            return JSON.writeValueAsString(json);
        } catch (MalformedMessageException e) {
            return "(damaged, or of a later version)";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code TopicRecord} as {@code TOPIC_RECORD}. */
    private static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
