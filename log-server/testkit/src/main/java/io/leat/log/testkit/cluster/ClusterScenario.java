package io.leat.log.testkit.cluster;

import io.leat.clients.consumer.AcknowledgeType;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.Operation;
import io.leat.log.testkit.sim.ReadingGroup;
import io.leat.log.testkit.sim.Report;
import io.leat.log.testkit.sim.Scenario;
import io.leat.log.testkit.sim.Sender;
import io.leat.log.testkit.sim.SharingGroup;
import io.leat.log.testkit.sim.SimulatedLog;
import io.leat.log.testkit.sim.TransactionalSender;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One seed of a cluster of one to five nodes under the faults of a {@link ClusterPlan}: programs
 * write, read and copy in bursts with quiet times between them, the {@link ClusterInvariants} are
 * checked after every turn of a node, and in the end all replicas must be one. Owned by the thread
 * that calls {@link #run}.
 */
public class ClusterScenario extends Scenario {

    private static final long FAULTY_MS = 60_000;
    private static final int QUIET_MS_MAX = 10_000;
    private static final long WHOLE_MS = 120_000;
    private static final int ONE_QUIET_IN = 6;
    private static final int ASK_MS = 20;

    private final ClusterPlan plan;
    private final ClusterWatch watch;
    private final ClusterState state;
    private @Nullable ClusterNemesis nemesis;
    private @Nullable String forfeit;
    private boolean healed;
    private long askAtMs;

    public ClusterScenario(long seed) {
        this(seed, Set.of());
    }

    /**
     * @param without kinds of faults that are left out
     */
    public ClusterScenario(long seed, Set<Fault> without) {
        this(seed, plan(seed, without));
    }

    /** A plan of one's own. */
    public ClusterScenario(long seed, ClusterPlan plan) {
        this(seed, plan, plan.groups().stream().map(Readers::group).toList());
    }

    private ClusterScenario(long seed, ClusterPlan plan, List<ReadingGroup> groups) {
        super(seed, new SimulatedLog(seed, plan.layout(), plan.settings()), groups);
        this.plan = plan;
        this.watch = new ClusterWatch(log());
        this.state = new ClusterState(log(), watch);
        owners().judgeBy(watch.invariants()::stay);
        for (ReadingGroup group : groups) {
            if (group instanceof SharingGroup sharing) {
                sharing.judgeBy(watch.invariants()::leaderEpoch);
                watch.invariants().shares().judgeBy(group.name(), new SaidOf(sharing));
            }
        }
    }

    /** What the members of a share group said. */
    private record SaidOf(SharingGroup group) implements ShareGroupStates.Said {

        @Override
        public boolean accepted(String topic, int partition, long offset) {
            return group.mayHaveSaid(topic + "-" + partition, offset, AcknowledgeType.ACCEPT);
        }

        @Override
        public boolean rejected(String topic, int partition, long offset) {
            return group.mayHaveSaid(topic + "-" + partition, offset, AcknowledgeType.REJECT);
        }

        @Override
        public int deliveries() {
            return group.deliveriesMax();
        }
    }

    private static ClusterPlan plan(long seed, Set<Fault> without) {
        try (Simulation dice = new Simulation(seed)) {
            return ClusterPlan.draw(dice.entropy("plan"), without);
        }
    }

    public ClusterPlan plan() {
        return plan;
    }

    /** How often each kind of fault struck. */
    public Map<Fault, Integer> struck() {
        return nemesis == null ? Map.of() : nemesis.struck();
    }

    /** Why nodes ended by themselves: the last time of each. */
    public Map<String, String> failures() {
        return nemesis == null ? Map.of() : nemesis.failures();
    }

    /** Why this run was not judged to its end; null if it was. */
    public @Nullable String forfeit() {
        return forfeit;
    }

    /** As {@link Scenario#run}; a {@link Forfeit} ends it early. */
    @Override
    public Report run() {
        try {
            return super.run();
        } catch (SimulationException e) {
            if (e.getCause() instanceof Forfeit) {
                forfeit = e.getCause().getMessage();
                return report();
            }
            throw e;
        } catch (Forfeit e) {
            forfeit = e.getMessage();
            return report();
        }
    }

    /** What share coordinators wrote. */
    public ShareGroupStates shares() {
        return watch.invariants().shares();
    }

    /** What looks at the nodes. */
    final ClusterWatch watch() {
        return watch;
    }

    /** How many turns of nodes the invariants were checked after. */
    public long checks() {
        return watch.turns();
    }

    /** What its programs did and saw. */
    public List<Operation> operations() {
        return history().operations();
    }

    @Override
    protected void suffer() {
        ClusterNemesis made = new ClusterNemesis(log(), plan, watch, clientHosts(), this::boot);
        nemesis = made;
        made.begin();
        log().simulation().runUntil(this::sendersFinished, FAULTY_MS * plan.pace());
        made.healForGood();
        healed = true;
    }

    /** Before all power fails, all replicas are there and the same. */
    @Override
    protected void lastFault() {
        if (plan.layout().brokers() > 1) {
            boolean whole = log().simulation().runUntil(this::replicasAgree, WHOLE_MS);
            if (!whole && plan.faults().contains(Fault.LOST_FSYNC)) {
                // A node does not open a log that is damaged below what was forced.
                throw new Forfeit("the replicas of disks that lied never became one");
            } else if (!whole) {
                add(
                        new Anomaly(
                                "stuck",
                                "the replicas never became one, or never arrived: " + image()));
            }
        }
        if (plan.persisted()) {
            loseAllPower();
            return;
        }
        for (SimNode host : log().hosts()) {
            host.kill();
            host.restart();
            log().boot(host);
        }
    }

    /**
     * Only processes end where a disk lies: what it would lose now, it had a fault of its own for.
     */
    private void loseAllPower() {
        for (SimNode host : log().hosts()) {
            if (nemesis != null && nemesis.lies(host)) {
                host.kill();
            } else {
                host.crash();
            }
        }
        for (SimNode host : log().hosts()) {
            host.restart();
            log().boot(host);
        }
    }

    private String image() {
        StringBuilder text = new StringBuilder();
        watch.image()
                .brokers()
                .forEach(each -> text.append(each.id() + (each.fenced() ? " fenced, " : ", ")));
        state.topics()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                p -> {
                                                    if (p.isr().size() < p.replicas().size()) {
                                                        text.append('\n')
                                                                .append(topic.name())
                                                                .append(' ')
                                                                .append(p);
                                                    }
                                                }));
        return text + "\n" + watch.replicas();
    }

    private boolean replicasAgree() {
        long now = log().simulation().nowMs();
        if (now < askAtMs) {
            return false;
        }
        askAtMs = now + ASK_MS;
        return watch.image().topics().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(p -> p.isr().size() == p.replicas().size() && p.hasLeader())
                && watch.replicasAgree()
                && log().brokers().stream().noneMatch(this::moves);
    }

    /** Whether a replica is still on its way to another folder of a broker. */
    private boolean moves(SimNode host) {
        return log().node(host).booted()
                && log().node(host).broker().shards().shards().stream()
                        .flatMap(shard -> shard.view().stream())
                        .anyMatch(each -> each instanceof LogPartition data && data.isMoving());
    }

    /** Now and then nothing is to be done for some seconds; not any more once all is well. */
    private long restMs(Entropy dice, int busyMs) {
        if (healed) {
            return dice.nextInt(busyMs);
        }
        int most = dice.nextInt(ONE_QUIET_IN) == 0 ? QUIET_MS_MAX : busyMs;
        return (long) plan.pace() * dice.nextInt(most);
    }

    @Override
    protected Sender plainSender(String name) {
        return new Sender(log(), name, history(), input(), partitions(), 150) {
            @Override
            protected long restMs(Entropy random) {
                return ClusterScenario.this.restMs(random, 200);
            }
        };
    }

    @Override
    protected TransactionalSender transactionalSender(String name) {
        return new TransactionalSender(log(), name, history(), input(), partitions(), 40) {
            @Override
            protected long restMs(Entropy random) {
                return ClusterScenario.this.restMs(random, 100);
            }
        };
    }
}
