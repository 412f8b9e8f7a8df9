package io.leat.streams.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.TopicPartition;
import io.leat.log.runtime.sim.FaultPlan;
import io.leat.log.runtime.sim.Nemesis;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.Drain;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a seed does to the machines of a small test, and what is in the topics then. Stateless. */
final class Trouble {

    static final long LIMIT_MS = 120_000;

    private Trouble() {}

    /**
     * Lets machines suffer until {@code lines} are sent, and repairs them for good; returns how
     * many crashed.
     */
    static int suffer(SimulatedLog log, Map<String, Actor> actors, Actor lines) {
        int[] crashes = {0};
        List<SimNode> victims = new ArrayList<>();
        victims.add(log.host());
        actors.values().forEach(actor -> victims.add(actor.host()));
        Nemesis nemesis =
                new Nemesis(
                        log.simulation(),
                        FaultPlan.draw(log.simulation().entropy("faults")),
                        victims,
                        node -> {
                            crashes[0]++;
                            Actor actor = actors.get(node.name());
                            if (actor == null) {
                                log.boot();
                            } else {
                                actor.boot();
                            }
                        });
        nemesis.begin();
        log.simulation().runUntil(lines::finished, 20_000);
        nemesis.healForGood();
        return crashes[0];
    }

    /** All committed values of a topic with two partitions, sorted. */
    static List<String> read(SimulatedLog log, String name, String topic) {
        List<TopicPartition> partitions =
                List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        Drain drain = new Drain(log, name, new History(), partitions);
        drain.boot();
        assertTrue(log.simulation().runUntil(drain::finished, LIMIT_MS), name);
        List<String> values = new ArrayList<>();
        partitions.forEach(partition -> values.addAll(drain.values(partition)));
        values.sort(null);
        return values;
    }
}
