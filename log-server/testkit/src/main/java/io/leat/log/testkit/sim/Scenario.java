package io.leat.log.testkit.sim;

import io.leat.common.TopicPartition;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.FaultPlan;
import io.leat.log.runtime.sim.Nemesis;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.GroupReader.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One seed of a whole system: one node or several, plain and transactional senders, groups that
 * read, a group that copies exactly once, and faults of all of them; then everything heals,
 * everything has to be finished and read, and the history is judged. Owned by the thread that calls
 * {@link #run}.
 */
public class Scenario implements AutoCloseable {

    private static final String IN = "in";
    private static final String OUT = "out";
    private static final String COPY = "copy";
    private static final int COPIERS = 2;
    private static final String CAUGHT_UP = "caught-up";
    private static final long FAULTY_MS = 20_000;
    private static final long LIMIT_MS = 300_000;

    private final long seed;
    private final SimulatedLog log;
    private final History history = new History();
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final List<Actor> senders = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<TopicPartition> input = new ArrayList<>();
    private final List<TopicPartition> output = new ArrayList<>();
    private final GroupOwners owners = new GroupOwners();
    private final List<ReadingGroup> groups;
    private final ReadingGroup.Setting setting;
    private final int partitions;
    private boolean stopped;
    private int crashes;
    private int observers;

    /** On a single node. */
    public Scenario(long seed) {
        this(seed, 1, Map.of());
    }

    /**
     * @param nodes how many the cluster has
     * @param settings of each
     */
    public Scenario(long seed, int nodes, Map<String, String> settings) {
        this(
                seed,
                new SimulatedLog(seed, nodes, settings),
                List.of(new CommittingGroup("read", "reader", Protocol.CLASSIC)));
    }

    /** On these nodes, with these groups that read. */
    protected Scenario(long seed, SimulatedLog log, List<ReadingGroup> groups) {
        this.seed = seed;
        this.log = log;
        this.groups = groups;
        Entropy dice = log.simulation().entropy("scenario");
        this.partitions = 1 + dice.nextInt(3);
        for (int i = 0; i < partitions; i++) {
            input.add(new TopicPartition(IN, i));
            output.add(new TopicPartition(OUT, i));
        }
        addSenders(dice);
        String[] assignors = {"Range", "RoundRobin", "Sticky", "CooperativeSticky"};
        String assignor = "io.leat.clients.consumer." + assignors[dice.nextInt(4)] + "Assignor";
        this.setting =
                new ReadingGroup.Setting(log, history, input, assignor, owners, () -> stopped);
        addReaders();
    }

    private void addSenders(Entropy dice) {
        for (int i = 0; i <= dice.nextInt(2); i++) {
            sender(plainSender("sender-" + i));
        }
        for (int i = 0; i <= dice.nextInt(2); i++) {
            sender(transactionalSender("txn-" + i));
        }
    }

    /** The groups come up together: the first member of each, then the second. */
    private void addReaders() {
        int most = groups.stream().mapToInt(ReadingGroup::members).max().orElse(0);
        for (int i = 0; i < Math.max(most, COPIERS); i++) {
            for (ReadingGroup group : groups) {
                if (i < group.members()) {
                    add(group.member(setting, i));
                }
            }
            if (i < COPIERS) {
                add(copier("copier-" + i));
            }
        }
    }

    /** A program that sends records to the partitions of the input. */
    protected Sender plainSender(String name) {
        return new Sender(log, name, history, IN, partitions, 150);
    }

    /** A program that sends transactions to the partitions of the input. */
    protected TransactionalSender transactionalSender(String name) {
        return new TransactionalSender(log, name, history, IN, partitions, 40);
    }

    /** The program that copies, for tests that replace it by one with a defect. */
    protected Copier copier(String name) {
        return new CopierOf(name);
    }

    /** A copier of this scenario. */
    protected class CopierOf extends Copier {

        public CopierOf(String name) {
            super(log, name, history, COPY, IN, OUT, () -> stopped);
        }
    }

    /** A program that has to come to its end before all is read. */
    protected final void sender(Actor actor) {
        senders.add(actor);
        add(actor);
    }

    private void add(Actor actor) {
        actors.put(actor.name(), actor);
    }

    protected final SimulatedLog log() {
        return log;
    }

    protected final History history() {
        return history;
    }

    protected final int partitions() {
        return partitions;
    }

    /** Which member has which partition of which group. */
    protected final GroupOwners owners() {
        return owners;
    }

    /** The topic that is written by senders. */
    protected static String input() {
        return IN;
    }

    /** The machines of the programs. */
    protected final List<SimNode> clientHosts() {
        return actors.values().stream().map(Actor::host).toList();
    }

    /** Something that should not be. */
    protected final void add(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    /** Runs the seed to its end. Code that breaks is an exception, not an anomaly. */
    public Report run() {
        log.createTopics(Map.of(IN, partitions, OUT, partitions));
        prepare();
        actors.values().forEach(Actor::boot);
        suffer();
        if (finish()) {
            judge();
        }
        return report();
    }

    /** Before programs start; the topics are there. */
    protected void prepare() {}

    /** What was seen so far. */
    protected final Report report() {
        return new Report(
                seed,
                List.copyOf(anomalies),
                log.simulation().eventHash(),
                log.simulation().nowMs(),
                log.simulation().steps(),
                crashes,
                actors.values().stream().mapToInt(Actor::errors).sum(),
                history.operations().size());
    }

    /** The first phase: anything may go wrong. In the end everything is up and well. */
    protected void suffer() {
        List<SimNode> victims = new ArrayList<>();
        victims.addAll(log.hosts());
        victims.addAll(log.hosts()); // brokers are struck more often
        actors.values().forEach(actor -> victims.add(actor.host()));
        Nemesis nemesis =
                new Nemesis(
                        log.simulation(),
                        FaultPlan.draw(log.simulation().entropy("faults")),
                        victims,
                        this::boot);
        nemesis.begin();
        log.simulation().runUntil(this::sendersFinished, FAULTY_MS);
        nemesis.healForGood();
    }

    /** Starts the program of a machine again. */
    protected final void boot(SimNode node) {
        crashes++;
        Actor actor = actors.get(node.name());
        if (actor == null) {
            log.boot(node);
        } else {
            actor.boot();
        }
    }

    /** The second phase: nothing fails any more, so everything has to come to its end. */
    private boolean finish() {
        if (!within(this::sendersFinished, "senders did not finish")) {
            return false;
        }
        Drain drain = new Drain(log, observer("drain"), history, input);
        if (!done(drain, "reading to the end")) {
            return false;
        }
        Map<String, Long> ends = new LinkedHashMap<>();
        drain.found()
                .forEach(
                        (partition, seen) -> {
                            if (!seen.isEmpty()) {
                                ends.put(partition, seen.get(seen.size() - 1).offset() + 1);
                            }
                        });
        if (!caughtUp(COPY, new CaughtUp(log, observer(CAUGHT_UP), history, COPY, input, ends))) {
            return false;
        }
        for (ReadingGroup group : groups) {
            Actor waits = group.caughtUp(setting, observer(CAUGHT_UP), Map.copyOf(ends));
            if (!caughtUp(group.name(), waits)) {
                return false;
            }
        }
        stopped = true;
        return within(this::allFinished, "groups did not stop");
    }

    private boolean caughtUp(String group, Actor waits) {
        return done(waits, "group " + group + " catching up");
    }

    /** The last fault, before everything is read once more: all nodes lose power at once. */
    protected void lastFault() {
        for (SimNode host : log.hosts()) {
            host.crash();
        }
        for (SimNode host : log.hosts()) {
            host.restart();
            log.boot(host);
        }
    }

    private void judge() {
        lastFault();
        Drain drainedIn = new Drain(log, observer("drain"), history, input);
        Drain drainedOut = new Drain(log, observer("drain"), history, output);
        if (!done(drainedIn, "reading after a last power loss")
                || !done(drainedOut, "reading the copies")) {
            return;
        }
        for (ReadingGroup group : groups) {
            Actor last = group.afterwards(setting, observer("afterwards"));
            if (last != null && !done(last, "group " + group.name() + " afterwards")) {
                return;
            }
        }
        for (int i = 0; i < partitions; i++) {
            compare(drainedIn.values(input.get(i)), drainedOut.values(output.get(i)), input.get(i));
        }
        anomalies.addAll(history.anomaliesAfterDrain());
        anomalies.addAll(owners.anomalies());
        groups.forEach(group -> anomalies.addAll(group.anomalies()));
    }

    private void compare(List<String> wanted, List<String> copied, TopicPartition partition) {
        if (!wanted.equals(copied)) {
            List<String> missing = new ArrayList<>(wanted);
            copied.forEach(missing::remove);
            List<String> surplus = new ArrayList<>(copied);
            wanted.forEach(surplus::remove);
            anomalies.add(
                    new Anomaly(
                            "wrong-copy",
                            partition + ": missing " + missing + ", surplus " + surplus));
        }
    }

    private boolean done(Actor actor, String what) {
        actor.boot();
        return within(actor::finished, what + " did not end");
    }

    /** Whether {@code condition} holds in time; if not, that is an anomaly. */
    protected final boolean within(BooleanSupplier condition, String otherwise) {
        boolean held = log.simulation().runUntil(condition, LIMIT_MS);
        if (!held) {
            anomalies.add(new Anomaly("stuck", otherwise));
        }
        return held;
    }

    private String observer(String name) {
        return name + "-" + observers++;
    }

    protected final boolean sendersFinished() {
        for (Actor sender : senders) { // asked after every event
            if (!sender.finished()) {
                return false;
            }
        }
        return true;
    }

    private boolean allFinished() {
        return actors.values().stream().allMatch(Actor::finished);
    }

    @Override
    public void close() {
        log.close();
    }
}
