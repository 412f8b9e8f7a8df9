package io.leat.log.cli.kafka;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupPartitionMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupPartitionMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionKey;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataValue;
import io.leat.log.protocol.message.GroupMetadataKey;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.LegacyOffsetCommitKey;
import io.leat.log.protocol.message.LegacyOffsetCommitValue;
import io.leat.log.protocol.message.OffsetCommitKey;
import io.leat.log.protocol.message.OffsetCommitValue;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ShareGroupMemberMetadataKey;
import io.leat.log.protocol.message.ShareGroupMemberMetadataValue;
import io.leat.log.protocol.message.ShareGroupMetadataKey;
import io.leat.log.protocol.message.ShareGroupMetadataValue;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataKey;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataValue;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataValue;
import io.leat.log.protocol.message.ShareSnapshotKey;
import io.leat.log.protocol.message.ShareSnapshotValue;
import io.leat.log.protocol.message.ShareUpdateKey;
import io.leat.log.protocol.message.ShareUpdateValue;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import io.leat.log.protocol.message.StreamsGroupMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTopologyKey;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import io.leat.log.protocol.message.TransactionLogKey;
import io.leat.log.protocol.message.TransactionLogValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One kind of record of a coordinator: the first number of its key tells it. Immutable. */
record RecordKind(int type, Layout key, Layout value) {

    /** The kinds in {@code __consumer_offsets}. */
    static final List<RecordKind> OF_GROUPS =
            List.of(
                    new RecordKind(
                            LegacyOffsetCommitKey.TYPE,
                            layout(LegacyOffsetCommitKey.VERSIONS, LegacyOffsetCommitKey::read),
                            layout(
                                    LegacyOffsetCommitValue.VERSIONS,
                                    LegacyOffsetCommitValue::read)),
                    new RecordKind(
                            OffsetCommitKey.TYPE,
                            layout(OffsetCommitKey.VERSIONS, OffsetCommitKey::read),
                            layout(OffsetCommitValue.VERSIONS, OffsetCommitValue::read)),
                    new RecordKind(
                            GroupMetadataKey.TYPE,
                            layout(GroupMetadataKey.VERSIONS, GroupMetadataKey::read),
                            layout(GroupMetadataValue.VERSIONS, GroupMetadataValue::read)),
                    new RecordKind(
                            ConsumerGroupMetadataKey.TYPE,
                            layout(
                                    ConsumerGroupMetadataKey.VERSIONS,
                                    ConsumerGroupMetadataKey::read),
                            layout(
                                    ConsumerGroupMetadataValue.VERSIONS,
                                    ConsumerGroupMetadataValue::read)),
                    new RecordKind(
                            ConsumerGroupPartitionMetadataKey.TYPE,
                            layout(
                                    ConsumerGroupPartitionMetadataKey.VERSIONS,
                                    ConsumerGroupPartitionMetadataKey::read),
                            layout(
                                    ConsumerGroupPartitionMetadataValue.VERSIONS,
                                    ConsumerGroupPartitionMetadataValue::read)),
                    new RecordKind(
                            ConsumerGroupMemberMetadataKey.TYPE,
                            layout(
                                    ConsumerGroupMemberMetadataKey.VERSIONS,
                                    ConsumerGroupMemberMetadataKey::read),
                            layout(
                                    ConsumerGroupMemberMetadataValue.VERSIONS,
                                    ConsumerGroupMemberMetadataValue::read)),
                    new RecordKind(
                            ConsumerGroupTargetAssignmentMetadataKey.TYPE,
                            layout(
                                    ConsumerGroupTargetAssignmentMetadataKey.VERSIONS,
                                    ConsumerGroupTargetAssignmentMetadataKey::read),
                            layout(
                                    ConsumerGroupTargetAssignmentMetadataValue.VERSIONS,
                                    ConsumerGroupTargetAssignmentMetadataValue::read)),
                    new RecordKind(
                            ConsumerGroupTargetAssignmentMemberKey.TYPE,
                            layout(
                                    ConsumerGroupTargetAssignmentMemberKey.VERSIONS,
                                    ConsumerGroupTargetAssignmentMemberKey::read),
                            layout(
                                    ConsumerGroupTargetAssignmentMemberValue.VERSIONS,
                                    ConsumerGroupTargetAssignmentMemberValue::read)),
                    new RecordKind(
                            ConsumerGroupCurrentMemberAssignmentKey.TYPE,
                            layout(
                                    ConsumerGroupCurrentMemberAssignmentKey.VERSIONS,
                                    ConsumerGroupCurrentMemberAssignmentKey::read),
                            layout(
                                    ConsumerGroupCurrentMemberAssignmentValue.VERSIONS,
                                    ConsumerGroupCurrentMemberAssignmentValue::read)),
                    new RecordKind(
                            ShareGroupMemberMetadataKey.TYPE,
                            layout(
                                    ShareGroupMemberMetadataKey.VERSIONS,
                                    ShareGroupMemberMetadataKey::read),
                            layout(
                                    ShareGroupMemberMetadataValue.VERSIONS,
                                    ShareGroupMemberMetadataValue::read)),
                    new RecordKind(
                            ShareGroupMetadataKey.TYPE,
                            layout(ShareGroupMetadataKey.VERSIONS, ShareGroupMetadataKey::read),
                            layout(
                                    ShareGroupMetadataValue.VERSIONS,
                                    ShareGroupMetadataValue::read)),
                    new RecordKind(
                            ShareGroupTargetAssignmentMetadataKey.TYPE,
                            layout(
                                    ShareGroupTargetAssignmentMetadataKey.VERSIONS,
                                    ShareGroupTargetAssignmentMetadataKey::read),
                            layout(
                                    ShareGroupTargetAssignmentMetadataValue.VERSIONS,
                                    ShareGroupTargetAssignmentMetadataValue::read)),
                    new RecordKind(
                            ShareGroupTargetAssignmentMemberKey.TYPE,
                            layout(
                                    ShareGroupTargetAssignmentMemberKey.VERSIONS,
                                    ShareGroupTargetAssignmentMemberKey::read),
                            layout(
                                    ShareGroupTargetAssignmentMemberValue.VERSIONS,
                                    ShareGroupTargetAssignmentMemberValue::read)),
                    new RecordKind(
                            ShareGroupCurrentMemberAssignmentKey.TYPE,
                            layout(
                                    ShareGroupCurrentMemberAssignmentKey.VERSIONS,
                                    ShareGroupCurrentMemberAssignmentKey::read),
                            layout(
                                    ShareGroupCurrentMemberAssignmentValue.VERSIONS,
                                    ShareGroupCurrentMemberAssignmentValue::read)),
                    new RecordKind(
                            ShareGroupStatePartitionMetadataKey.TYPE,
                            layout(
                                    ShareGroupStatePartitionMetadataKey.VERSIONS,
                                    ShareGroupStatePartitionMetadataKey::read),
                            layout(
                                    ShareGroupStatePartitionMetadataValue.VERSIONS,
                                    ShareGroupStatePartitionMetadataValue::read)),
                    new RecordKind(
                            ConsumerGroupRegularExpressionKey.TYPE,
                            layout(
                                    ConsumerGroupRegularExpressionKey.VERSIONS,
                                    ConsumerGroupRegularExpressionKey::read),
                            layout(
                                    ConsumerGroupRegularExpressionValue.VERSIONS,
                                    ConsumerGroupRegularExpressionValue::read)),
                    new RecordKind(
                            StreamsGroupMetadataKey.TYPE,
                            layout(StreamsGroupMetadataKey.VERSIONS, StreamsGroupMetadataKey::read),
                            layout(
                                    StreamsGroupMetadataValue.VERSIONS,
                                    StreamsGroupMetadataValue::read)),
                    new RecordKind(
                            StreamsGroupMemberMetadataKey.TYPE,
                            layout(
                                    StreamsGroupMemberMetadataKey.VERSIONS,
                                    StreamsGroupMemberMetadataKey::read),
                            layout(
                                    StreamsGroupMemberMetadataValue.VERSIONS,
                                    StreamsGroupMemberMetadataValue::read)),
                    new RecordKind(
                            StreamsGroupTargetAssignmentMetadataKey.TYPE,
                            layout(
                                    StreamsGroupTargetAssignmentMetadataKey.VERSIONS,
                                    StreamsGroupTargetAssignmentMetadataKey::read),
                            layout(
                                    StreamsGroupTargetAssignmentMetadataValue.VERSIONS,
                                    StreamsGroupTargetAssignmentMetadataValue::read)),
                    new RecordKind(
                            StreamsGroupTargetAssignmentMemberKey.TYPE,
                            layout(
                                    StreamsGroupTargetAssignmentMemberKey.VERSIONS,
                                    StreamsGroupTargetAssignmentMemberKey::read),
                            layout(
                                    StreamsGroupTargetAssignmentMemberValue.VERSIONS,
                                    StreamsGroupTargetAssignmentMemberValue::read)),
                    new RecordKind(
                            StreamsGroupCurrentMemberAssignmentKey.TYPE,
                            layout(
                                    StreamsGroupCurrentMemberAssignmentKey.VERSIONS,
                                    StreamsGroupCurrentMemberAssignmentKey::read),
                            layout(
                                    StreamsGroupCurrentMemberAssignmentValue.VERSIONS,
                                    StreamsGroupCurrentMemberAssignmentValue::read)),
                    new RecordKind(
                            StreamsGroupTopologyKey.TYPE,
                            layout(StreamsGroupTopologyKey.VERSIONS, StreamsGroupTopologyKey::read),
                            layout(
                                    StreamsGroupTopologyValue.VERSIONS,
                                    StreamsGroupTopologyValue::read)));

    /** The kinds in {@code __transaction_state}. */
    static final List<RecordKind> OF_TRANSACTIONS =
            List.of(
                    new RecordKind(
                            TransactionLogKey.TYPE,
                            layout(TransactionLogKey.VERSIONS, TransactionLogKey::read),
                            layout(TransactionLogValue.VERSIONS, TransactionLogValue::read)));

    /** The kinds in {@code __share_group_state}. */
    static final List<RecordKind> OF_SHARE_STATE =
            List.of(
                    new RecordKind(
                            ShareSnapshotKey.TYPE,
                            layout(ShareSnapshotKey.VERSIONS, ShareSnapshotKey::read),
                            layout(ShareSnapshotValue.VERSIONS, ShareSnapshotValue::read)),
                    new RecordKind(
                            ShareUpdateKey.TYPE,
                            layout(ShareUpdateKey.VERSIONS, ShareUpdateKey::read),
                            layout(ShareUpdateValue.VERSIONS, ShareUpdateValue::read)));

    /** How keys or values of a kind are laid out. */
    record Layout(Versions versions, Function<Reader, ? extends LogRecord> reader) {

        LogRecord read(ByteBuffer bytes, int version) {
            return reader.apply(versions.reader(bytes, version));
        }
    }

    private static Layout layout(Versions versions, Function<Reader, ? extends LogRecord> reader) {
        return new Layout(versions, reader);
    }

    static Optional<RecordKind> of(List<RecordKind> kinds, int type) {
        return kinds.stream().filter(kind -> kind.type == type).findFirst();
    }
}
