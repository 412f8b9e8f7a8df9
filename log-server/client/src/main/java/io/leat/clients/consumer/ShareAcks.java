package io.leat.clients.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is said about the records of one partition, by offset. Owned by the polling thread. */
final class ShareAcks {

    static final byte GAP = 0;

    /** Neighbouring offsets, with what is said about each of them. */
    record Batch(long first, long last, List<Byte> types) {}

    private final SortedMap<Long, Byte> types = new TreeMap<>();

    void say(long offset, byte type) {
        types.put(offset, type);
    }

    void sayAll(ShareAcks other) {
        types.putAll(other.types);
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    boolean renews() {
        return types.containsValue(AcknowledgeType.RENEW.id);
    }

    /** The offsets that were records. */
    Set<Long> offsets() {
        Set<Long> offsets = new TreeSet<>();
        types.forEach(
                (offset, type) -> {
                    if (type != GAP) {
                        offsets.add(offset);
                    }
                });
        return offsets;
    }

    /** As requests say it. */
    List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        List<Byte> run = new ArrayList<>();
        long first = 0;
        long next = Long.MIN_VALUE;
        for (Map.Entry<Long, Byte> each : types.entrySet()) {
            if (each.getKey() != next && !run.isEmpty()) {
                batches.add(batch(first, next - 1, run));
                run = new ArrayList<>();
            }
            if (run.isEmpty()) {
                first = each.getKey();
            }
            run.add(each.getValue());
            next = each.getKey() + 1;
        }
        if (!run.isEmpty()) {
            batches.add(batch(first, next - 1, run));
        }
        return batches;
    }

    private static Batch batch(long first, long last, List<Byte> types) {
        boolean alike = types.stream().distinct().count() == 1;
        return new Batch(first, last, alike ? List.of(types.get(0)) : List.copyOf(types));
    }
}
