package io.leat.log.coordinator.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts together what is known of the records of a share-partition. Without state. */
final class StateBatches {

    private StateBatches() {}

    /**
     * All of {@code known} and {@code news} from {@code startOffset} on, in order and without
     * overlaps; where both speak of a record the later news counts, whatever order they come in.
     */
    static List<StateBatch> merge(List<StateBatch> known, List<StateBatch> news, long startOffset) {
        TreeMap<Long, StateBatch> all = new TreeMap<>();
        known.forEach(each -> add(all, each, startOffset));
        news.forEach(each -> add(all, each, startOffset));
        return joined(all);
    }

    private static void add(TreeMap<Long, StateBatch> all, StateBatch batch, long startOffset) {
        if (batch.last() >= startOffset) {
            overlay(all, batch.of(Math.max(batch.first(), startOffset), batch.last()));
        }
    }

    private static void overlay(TreeMap<Long, StateBatch> all, StateBatch batch) {
        Map.Entry<Long, StateBatch> floor = all.floorEntry(batch.first());
        boolean within = floor != null && floor.getValue().last() >= batch.first();
        long begin = floor != null && within ? floor.getKey() : batch.first();
        long next = batch.first();
        List<StateBatch> covered =
                List.copyOf(all.subMap(begin, true, batch.last(), true).values());
        for (StateBatch old : covered) {
            all.remove(old.first());
            put(all, old, old.first(), batch.first() - 1);
            put(all, batch, next, old.first() - 1);
            long from = Math.max(old.first(), batch.first());
            long to = Math.min(old.last(), batch.last());
            put(all, batch.supersedes(old) ? batch : old, from, to);
            put(all, old, batch.last() + 1, old.last());
            next = to + 1;
        }
        put(all, batch, next, batch.last());
    }

    private static void put(TreeMap<Long, StateBatch> all, StateBatch like, long from, long to) {
        if (from <= to) {
            all.put(from, like.of(from, to));
        }
    }

    private static List<StateBatch> joined(TreeMap<Long, StateBatch> all) {
        List<StateBatch> joined = new ArrayList<>();
        for (StateBatch each : all.values()) {
            StateBatch before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && before.last() + 1 == each.first() && before.isLike(each)) {
                joined.set(joined.size() - 1, before.of(before.first(), each.last()));
            } else {
                joined.add(each);
            }
        }
        return joined;
    }
}
