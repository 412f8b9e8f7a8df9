package io.leat.log.cli.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Message;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.message.ConsumerProtocolAssignment;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.MetadataRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records of the metadata log and of coordinators as JSON. Stateless. */
final class RecordText {

    private static final String OF_CONSUMERS = "consumer";

    /** A record of a coordinator, and the number that tells its kind. */
    record Coordinated(short type, LogRecord key, @Nullable Value value) {}

    /** A value, and the version it was written in. */
    record Value(short version, LogRecord record) {

        /** Also what members of a classic group of consumers said of themselves. */
        ObjectNode json() {
            ObjectNode json = RecordJson.of(record, version);
            if (record instanceof GroupMetadataValue group
                    && group.protocolType().equals(OF_CONSUMERS)) {
                json.get("members").forEach(RecordText::open);
            }
            return json;
        }
    }

    private RecordText() {}

    /**
     * Reads a record of a coordinator; empty if it is of none of these kinds.
     *
     * @throws MalformedMessageException if it is damaged, or of a later version
     */
    static Optional<Coordinated> read(List<RecordKind> kinds, byte[] key, byte @Nullable [] value) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        short type = number(bytes);
        return RecordKind.of(kinds, type)
                .map(
                        kind ->
                                new Coordinated(
                                        type,
                                        kind.key().read(bytes, 0),
                                        value == null ? null : value(kind, value)));
    }

    private static Value value(RecordKind kind, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        short version = number(bytes);
        if (!kind.value().versions().contains(version)) {
            throw new MalformedMessageException(
                    "Version " + version + " of records of type " + kind.type() + " is not known");
        }
        return new Value(version, kind.value().read(bytes, version));
    }

    private static short number(ByteBuffer bytes) {
        if (bytes.remaining() < Short.BYTES) {
            throw new MalformedMessageException("The record is too short");
        }
        return bytes.getShort();
    }

    private static void open(JsonNode member) {
        open(
                (ObjectNode) member,
                "subscription",
                ConsumerProtocolSubscription.VERSIONS,
                ConsumerProtocolSubscription::read);
        open(
                (ObjectNode) member,
                "assignment",
                ConsumerProtocolAssignment.VERSIONS,
                ConsumerProtocolAssignment::read);
    }

    /** Puts what bytes say in their place; they stay if they say nothing. */
    private static void open(
            ObjectNode member,
            String field,
            Versions versions,
            Function<Reader, ? extends Message> read) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(member.get(field).binaryValue());
            short version = number(bytes);
            if (versions.contains(version)) {
                Message message = read.apply(versions.reader(bytes, version));
                member.set(field, RecordJson.of(message, version));
            }
        } catch (MalformedMessageException e) {
            return; // another client's own bytes
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record of the metadata log: frame version, type and version as varints, then fields. */
    static String metadata(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        Reader head = new Reader(bytes, 0, true);
        head.unsignedVarint();
        int type = head.unsignedVarint();
        int version = head.unsignedVarint();
        if (!MetadataRecords.versions(type).contains(version)) {
            throw new MalformedMessageException(
                    "Version " + version + " of records of type " + type + " is not known");
        }
        LogRecord record = MetadataRecords.read(type, version, bytes);
        ObjectNode json = RecordJson.object();
        json.put("type", constant(record.getClass().getSimpleName()));
        json.put("version", version);
        json.set("data", RecordJson.of(record, version));
        return json.toString();
    }

    /** {@code TopicRecord} as {@code TOPIC_RECORD}. */
    private static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
