package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Where committed offsets are moved to. */
sealed interface OffsetTarget {

    /** The offset for each partition, within what the log holds. */
    Map<TopicPartition, Long> resolve(Scope scope) throws Exception;

    /**
     * What is moved.
     *
     * @param group whose offsets
     * @param partitions which of them
     * @param committed what the group has committed, there and elsewhere
     * @param out where it is told what stands in for what was asked for
     */
    record Scope(
            Admin admin,
            String group,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed,
            PrintWriter out) {

        private Map<TopicPartition, Long> offsets(OffsetSpec spec) throws Exception {
            return OffsetTarget.offsets(admin, partitions, spec);
        }
    }

    /** The first record, the end, or the first record at or after a time. */
    record Spec(OffsetSpec spec) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(Scope scope) throws Exception {
            Map<TopicPartition, Long> found = scope.offsets(spec);
            if (found.values().stream().allMatch(offset -> offset >= 0)) {
                return found;
            }
            Map<TopicPartition, Long> ends = scope.offsets(OffsetSpec.latest());
            for (Map.Entry<TopicPartition, Long> each : found.entrySet()) {
                TopicPartition partition = each.getKey();
                if (each.getValue() < 0) {
                    each.setValue(ends.getOrDefault(partition, 0L));
                    scope.out.println(
                            "\nWarn: Partition "
                                    + partition.partition()
                                    + " from topic "
                                    + partition.topic()
                                    + " is empty. Falling back to latest known offset.");
                }
            }
            return found;
        }
    }

    /** A number, kept between the first record and the end. */
    record Exact(long offset) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(Scope scope) throws Exception {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            scope.partitions.forEach(p -> wanted.put(p, offset));
            return clamp(scope.admin, wanted);
        }
    }

    /** The committed offset plus a number, which may be negative. */
    record Shift(long by) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(Scope scope) throws Exception {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            for (TopicPartition partition : scope.partitions) {
                OffsetAndMetadata offset = scope.committed.get(partition);
                if (offset == null) {
                    throw new IllegalArgumentException(
                            "cannot shift "
                                    + partition
                                    + ": group '"
                                    + scope.group
                                    + "' has no committed offset there.");
                }
                wanted.put(partition, offset.offset() + by);
            }
            return clamp(scope.admin, wanted);
        }
    }

    /** The committed offset, or the end where there is none. */
    record Current() implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(Scope scope) throws Exception {
            Map<TopicPartition, Long> offsets = scope.offsets(OffsetSpec.latest());
            offsets.replaceAll(
                    (partition, end) -> {
                        OffsetAndMetadata committed = scope.committed.get(partition);
                        return committed == null ? end : committed.offset();
                    });
            return offsets;
        }
    }

    /** What a file says, whatever partitions are asked for. */
    record Planned(ResetPlan plan) implements OffsetTarget {
        @Override
        public Map<TopicPartition, Long> resolve(Scope scope) throws Exception {
            return clamp(scope.admin, new HashMap<>(plan.of(scope.group)));
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
