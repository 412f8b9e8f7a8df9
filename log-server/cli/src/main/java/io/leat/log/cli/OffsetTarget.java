package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Where committed offsets are moved to. */
public sealed interface OffsetTarget {

    /** The offset for each partition, within what the log holds. */
    Map<TopicPartition, Long> resolve(
            Admin admin,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed)
            throws Exception;

    /** The first record, the end, or the first record at or after a time. */
    record Spec(OffsetSpec spec) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(
                Admin admin,
                Collection<TopicPartition> partitions,
                Map<TopicPartition, OffsetAndMetadata> committed)
                throws Exception {
            Map<TopicPartition, Long> found = offsets(admin, partitions, spec);
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            found.replaceAll((p, offset) -> offset < 0 ? ends.getOrDefault(p, 0L) : offset);
            return found;
        }
    }

    /** A number, kept between the first record and the end. */
    record Exact(long offset) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(
                Admin admin,
                Collection<TopicPartition> partitions,
                Map<TopicPartition, OffsetAndMetadata> committed)
                throws Exception {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            partitions.forEach(p -> wanted.put(p, offset));
            return clamp(admin, wanted);
        }
    }

    /** The committed offset plus a number, which may be negative. */
    record Shift(long by) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(
                Admin admin,
                Collection<TopicPartition> partitions,
                Map<TopicPartition, OffsetAndMetadata> committed)
                throws Exception {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata offset = committed.get(partition);
                if (offset == null) {
                    throw new CommandFailure(
                            "cannot shift "
                                    + partition
                                    + ": the group has no committed offset there.");
                }
                wanted.put(partition, offset.offset() + by);
            }
            return clamp(admin, wanted);
        }
    }

    private static Map<TopicPartition, Long> clamp(Admin admin, Map<TopicPartition, Long> wanted)
            throws Exception {
        Map<TopicPartition, Long> starts = offsets(admin, wanted.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(admin, wanted.keySet(), OffsetSpec.latest());
        wanted.replaceAll(
                (p, offset) ->
                        Math.min(
                                Math.max(offset, starts.getOrDefault(p, 0L)),
                                ends.getOrDefault(p, Long.MAX_VALUE)));
        return wanted;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(p -> asked.put(p, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((p, info) -> offsets.put(p, info.offset()));
        return offsets;
    }
}
