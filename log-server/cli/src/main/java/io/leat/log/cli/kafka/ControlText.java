package io.leat.log.cli.kafka;

import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Message;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.message.KRaftVersionRecord;
import io.leat.log.protocol.message.LeaderChangeMessage;
import io.leat.log.protocol.message.SnapshotFooterRecord;
import io.leat.log.protocol.message.SnapshotHeaderRecord;
import io.leat.log.protocol.message.VotersRecord;
import io.leat.log.protocol.record.ControlType;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the control records of a log say, as Kafka prints them. Stateless. */
final class ControlText {

    private static final int TYPE_AT = 2;
    private static final int COORDINATOR_EPOCH_AT = 2;

    private ControlText() {}

    static String of(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || key.length < TYPE_AT + Short.BYTES) {
            return " control record without a type";
        }
        int number = ByteBuffer.wrap(key).getShort(TYPE_AT);
        ControlType type = ControlType.of(ByteBuffer.wrap(key));
        if (value == null || value.length < Short.BYTES) {
            return " controlType: " + type + "(" + number + ")";
        }
        return switch (type) {
            case COMMIT, ABORT -> marker(type, ByteBuffer.wrap(value));
            case LEADER_CHANGE ->
                    " LeaderChange: "
                            + json(value, LeaderChangeMessage.VERSIONS, LeaderChangeMessage::read);
            case SNAPSHOT_HEADER ->
                    " SnapshotHeader "
                            + json(
                                    value,
                                    SnapshotHeaderRecord.VERSIONS,
                                    SnapshotHeaderRecord::read);
            case SNAPSHOT_FOOTER ->
                    " SnapshotFooter "
                            + json(
                                    value,
                                    SnapshotFooterRecord.VERSIONS,
                                    SnapshotFooterRecord::read);
            case KRAFT_VERSION ->
                    " KRaftVersion "
                            + json(value, KRaftVersionRecord.VERSIONS, KRaftVersionRecord::read);
            case KRAFT_VOTERS ->
                    " KRaftVoters " + json(value, VotersRecord.VERSIONS, VotersRecord::read);
            default -> " controlType: " + type + "(" + number + ")";
        };
    }

    private static String marker(ControlType type, ByteBuffer value) {
        return value.remaining() < COORDINATOR_EPOCH_AT + Integer.BYTES
                ? " controlType: " + type + "(" + type.id() + ")"
                : " endTxnMarker: "
                        + type
                        + " coordinatorEpoch: "
                        + value.getInt(COORDINATOR_EPOCH_AT);
    }

    /** They begin with the version they are written in, which is also their first field. */
    private static String json(
            byte[] value, Versions versions, Function<Reader, ? extends Message> read) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        short version = bytes.getShort(0);
        if (!versions.contains(version)) {
            return "(of version " + version + ", which is not known)";
        }
        try {
            return RecordJson.of(read.apply(versions.reader(bytes, version)), version).toString();
        } catch (MalformedMessageException e) {
            return "(damaged)";
        }
    }
}
