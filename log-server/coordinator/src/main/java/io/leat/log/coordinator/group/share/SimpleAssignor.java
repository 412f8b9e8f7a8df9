package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.Assignor;
import io.leat.log.coordinator.group.assignment.MemberSpec;
import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives all members as many partitions as each other, give or take one, and every partition to as
 * many members as each other: to several where there are more members than partitions. What members
 * had they keep, as far as that allows. Stateless.
 *
 * <p>Where members read different topics, each topic is divided for itself.
 */
final class SimpleAssignor implements Assignor {

    private record Partition(Uuid topic, int number) {}

    private final Assignment assignable;

    /**
     * @param assignable the partitions that may be given to somebody
     */
    SimpleAssignor(Assignment assignable) {
        this.assignable = assignable;
    }

    @Override
    public String name() {
        return "simple";
    }

    @Override
    public Map<String, Assignment> assign(
            SortedMap<String, MemberSpec> members, TopicCatalog topics) {
        Map<String, Set<Partition>> given = new LinkedHashMap<>();
        members.keySet().forEach(member -> given.put(member, new HashSet<>()));
        boolean alike = members.values().stream().map(MemberSpec::topics).distinct().count() == 1;
        if (alike) {
            List<MemberSpec> all = List.copyOf(members.values());
            divide(all, partitions(all.get(0).topics()), given);
        } else {
            SortedSet<Uuid> all = new TreeSet<>();
            members.values().forEach(member -> all.addAll(member.topics()));
            for (Uuid topic : all) {
                List<MemberSpec> readers =
                        members.values().stream().filter(m -> m.topics().contains(topic)).toList();
                divide(readers, partitions(new TreeSet<>(Set.of(topic))), given);
            }
        }
        Map<String, Assignment> targets = new HashMap<>();
        given.forEach((member, partitions) -> targets.put(member, assignment(partitions)));
        return targets;
    }

    private List<Partition> partitions(SortedSet<Uuid> topics) {
        List<Partition> all = new ArrayList<>();
        for (Uuid topic : topics) {
            assignable.of(topic).forEach(number -> all.add(new Partition(topic, number)));
        }
        return all;
    }

    private static void divide(
            List<MemberSpec> members,
            List<Partition> partitions,
            Map<String, Set<Partition>> given) {
        if (partitions.isEmpty() || members.isEmpty()) {
            return;
        }
        int sharing = (members.size() + partitions.size() - 1) / partitions.size();
        double each = (double) sharing * partitions.size() / members.size();
        Map<Partition, Integer> shares = new LinkedHashMap<>();
        partitions.forEach(partition -> shares.put(partition, 0));
        Map<String, Integer> wants = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            MemberSpec member = members.get(i);
            int wanted = (int) Math.ceil(each * (i + 1)) - (int) Math.ceil(each * i);
            wants.put(member.id(), wanted - keep(member, wanted, sharing, shares, given));
        }
        List<Partition> rarest = new ArrayList<>(partitions);
        rarest.sort(Comparator.comparing(shares::get));
        for (int round = 1; round <= sharing; round++) {
            for (Partition partition : rarest) {
                if (shares.getOrDefault(partition, 0) < round) {
                    giveToNeediest(partition, wants, shares, given);
                }
            }
        }
    }

    /** How many of the partitions it had the member keeps. */
    private static int keep(
            MemberSpec member,
            int wanted,
            int sharing,
            Map<Partition, Integer> shares,
            Map<String, Set<Partition>> given) {
        int kept = 0;
        for (Partition partition : shares.keySet()) {
            boolean had = member.target().contains(partition.topic(), partition.number());
            if (had && kept < wanted && shares.getOrDefault(partition, 0) < sharing) {
                give(partition, member.id(), shares, given);
                kept++;
            }
        }
        return kept;
    }

    private static void giveToNeediest(
            Partition partition,
            Map<String, Integer> wants,
            Map<Partition, Integer> shares,
            Map<String, Set<Partition>> given) {
        String neediest = null;
        int most = 0;
        for (Map.Entry<String, Integer> each : wants.entrySet()) {
            boolean has = given.getOrDefault(each.getKey(), Set.of()).contains(partition);
            if (!has && each.getValue() > most) {
                most = each.getValue();
                neediest = each.getKey();
            }
        }
        if (neediest != null) {
            give(partition, neediest, shares, given);
            wants.merge(neediest, -1, Integer::sum);
        }
    }

    private static void give(
            Partition partition,
            String member,
            Map<Partition, Integer> shares,
            Map<String, Set<Partition>> given) {
        given.computeIfAbsent(member, id -> new HashSet<>()).add(partition);
        shares.merge(partition, 1, Integer::sum);
    }

    private static Assignment assignment(Set<Partition> partitions) {
        SortedMap<Uuid, SortedSet<Integer>> topics = new TreeMap<>();
        partitions.forEach(
                each ->
                        topics.computeIfAbsent(each.topic(), id -> new TreeSet<>())
                                .add(each.number()));
        return new Assignment(topics);
    }
}
