package io.leat.log.coordinator.group;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.RecordCodec;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import io.leat.log.coordinator.group.GroupRecord.OffsetSaved;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.GroupMetadataKey;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.OffsetCommitKey;
import io.leat.log.protocol.message.OffsetCommitValue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Group records in the layout of Kafka's {@code __consumer_offsets}. Stateless.
 *
 * <p>Values are written in version 3, the last one before tagged fields, unless there is a topic id
 * to keep, so that older tools read them.
 */
public final class GroupRecordCodec implements RecordCodec<GroupRecord> {

    private static final short LEGACY_OFFSET_KEY = 0;
    private static final short OFFSET_WITH_EXPIRY = 1;
    private static final short OFFSET_PLAIN = 3;
    private static final short OFFSET_WITH_TOPIC_ID = 4;
    private static final short GROUP = 3;

    @Override
    public RawRecord encode(GroupRecord record) {
        if (record instanceof OffsetSaved saved) {
            return new RawRecord(
                    offsetKey(saved.groupId(), saved.partition()), offsetValue(saved.committed()));
        }
        if (record instanceof OffsetRemoved removed) {
            return new RawRecord(offsetKey(removed.groupId(), removed.partition()), null);
        }
        if (record instanceof GroupSaved saved) {
            return new RawRecord(
                    groupKey(saved.groupId()),
                    VersionedBytes.write(saved.value(), GroupMetadataValue.VERSIONS, GROUP));
        }
        if (record instanceof Kept kept) {
            return GroupRecordTypes.encode(kept);
        }
        return new RawRecord(groupKey(record.groupId()), null);
    }

    @Override
    public @Nullable GroupRecord decode(RawRecord raw) {
        short type = VersionedBytes.version(raw.key());
        return switch (type) {
            case LEGACY_OFFSET_KEY, OffsetCommitKey.TYPE -> decodeOffset(raw);
            case GroupMetadataKey.TYPE -> decodeGroup(raw);
            default -> GroupRecordTypes.decode(type, raw);
        };
    }

    private static GroupRecord decodeOffset(RawRecord raw) {
        // Types 0 and 1 have the same layout.
        OffsetCommitKey key =
                OffsetCommitKey.read(VersionedBytes.key(raw.key(), OffsetCommitKey.VERSIONS));
        TopicPartition partition = new TopicPartition(key.topic(), key.partition());
        ByteBuffer bytes = raw.value();
        if (bytes == null) {
            return new OffsetRemoved(key.group(), partition);
        }
        OffsetCommitValue value =
                OffsetCommitValue.read(VersionedBytes.value(bytes, OffsetCommitValue.VERSIONS));
        return new OffsetSaved(
                key.group(),
                partition,
                new CommittedOffset(
                        value.offset(),
                        value.leaderEpoch(),
                        value.metadata(),
                        value.commitTimestamp(),
                        value.expireTimestamp(),
                        value.topicId()));
    }

    private static GroupRecord decodeGroup(RawRecord raw) {
        String group =
                GroupMetadataKey.read(VersionedBytes.key(raw.key(), GroupMetadataKey.VERSIONS))
                        .group();
        ByteBuffer bytes = raw.value();
        if (bytes == null) {
            return new GroupRemoved(group);
        }
        GroupMetadataValue value =
                GroupMetadataValue.read(VersionedBytes.value(bytes, GroupMetadataValue.VERSIONS));
        return new GroupSaved(group, OwnedBytes.of(value));
    }

    private static ByteBuffer groupKey(String groupId) {
        return VersionedBytes.write(
                new GroupMetadataKey(groupId), GroupMetadataKey.VERSIONS, GroupMetadataKey.TYPE, 0);
    }

    private static ByteBuffer offsetKey(String groupId, TopicPartition partition) {
        return VersionedBytes.write(
                new OffsetCommitKey(groupId, partition.topic(), partition.partition()),
                OffsetCommitKey.VERSIONS,
                OffsetCommitKey.TYPE,
                0);
    }

    private static ByteBuffer offsetValue(CommittedOffset committed) {
        OffsetCommitValue value =
                OffsetCommitValue.builder()
                        .offset(committed.offset())
                        .leaderEpoch(committed.leaderEpoch())
                        .metadata(committed.metadata())
                        .commitTimestamp(committed.commitTimestampMs())
                        .expireTimestamp(committed.expireTimestampMs())
                        .topicId(committed.topicId())
                        .build();
        short version = offsetVersion(committed);
        return VersionedBytes.write(value, OffsetCommitValue.VERSIONS, version);
    }

    private static short offsetVersion(CommittedOffset committed) {
        if (committed.expireTimestampMs() >= 0) {
            return OFFSET_WITH_EXPIRY;
        }
        return committed.topicId().equals(Uuid.ZERO) ? OFFSET_PLAIN : OFFSET_WITH_TOPIC_ID;
    }
}
