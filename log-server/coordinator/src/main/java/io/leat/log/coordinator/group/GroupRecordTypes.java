package io.leat.log.coordinator.group;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.coordinator.group.GroupRecord.Kept;
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
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of groups whose assignment the coordinator makes, by the type in their key.
 * Stateless.
 *
 * <p>All of them stand in version 0, as Kafka writes them.
 */
final class GroupRecordTypes {

    private record Type<K extends LogRecord>(
            Versions keys,
            Function<Reader, K> key,
            Function<K, String> groupId,
            Versions values,
            Function<Reader, ? extends LogRecord> value) {

        Kept read(RawRecord raw) {
            K known = key.apply(VersionedBytes.key(raw.key(), keys));
            ByteBuffer bytes = raw.value();
            return new Kept(
                    groupId.apply(known),
                    known,
                    bytes == null ? null : value.apply(VersionedBytes.value(bytes, values)));
        }
    }

    private static final Map<Short, Type<?>> ALL = all();

    private GroupRecordTypes() {}

    static RawRecord encode(Kept record) {
        LogRecord key = record.key();
        LogRecord value = record.value();
        return new RawRecord(
                VersionedBytes.write(key, key.versions(), key.recordType(), 0),
                value == null ? null : VersionedBytes.write(value, value.versions(), 0));
    }

    /** What {@code raw} says, or null if there is no such type. */
    static @Nullable Kept decode(short type, RawRecord raw) {
        Type<?> known = ALL.get(type);
        return known == null ? null : known.read(raw);
    }

    private static Map<Short, Type<?>> all() {
        Map<Short, Type<?>> all = new HashMap<>();
        all.put(
                ConsumerGroupMetadataKey.TYPE,
                new Type<>(
                        ConsumerGroupMetadataKey.VERSIONS,
                        ConsumerGroupMetadataKey::read,
                        ConsumerGroupMetadataKey::groupId,
                        ConsumerGroupMetadataValue.VERSIONS,
                        ConsumerGroupMetadataValue::read));
        all.put(
                ConsumerGroupPartitionMetadataKey.TYPE,
                new Type<>(
                        ConsumerGroupPartitionMetadataKey.VERSIONS,
                        ConsumerGroupPartitionMetadataKey::read,
                        ConsumerGroupPartitionMetadataKey::groupId,
                        ConsumerGroupPartitionMetadataValue.VERSIONS,
                        ConsumerGroupPartitionMetadataValue::read));
        all.put(
                ConsumerGroupMemberMetadataKey.TYPE,
                new Type<>(
                        ConsumerGroupMemberMetadataKey.VERSIONS,
                        ConsumerGroupMemberMetadataKey::read,
                        ConsumerGroupMemberMetadataKey::groupId,
                        ConsumerGroupMemberMetadataValue.VERSIONS,
                        ConsumerGroupMemberMetadataValue::read));
        all.put(
                ConsumerGroupTargetAssignmentMetadataKey.TYPE,
                new Type<>(
                        ConsumerGroupTargetAssignmentMetadataKey.VERSIONS,
                        ConsumerGroupTargetAssignmentMetadataKey::read,
                        ConsumerGroupTargetAssignmentMetadataKey::groupId,
                        ConsumerGroupTargetAssignmentMetadataValue.VERSIONS,
                        ConsumerGroupTargetAssignmentMetadataValue::read));
        all.put(
                ConsumerGroupTargetAssignmentMemberKey.TYPE,
                new Type<>(
                        ConsumerGroupTargetAssignmentMemberKey.VERSIONS,
                        ConsumerGroupTargetAssignmentMemberKey::read,
                        ConsumerGroupTargetAssignmentMemberKey::groupId,
                        ConsumerGroupTargetAssignmentMemberValue.VERSIONS,
                        ConsumerGroupTargetAssignmentMemberValue::read));
        all.put(
                ConsumerGroupCurrentMemberAssignmentKey.TYPE,
                new Type<>(
                        ConsumerGroupCurrentMemberAssignmentKey.VERSIONS,
                        ConsumerGroupCurrentMemberAssignmentKey::read,
                        ConsumerGroupCurrentMemberAssignmentKey::groupId,
                        ConsumerGroupCurrentMemberAssignmentValue.VERSIONS,
                        ConsumerGroupCurrentMemberAssignmentValue::read));
        all.put(
                ShareGroupMemberMetadataKey.TYPE,
                new Type<>(
                        ShareGroupMemberMetadataKey.VERSIONS,
                        ShareGroupMemberMetadataKey::read,
                        ShareGroupMemberMetadataKey::groupId,
                        ShareGroupMemberMetadataValue.VERSIONS,
                        ShareGroupMemberMetadataValue::read));
        all.put(
                ShareGroupMetadataKey.TYPE,
                new Type<>(
                        ShareGroupMetadataKey.VERSIONS,
                        ShareGroupMetadataKey::read,
                        ShareGroupMetadataKey::groupId,
                        ShareGroupMetadataValue.VERSIONS,
                        ShareGroupMetadataValue::read));
        all.put(
                ShareGroupTargetAssignmentMetadataKey.TYPE,
                new Type<>(
                        ShareGroupTargetAssignmentMetadataKey.VERSIONS,
                        ShareGroupTargetAssignmentMetadataKey::read,
                        ShareGroupTargetAssignmentMetadataKey::groupId,
                        ShareGroupTargetAssignmentMetadataValue.VERSIONS,
                        ShareGroupTargetAssignmentMetadataValue::read));
        all.put(
                ShareGroupTargetAssignmentMemberKey.TYPE,
                new Type<>(
                        ShareGroupTargetAssignmentMemberKey.VERSIONS,
                        ShareGroupTargetAssignmentMemberKey::read,
                        ShareGroupTargetAssignmentMemberKey::groupId,
                        ShareGroupTargetAssignmentMemberValue.VERSIONS,
                        ShareGroupTargetAssignmentMemberValue::read));
        all.put(
                ShareGroupCurrentMemberAssignmentKey.TYPE,
                new Type<>(
                        ShareGroupCurrentMemberAssignmentKey.VERSIONS,
                        ShareGroupCurrentMemberAssignmentKey::read,
                        ShareGroupCurrentMemberAssignmentKey::groupId,
                        ShareGroupCurrentMemberAssignmentValue.VERSIONS,
                        ShareGroupCurrentMemberAssignmentValue::read));
        all.put(
                ShareGroupStatePartitionMetadataKey.TYPE,
                new Type<>(
                        ShareGroupStatePartitionMetadataKey.VERSIONS,
                        ShareGroupStatePartitionMetadataKey::read,
                        ShareGroupStatePartitionMetadataKey::groupId,
                        ShareGroupStatePartitionMetadataValue.VERSIONS,
                        ShareGroupStatePartitionMetadataValue::read));
        all.put(
                ConsumerGroupRegularExpressionKey.TYPE,
                new Type<>(
                        ConsumerGroupRegularExpressionKey.VERSIONS,
                        ConsumerGroupRegularExpressionKey::read,
                        ConsumerGroupRegularExpressionKey::groupId,
                        ConsumerGroupRegularExpressionValue.VERSIONS,
                        ConsumerGroupRegularExpressionValue::read));
        all.put(
                StreamsGroupMetadataKey.TYPE,
                new Type<>(
                        StreamsGroupMetadataKey.VERSIONS,
                        StreamsGroupMetadataKey::read,
                        StreamsGroupMetadataKey::groupId,
                        StreamsGroupMetadataValue.VERSIONS,
                        StreamsGroupMetadataValue::read));
        all.put(
                StreamsGroupMemberMetadataKey.TYPE,
                new Type<>(
                        StreamsGroupMemberMetadataKey.VERSIONS,
                        StreamsGroupMemberMetadataKey::read,
                        StreamsGroupMemberMetadataKey::groupId,
                        StreamsGroupMemberMetadataValue.VERSIONS,
                        StreamsGroupMemberMetadataValue::read));
        all.put(
                StreamsGroupTargetAssignmentMetadataKey.TYPE,
                new Type<>(
                        StreamsGroupTargetAssignmentMetadataKey.VERSIONS,
                        StreamsGroupTargetAssignmentMetadataKey::read,
                        StreamsGroupTargetAssignmentMetadataKey::groupId,
                        StreamsGroupTargetAssignmentMetadataValue.VERSIONS,
                        StreamsGroupTargetAssignmentMetadataValue::read));
        all.put(
                StreamsGroupTargetAssignmentMemberKey.TYPE,
                new Type<>(
                        StreamsGroupTargetAssignmentMemberKey.VERSIONS,
                        StreamsGroupTargetAssignmentMemberKey::read,
                        StreamsGroupTargetAssignmentMemberKey::groupId,
                        StreamsGroupTargetAssignmentMemberValue.VERSIONS,
                        StreamsGroupTargetAssignmentMemberValue::read));
        all.put(
                StreamsGroupCurrentMemberAssignmentKey.TYPE,
                new Type<>(
                        StreamsGroupCurrentMemberAssignmentKey.VERSIONS,
                        StreamsGroupCurrentMemberAssignmentKey::read,
                        StreamsGroupCurrentMemberAssignmentKey::groupId,
                        StreamsGroupCurrentMemberAssignmentValue.VERSIONS,
                        StreamsGroupCurrentMemberAssignmentValue::read));
        all.put(
                StreamsGroupTopologyKey.TYPE,
                new Type<>(
                        StreamsGroupTopologyKey.VERSIONS,
                        StreamsGroupTopologyKey::read,
                        StreamsGroupTopologyKey::groupId,
                        StreamsGroupTopologyValue.VERSIONS,
                        StreamsGroupTopologyValue::read));
        return Map.copyOf(all);
    }
}
