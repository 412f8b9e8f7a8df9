package io.leat.log.cli.topology;

import io.leat.log.cli.topology.TopologyChange.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two descriptions by what outlives a process: stores with their changelogs, repartition
 * topics, tasks. Used once, by one thread.
 *
 * <p>State is found again by the name of its store, records on their way by the name of their
 * topic. What else operators do with them is not in a description.
 */
final class TopologyComparison {

    private final Described old;
    private final Described young;
    private final List<TopologyChange> changes = new ArrayList<>();

    private TopologyComparison(Described old, Described young) {
        this.old = old;
        this.young = young;
    }

    /** What differs, the worst first; empty if nothing does. */
    static List<TopologyChange> between(Described old, Described young) {
        TopologyComparison comparison = new TopologyComparison(old.asKept(), young.asKept());
        comparison.keptUnderFormerNames(old, young);
        comparison.keepers();
        comparison.stores();
        comparison.tasks();
        comparison.topics();
        comparison.changes.sort(Comparator.comparing(TopologyChange::weight).reversed());
        return List.copyOf(comparison.changes);
    }

    private void add(Weight weight, String what, String remedy) {
        changes.add(new TopologyChange(weight, what, remedy));
    }

    private void keptUnderFormerNames(Described before, Described after) {
        after.renamed()
                .forEach(
                        (name, former) -> {
                            if (!before.renamed().containsKey(name)
                                    && old.stores().containsKey(former)) {
                                add(
                                        Weight.SAFE,
                                        "store "
                                                + name
                                                + " goes on with the changelog of "
                                                + former,
                                        "");
                            }
                        });
    }

    private void keepers() {
        Set<String> gone = minus(old.keepers(), young.keepers());
        Set<String> come = minus(young.keepers(), old.keepers());
        Map<String, String> renamed = renamed(gone, come);
        for (String name : gone) {
            String now = renamed.get(name);
            if (now != null) {
                renamed(name, now);
            } else if (Described.isRepartition(name)) {
                add(
                        Weight.MIGRATABLE,
                        "repartition topic "
                                + name
                                + " is gone, with the records on their way in it",
                        "before the change, stop what feeds the application and wait until it has"
                                + " read everything (lag 0)");
            } else {
                add(
                        Weight.BREAKING,
                        "store " + name + " is gone, with its state",
                        "if that is meant, delete its changelog; else keep the store under its name");
            }
        }
        come.removeAll(renamed.values());
        for (String name : come) {
            add(
                    Weight.SAFE,
                    Described.isRepartition(name)
                            ? "repartition topic " + name + " is new"
                            : "store " + name + " is new: it begins empty",
                    "");
        }
    }

    private void renamed(String name, String now) {
        String cause =
                Described.isGenerated(name) ? ", because an operator came or went before it" : "";
        if (Described.isRepartition(name)) {
            String keep = name.substring(0, name.length() - "-repartition".length());
            add(
                    Weight.BREAKING,
                    name + " is now " + now + cause + ": records on their way in it are not read",
                    "name it as it was, with Grouped.as, Repartitioned.as or the name of the join: \""
                            + keep
                            + "\"; or let the application read everything before the change");
        } else {
            add(
                    Weight.BREAKING,
                    "store " + name + " is now " + now + cause + ": it would begin empty",
                    "name it as it was, with Materialized.as(\""
                            + name
                            + "\") or StreamJoined"
                            + ".withStoreName, or say renamedFrom(\""
                            + name
                            + "\"): then it finds its changelog");
        }
    }

    /** Of names without their numbers, what is gone and what has come in its place. */
    private static Map<String, String> renamed(Set<String> gone, Set<String> come) {
        Map<String, String> renamed = new HashMap<>();
        for (String name : gone) {
            come.stream()
                    .filter(each -> !renamed.containsValue(each))
                    .filter(
                            each ->
                                    Described.withoutNumber(each)
                                            .equals(Described.withoutNumber(name)))
                    .findFirst()
                    .ifPresent(now -> renamed.put(name, now));
        }
        return renamed;
    }

    private void stores() {
        Map<String, Integer> before = old.stores();
        Map<String, Integer> after = young.stores();
        for (Map.Entry<String, Integer> store : before.entrySet()) {
            Integer now = after.get(store.getKey());
            if (now != null && !now.equals(store.getValue())) {
                add(
                        Weight.MIGRATABLE,
                        String.format(
                                "store %s moves from sub-topology %d to %d",
                                store.getKey(), store.getValue(), now),
                        "it is restored from its changelog, which takes time; the numbers of"
                                + " partitions of both have to be equal");
            }
        }
    }

    private void tasks() {
        if (old.parts().size() != young.parts().size()) {
            add(
                    Weight.SAFE,
                    String.format(
                            "%d sub-topologies instead of %d: tasks are distributed anew",
                            young.parts().size(), old.parts().size()),
                    "");
        }
    }

    private void topics() {
        Set<String> before = read(old);
        Set<String> after = read(young);
        for (String topic : minus(before, after)) {
            add(Weight.SAFE, "topic " + topic + " is no longer read", "");
        }
        for (String topic : minus(after, before)) {
            add(
                    Weight.SAFE,
                    "topic " + topic + " is read from now on, from where auto.offset.reset says",
                    "");
        }
        Set<String> written = written(old);
        for (String topic : minus(written, written(young))) {
            add(Weight.SAFE, "topic " + topic + " is no longer written", "");
        }
        for (String topic : minus(written(young), written)) {
            add(Weight.SAFE, "topic " + topic + " is written from now on", "");
        }
    }

    private static Set<String> read(Described topology) {
        return withoutRepartition(topology.topics(Described.Kind.SOURCE));
    }

    private static Set<String> written(Described topology) {
        return withoutRepartition(topology.topics(Described.Kind.SINK));
    }

    private static Set<String> withoutRepartition(Set<String> topics) {
        topics.removeIf(Described::isRepartition);
        return topics;
    }

    private static Set<String> minus(Set<String> all, Set<String> others) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(others);
        return left;
    }
}
