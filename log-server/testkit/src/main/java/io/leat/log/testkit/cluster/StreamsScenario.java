package io.leat.log.testkit.cluster;

import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.sim.CutOffMember;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link ClusterScenario} read by a streams group. Before anything else fails, the member of
 * another one is cut off until it is taken for gone, and commits then. Owned by the thread that
 * calls {@link #run}.
 */
public final class StreamsScenario extends ClusterScenario {

    private static final String TOPIC = "cut-off-input";
    private static final String MEMBER = "cut-off-member";

    /** The commit waits for the network that long. */
    private static final long CUT_OFF_MS = 500;

    private boolean wasRefused;

    public StreamsScenario(long seed) {
        super(seed, plan(seed));
    }

    private static ClusterPlan plan(long seed) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan drawn = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            return drawn.readBy(List.of(Readers.STREAMS));
        }
    }

    /** Whether the commit of the member that was cut off failed: it may be a member anew. */
    public boolean wasRefused() {
        return wasRefused;
    }

    @Override
    protected void prepare() {
        log().createTopics(Map.of(TOPIC, 1));
    }

    @Override
    protected void suffer() {
        CutOffMember member = new CutOffMember(log(), MEMBER, history(), TOPIC, owners());
        member.boot();
        if (!within(member::isMember, "nobody is given a task")) {
            return;
        }
        for (SimNode broker : log().brokers()) {
            log().simulation().network().partition(MEMBER, broker.name());
        }
        if (!within(this::isGone, "nobody is taken for gone")) {
            return;
        }
        member.commit();
        log().simulation().runFor(CUT_OFF_MS);
        for (SimNode broker : log().brokers()) {
            log().simulation().network().heal(MEMBER, broker.name());
        }
        if (!within(member::finished, "a commit has no end")) {
            return;
        }
        wasRefused = member.wasRefused();
        super.suffer();
    }

    private boolean isGone() {
        return watch().invariants().stay(CutOffMember.GROUP, MEMBER) == null;
    }
}
