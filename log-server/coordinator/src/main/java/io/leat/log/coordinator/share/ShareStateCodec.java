package io.leat.log.coordinator.share;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.RecordCodec;
import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.coordinator.share.ShareStateRecord.Removed;
import io.leat.log.coordinator.share.ShareStateRecord.Snapshot;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.protocol.message.ShareSnapshotKey;
import io.leat.log.protocol.message.ShareSnapshotValue;
import io.leat.log.protocol.message.ShareUpdateKey;
import io.leat.log.protocol.message.ShareUpdateValue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Records of share state in the layout of Kafka's {@code __share_group_state}. Stateless. */
public final class ShareStateCodec implements RecordCodec<ShareStateRecord> {

    @Override
    public RawRecord encode(ShareStateRecord record) {
        SharePartitionKey key = record.key();
        if (record instanceof Update update) {
            return new RawRecord(
                    VersionedBytes.write(
                            new ShareUpdateKey(key.groupId(), key.topicId(), key.partition()),
                            ShareUpdateKey.VERSIONS,
                            ShareUpdateKey.TYPE,
                            0),
                    VersionedBytes.write(value(update), ShareUpdateValue.VERSIONS, 0));
        }
        ByteBuffer snapshotKey =
                VersionedBytes.write(
                        new ShareSnapshotKey(key.groupId(), key.topicId(), key.partition()),
                        ShareSnapshotKey.VERSIONS,
                        ShareSnapshotKey.TYPE,
                        0);
        return new RawRecord(
                snapshotKey,
                record instanceof Snapshot snapshot
                        ? VersionedBytes.write(
                                value(snapshot.state()), ShareSnapshotValue.VERSIONS, 0)
                        : null);
    }

    private static ShareUpdateValue value(Update update) {
        return ShareUpdateValue.builder()
                .snapshotEpoch(update.snapshotEpoch())
                .leaderEpoch(update.leaderEpoch())
                .startOffset(update.startOffset())
                .deliveryCompleteCount(update.deliveryCompleteCount())
                .stateBatches(
                        update.batches().stream()
                                .map(
                                        each ->
                                                new ShareUpdateValue.StateBatch(
                                                        each.first(),
                                                        each.last(),
                                                        each.state(),
                                                        each.deliveryCount()))
                                .toList())
                .build();
    }

    private static ShareSnapshotValue value(ShareState state) {
        return ShareSnapshotValue.builder()
                .snapshotEpoch(state.snapshotEpoch())
                .stateEpoch(state.stateEpoch())
                .leaderEpoch(state.leaderEpoch())
                .startOffset(state.startOffset())
                .deliveryCompleteCount(state.deliveryCompleteCount())
                .createTimestamp(state.createMs())
                .writeTimestamp(state.writeMs())
                .stateBatches(
                        state.batches().stream()
                                .map(
                                        each ->
                                                new ShareSnapshotValue.StateBatch(
                                                        each.first(),
                                                        each.last(),
                                                        each.state(),
                                                        each.deliveryCount()))
                                .toList())
                .build();
    }

    @Override
    public @Nullable ShareStateRecord decode(RawRecord raw) {
        short type = VersionedBytes.version(raw.key());
        ByteBuffer bytes = raw.value();
        if (type == ShareSnapshotKey.TYPE) {
            ShareSnapshotKey key =
                    ShareSnapshotKey.read(VersionedBytes.key(raw.key(), ShareSnapshotKey.VERSIONS));
            SharePartitionKey of =
                    new SharePartitionKey(key.groupId(), key.topicId(), key.partition());
            return bytes == null ? new Removed(of) : new Snapshot(of, state(bytes));
        }
        if (type == ShareUpdateKey.TYPE && bytes != null) {
            ShareUpdateKey key =
                    ShareUpdateKey.read(VersionedBytes.key(raw.key(), ShareUpdateKey.VERSIONS));
            return update(
                    new SharePartitionKey(key.groupId(), key.topicId(), key.partition()), bytes);
        }
        return null;
    }

    private static ShareState state(ByteBuffer bytes) {
        ShareSnapshotValue value =
                ShareSnapshotValue.read(VersionedBytes.value(bytes, ShareSnapshotValue.VERSIONS));
        return new ShareState(
                value.snapshotEpoch(),
                value.stateEpoch(),
                value.leaderEpoch(),
                value.startOffset(),
                value.deliveryCompleteCount(),
                value.createTimestamp(),
                value.writeTimestamp(),
                value.stateBatches().stream()
                        .map(
                                each ->
                                        new StateBatch(
                                                each.firstOffset(),
                                                each.lastOffset(),
                                                each.deliveryState(),
                                                each.deliveryCount()))
                        .toList());
    }

    private static Update update(SharePartitionKey key, ByteBuffer bytes) {
        ShareUpdateValue value =
                ShareUpdateValue.read(VersionedBytes.value(bytes, ShareUpdateValue.VERSIONS));
        return new Update(
                key,
                value.snapshotEpoch(),
                value.leaderEpoch(),
                value.startOffset(),
                value.deliveryCompleteCount(),
                value.stateBatches().stream()
                        .map(
                                each ->
                                        new StateBatch(
                                                each.firstOffset(),
                                                each.lastOffset(),
                                                each.deliveryState(),
                                                each.deliveryCount()))
                        .toList());
    }
}
