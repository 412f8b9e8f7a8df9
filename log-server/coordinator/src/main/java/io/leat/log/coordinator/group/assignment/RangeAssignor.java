package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts each topic into contiguous ranges, one for each of its readers, so that partitions of the
 * same number of several topics meet at one member. Stateless.
 *
 * <p>Readers stand in the order of their instance ids, then of their ids, so that static members
 * keep their ranges.
 */
public final class RangeAssignor implements Assignor {

    private static final Comparator<@Nullable String> INSTANCES_FIRST =
            Comparator.nullsLast(Comparator.naturalOrder());
    private static final Comparator<MemberSpec> ORDER =
            Comparator.comparing(MemberSpec::instanceId, INSTANCES_FIRST)
                    .thenComparing(MemberSpec::id);

    @Override
    public String name() {
        return "range";
    }

    @Override
    public Map<String, Assignment> assign(
            SortedMap<String, MemberSpec> members, TopicCatalog topics) {
        Map<String, Map<Uuid, Collection<Integer>>> given = new HashMap<>();
        readers(members.values())
                .forEach((topic, readers) -> cut(topic, topics.partitions(topic), readers, given));
        Map<String, Assignment> targets = new HashMap<>();
        given.forEach((member, partitions) -> targets.put(member, Assignment.of(partitions)));
        return targets;
    }

    private static Map<Uuid, List<MemberSpec>> readers(Collection<MemberSpec> members) {
        Map<Uuid, List<MemberSpec>> readers = new TreeMap<>();
        members.stream()
                .sorted(ORDER)
                .forEach(
                        member ->
                                member.topics()
                                        .forEach(
                                                topic ->
                                                        readers.computeIfAbsent(
                                                                        topic,
                                                                        id -> new ArrayList<>())
                                                                .add(member)));
        return readers;
    }

    private static void cut(
            Uuid topic,
            int partitions,
            List<MemberSpec> readers,
            Map<String, Map<Uuid, Collection<Integer>>> given) {
        int each = partitions / readers.size();
        int longer = partitions % readers.size();
        int next = 0;
        for (int i = 0; i < readers.size(); i++) {
            int end = next + each + (i < longer ? 1 : 0);
            Collection<Integer> range = new TreeSet<>();
            while (next < end) {
                range.add(next++);
            }
            given.computeIfAbsent(readers.get(i).id(), id -> new HashMap<>()).put(topic, range);
        }
    }
}
