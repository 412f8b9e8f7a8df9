package io.leat.log.testkit.cluster;

import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.sim.LockKeeper;
import io.leat.log.testkit.sim.LockTaker;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link ClusterScenario} whose reader is a share group. Before anything fails, a member of
 * another one keeps records beyond the end of their lock while a second one asks for them. Owned by
 * the thread that calls {@link #run}.
 */
public final class SharingScenario extends ClusterScenario {

    private static final String KEPT = "kept";

    public SharingScenario(long seed) {
        super(seed, plan(seed));
    }

    private static ClusterPlan plan(long seed) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan drawn = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            return drawn.readBy(List.of(Readers.SHARE));
        }
    }

    @Override
    protected void prepare() {
        log().createTopics(Map.of(KEPT, 1));
    }

    @Override
    protected void suffer() {
        LockKeeper keeper = new LockKeeper(log(), "keeper", history(), KEPT);
        LockTaker taker = new LockTaker(log(), "taker", history(), KEPT, keeper);
        keeper.boot();
        if (!within(keeper::keeps, "nobody is given what is to be kept")) {
            return;
        }
        taker.boot();
        if (!within(keeper::finished, "something is left where all is done")
                || !within(taker::finished, "nothing is to be had, and somebody waits")) {
            return;
        }
        keeper.anomalies().forEach(this::add);
        taker.anomalies().forEach(this::add);
        int errors = keeper.errors() + taker.errors();
        if (errors > 0) {
            add(new Anomaly("harmed", "nothing fails, and clients gave up times: " + errors));
        }
        super.suffer();
    }
}
