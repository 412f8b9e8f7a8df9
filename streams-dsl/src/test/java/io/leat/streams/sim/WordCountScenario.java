package io.leat.streams.sim;

import io.leat.common.TopicPartition;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.FaultPlan;
import io.leat.log.runtime.sim.Nemesis;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.Drain;
import io.leat.log.testkit.sim.Report;
import io.leat.log.testkit.sim.Sender;
import io.leat.log.testkit.sim.SimulatedLog;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.Stores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One seed of the word count under exactly_once_v2: a broker, a sender of lines, two instances of
 * the application, with or without standbys and threads that come and go, and faults of all of
 * them. In the end every word has its count, no count was written twice or left out, and the stores
 * say the same; then every machine loses power, more lines come, and the same holds again.
 */
class WordCountScenario implements AutoCloseable {

    private static final long FAULTY_MS = 20_000;
    private static final long LIMIT_MS = 120_000;

    private final long seed;
    private final SimulatedLog log;
    private final History history = new History();
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final List<StreamsInstance> instances = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<TopicPartition> lines = new ArrayList<>();
    private final List<TopicPartition> counts = new ArrayList<>();
    private final boolean everyCount;
    private final Actor sender;
    private boolean restless = true;
    private boolean stopped;
    private int crashes;
    private int observers;

    /** On a single node, with two instances. */
    WordCountScenario(long seed) {
        this(seed, new SimulatedLog(seed, Map.of()), 2);
    }

    WordCountScenario(long seed, SimulatedLog log, int instanceCount) {
        this.seed = seed;
        this.log = log;
        Entropy dice = log.simulation().entropy("scenario");
        int partitions = 1 + dice.nextInt(3);
        everyCount = dice.nextInt(2) == 0;
        for (int i = 0; i < partitions; i++) {
            lines.add(new TopicPartition("lines", i));
            counts.add(new TopicPartition("counts", i));
        }
        sender = new Lines("sender-0");
        actors.put(sender.name(), sender);
        Entropy shape = log.simulation().entropy("shape");
        int standbys = shape.nextInt(instanceCount);
        boolean changing = shape.nextInt(2) == 0;
        for (int i = 0; i < instanceCount; i++) {
            StreamsInstance instance =
                    new StreamsInstance(
                            log,
                            "instance-" + i,
                            history,
                            () -> WordCount.topology(store(), everyCount),
                            new StreamsInstance.Shape(
                                    1 + dice.nextInt(2), standbys, () -> restless && changing),
                            () -> stopped);
            instances.add(instance);
            actors.put(instance.name(), instance);
        }
    }

    /** The store of one instance, for tests that replace it by one with a defect. */
    KeyValueBytesStoreSupplier store() {
        return Stores.journaledKeyValueStore(WordCount.STORE);
    }

    /** How many lines are sent. */
    int lineCount() {
        return 80;
    }

    /** How long the sender rests after a burst of up to ten lines. */
    long restMs(Entropy random) {
        return random.nextInt(200);
    }

    final SimulatedLog log() {
        return log;
    }

    final List<StreamsInstance> instances() {
        return instances;
    }

    /** The machines of the programs. */
    final List<SimNode> clientHosts() {
        return actors.values().stream().map(Actor::host).toList();
    }

    final boolean sent() {
        return sender.finished();
    }

    Report run() {
        log.createTopics(Map.of("lines", lines.size(), "counts", counts.size()));
        actors.values().forEach(Actor::boot);
        suffer();
        restless = false;
        if (within(sender::finished, "the sender did not finish") && right("after the faults")) {
            losePower();
            Actor more = new Lines("sender-1");
            more.boot();
            if (within(more::finished, "the second sender did not finish")) {
                right("after a last power loss");
            }
        }
        stopped = true;
        within(() -> actors.values().stream().allMatch(Actor::finished), "instances did not stop");
        anomalies.addAll(history.anomaliesAfterDrain());
        return report();
    }

    /** What was seen so far. */
    final Report report() {
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
    void suffer() {
        List<SimNode> victims = new ArrayList<>(log.hosts());
        victims.addAll(clientHosts());
        FaultPlan plan = FaultPlan.draw(log.simulation().entropy("faults"));
        Nemesis nemesis = new Nemesis(log.simulation(), plan, victims, this::boot);
        nemesis.begin();
        log.simulation().runUntil(sender::finished, FAULTY_MS);
        nemesis.healForGood();
    }

    /** All machines lose power at once. */
    void losePower() {
        List<SimNode> all = new ArrayList<>(log.hosts());
        all.addAll(clientHosts());
        all.forEach(SimNode::crash);
        all.forEach(SimNode::restart);
        all.forEach(this::boot);
    }

    final void boot(SimNode node) {
        crashes++;
        Actor actor = actors.get(node.name());
        if (actor == null) {
            log.boot(node);
        } else {
            actor.boot();
        }
    }

    /** Whether the counts become what the lines say, and the stores what the counts say. */
    private boolean right(String when) {
        long deadline = log.simulation().nowMs() + LIMIT_MS;
        Map<String, Long> wanted = Map.of();
        Map<String, Long> found = Map.of();
        Map<String, Long> stored = Map.of();
        while (log.simulation().nowMs() < deadline) {
            Drain in = new Drain(log, "drain-" + observers++, new History(), lines);
            Drain out = new Drain(log, "drain-" + observers++, history, counts);
            for (Drain drain : List.of(in, out)) {
                drain.boot();
                if (!within(drain::finished, "reading did not end " + when)) {
                    return false;
                }
            }
            wanted = WordCount.expected(values(in, lines));
            found = WordCount.last(values(out, counts));
            stored = stored();
            List<Anomaly> steps = WordCount.outOfOrder(values(out, counts), everyCount);
            if (!steps.isEmpty()) {
                anomalies.addAll(steps);
                return false;
            }
            if (wanted.equals(found) && wanted.equals(stored)) {
                return true;
            }
            log.simulation().runFor(1_000);
        }
        differ("wrong-count", when, wanted, found);
        differ("wrong-store", when, wanted, stored);
        return false;
    }

    private void differ(
            String kind, String when, Map<String, Long> wanted, Map<String, Long> found) {
        Map<String, String> wrong = new TreeMap<>();
        wanted.forEach(
                (word, count) -> {
                    if (!Objects.equals(count, found.get(word))) {
                        wrong.put(word, found.get(word) + " instead of " + count);
                    }
                });
        if (!wrong.isEmpty() || wanted.size() != found.size()) {
            anomalies.add(new Anomaly(kind, when + ": " + wrong));
        }
    }

    private static List<String> values(Drain drain, List<TopicPartition> partitions) {
        return partitions.stream().flatMap(each -> drain.values(each).stream()).toList();
    }

    /** What the stores of all instances hold together; a word that two of them hold is missing. */
    private Map<String, Long> stored() {
        Map<String, Long> all = new TreeMap<>();
        for (StreamsInstance instance : instances) {
            instance.counts()
                    .forEach((word, count) -> all.merge(word, count, (one, two) -> -one - two));
        }
        return all;
    }

    private boolean within(BooleanSupplier condition, String otherwise) {
        boolean held = log.simulation().runUntil(condition, LIMIT_MS);
        if (!held) {
            anomalies.add(new Anomaly("stuck", otherwise));
        }
        return held;
    }

    final void add(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    @Override
    public void close() {
        log.close();
    }

    /** Sends lines; they are judged by the counts. */
    private final class Lines extends Sender {
        Lines(String name) {
            super(log, name, new History(), "lines", lines.size(), lineCount());
        }

        @Override
        protected long restMs(Entropy random) {
            return WordCountScenario.this.restMs(random);
        }
    }
}
