package io.leat.log.quorum;

import io.leat.log.protocol.Message;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.KRaftVersionRecord;
import io.leat.log.protocol.message.LeaderChangeMessage;
import io.leat.log.protocol.message.SnapshotFooterRecord;
import io.leat.log.protocol.message.SnapshotHeaderRecord;
import io.leat.log.protocol.message.VotersRecord;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records of control batches, which are about the quorum itself: two bytes that say which kind,
 * then the fields. In a file the kind stands in the record's key, as in Kafka. Stateless.
 */
final class ControlRecord {

    static final short LEADER_CHANGE = 2;
    static final short SNAPSHOT_HEADER = 3;
    static final short SNAPSHOT_FOOTER = 4;
    static final short KRAFT_VERSION = 5;
    static final short VOTERS = 6;

    private ControlRecord() {}

    static ByteBuffer leaderChange(LeaderChangeMessage message) {
        return encode(LEADER_CHANGE, message, message.version());
    }

    static ByteBuffer snapshotHeader(long lastTimestampMs) {
        return encode(
                SNAPSHOT_HEADER,
                SnapshotHeaderRecord.builder().lastContainedLogTimestamp(lastTimestampMs).build(),
                0);
    }

    static ByteBuffer snapshotFooter() {
        return encode(SNAPSHOT_FOOTER, SnapshotFooterRecord.builder().build(), 0);
    }

    static ByteBuffer kraftVersion(short level) {
        KRaftVersionRecord record = KRaftVersionRecord.builder().kRaftVersion(level).build();
        return encode(KRAFT_VERSION, record, 0);
    }

    static ByteBuffer voters(VoterSet voters) {
        return encode(VOTERS, voters.toRecord(), 0);
    }

    private static ByteBuffer encode(short kind, Message message, int version) {
        Writer out = message.versions().writer(version);
        out.int16(kind);
        message.write(out);
        return out.toBuffer();
    }

    static short kind(ByteBuffer record) {
        return record.getShort(record.position());
    }

    static short readKraftVersion(ByteBuffer record) {
        return KRaftVersionRecord.read(fields(record, KRaftVersionRecord.VERSIONS)).kRaftVersion();
    }

    static VoterSet readVoters(ByteBuffer record) {
        return VoterSet.fromRecord(VotersRecord.read(fields(record, VotersRecord.VERSIONS)));
    }

    /** The voters whose majority made the leader. */
    static Set<Integer> readElectorate(ByteBuffer record) {
        return LeaderChangeMessage.read(fields(record, LeaderChangeMessage.VERSIONS))
                .voters()
                .stream()
                .map(LeaderChangeMessage.Voter::voterId)
                .collect(Collectors.toUnmodifiableSet());
    }

    static long readSnapshotTimestamp(ByteBuffer record) {
        return SnapshotHeaderRecord.read(fields(record, SnapshotHeaderRecord.VERSIONS))
                .lastContainedLogTimestamp();
    }

    /** The fields begin with their version. */
    private static Reader fields(ByteBuffer record, Versions versions) {
        ByteBuffer fields = record.duplicate();
        fields.position(record.position() + Short.BYTES);
        return versions.reader(fields, fields.getShort(fields.position()));
    }
}
