package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps members out of a group that run another topology than the group does: they would read what
 * no task of theirs wants, and restore stores from topics of others. Used by the leader's thread.
 */
final class Strangers {

    private final TaskPlan plan;

    /** How many members run a topology, and how much they read. */
    private record Weight(int reads, int members) implements Comparable<Weight> {

        Weight plus(Joiner member) {
            return new Weight(reads + member.owned().size(), members + 1);
        }

        @Override
        public int compareTo(Weight other) {
            return reads != other.reads
                    ? Integer.compare(reads, other.reads)
                    : Integer.compare(members, other.members);
        }
    }

    /**
     * @param plan what the leader runs
     */
    Strangers(TaskPlan plan) {
        this.plan = plan;
    }

    /**
     * The topology by which most is read already; where nothing is, that of most members; where
     * that is even too, the leader's own. So whoever comes last has to go, even as the leader.
     */
    String topologyOfGroup(Collection<Joiner> members) {
        Map<String, Weight> weights = new TreeMap<>();
        for (Joiner member : members) {
            String topology = member.told().topology();
            Weight before = weights.getOrDefault(topology, new Weight(0, 0));
            weights.put(topology, before.plus(member));
        }
        weights.remove(""); // goes with any
        String best = plan.digest();
        for (Map.Entry<String, Weight> each : weights.entrySet()) {
            Weight most = weights.getOrDefault(best, new Weight(0, 0));
            if (each.getValue().compareTo(most) > 0) {
                best = each.getKey();
            }
        }
        return best;
    }

    /** What those get that do not run {@code topology}. */
    Map<String, Assignment> refuse(Map<String, Joiner> members, String topology) {
        Map<String, Assignment> refused = new HashMap<>();
        members.forEach(
                (member, joiner) -> {
                    String theirs = joiner.told().topology();
                    if (!theirs.isEmpty() && !theirs.equals(topology)) {
                        GroupData told = GroupData.refused(refusal(theirs, topology));
                        refused.put(member, new Assignment(List.of(), told.encode()));
                    }
                });
        return refused;
    }

    /**
     * What all get when the leader itself has to go, which does not know the tasks of {@code
     * topology}: those that run it go on with what they read, and have another leader soon.
     */
    Map<String, Assignment> leaveAll(Map<String, Joiner> members, String topology) {
        Map<String, Assignment> all = refuse(members, topology);
        members.forEach(
                (member, joiner) ->
                        all.putIfAbsent(member, new Assignment(List.copyOf(joiner.owned()))));
        return all;
    }

    private String refusal(String theirs, String topology) {
        return Refusals.otherTopology(
                plan.applicationId(), " (" + theirs + " here, " + topology + " there)");
    }
}
