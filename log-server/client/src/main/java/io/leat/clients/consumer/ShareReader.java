package io.leat.clients.consumer;

import io.leat.common.TopicIdPartition;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ShareFetchResponse.AcquiredRecords;
import io.leat.log.protocol.message.ShareFetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the records of one partition that a share fetch brought: those that are acquired, with how
 * often they were delivered. Used once, on the polling thread.
 */
final class ShareReader<K, V> {

    private static final Fetched.Bounds NO_BOUNDS = new Fetched.Bounds(-1, -1, -1);

    /** Hears of offsets that were acquired and hold no record. */
    interface Gaps {
        void say(TopicPartition partition, long offset, byte type);
    }

    private final TopicIdPartition partition;
    private final PartitionData data;
    private final Decoding<K, V> decoding;

    ShareReader(TopicIdPartition partition, PartitionData data, Decoding<K, V> decoding) {
        this.partition = partition;
        this.data = data;
        this.decoding = decoding;
    }

    List<ConsumerRecord<K, V>> read(Gaps gaps) {
        List<ConsumerRecord<K, V>> all = new ArrayList<>();
        RecordReader<K, V> reader =
                new RecordReader<>(
                        new Fetched(
                                partition.topicPartition(),
                                0,
                                data.acquiredRecords().get(0).firstOffset(),
                                ErrorCode.NONE,
                                data.records().toBuffer(),
                                List.of(),
                                NO_BOUNDS,
                                () -> {}),
                        decoding);
        reader.read(Integer.MAX_VALUE - 8, all);
        List<ConsumerRecord<K, V>> given = new ArrayList<>();
        Set<Long> there = new HashSet<>();
        for (ConsumerRecord<K, V> each : all) {
            AcquiredRecords range = range(each.offset());
            if (range != null) {
                there.add(each.offset());
                given.add(delivered(each, range.deliveryCount()));
            }
        }
        for (AcquiredRecords range : data.acquiredRecords()) {
            for (long offset = range.firstOffset(); offset <= range.lastOffset(); offset++) {
                if (!there.contains(offset)) {
                    gaps.say(partition.topicPartition(), offset, ShareAcks.GAP);
                }
            }
        }
        return given;
    }

    private AcquiredRecords range(long offset) {
        for (AcquiredRecords each : data.acquiredRecords()) {
            if (each.firstOffset() <= offset && offset <= each.lastOffset()) {
                return each;
            }
        }
        return null;
    }

    private static <K, V> ConsumerRecord<K, V> delivered(ConsumerRecord<K, V> of, short count) {
        return new ConsumerRecord<>(
                of.topic(),
                of.partition(),
                of.offset(),
                of.timestamp(),
                of.timestampType(),
                of.serializedKeySize(),
                of.serializedValueSize(),
                of.key(),
                of.value(),
                of.headers(),
                of.leaderEpoch(),
                Optional.of(count));
    }
}
