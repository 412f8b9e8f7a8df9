package io.leat.streams.sim;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
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
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.Stores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One seed of the word count under exactly_once_v2: a broker, a sender of lines, two instances of
 * the application, and faults of all of them. In the end every word has its count, and no count was
 * written twice; then every machine loses power, more lines come, and the same holds again.
 */
class WordCountScenario implements AutoCloseable {

    private static final long FAULTY_MS = 20_000;
    private static final long LIMIT_MS = 120_000;
    private static final int LINES = 80;

    private final long seed;
    private final SimulatedLog log;
    private final History history = new History();
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<TopicPartition> lines = new ArrayList<>();
    private final List<TopicPartition> counts = new ArrayList<>();
    private final Actor sender;
    private final Entropy dice;
    private boolean stopped;
    private int crashes;
    private int observers;

    WordCountScenario(long seed) {
        this.seed = seed;
        this.log = new SimulatedLog(seed, Map.of());
        this.dice = log.simulation().entropy("scenario");
        int partitions = 1 + dice.nextInt(3);
        for (int i = 0; i < partitions; i++) {
            lines.add(new TopicPartition("lines", i));
            counts.add(new TopicPartition("counts", i));
        }
        sender = new Lines("sender-0");
        actors.put(sender.name(), sender);
        for (int i = 0; i < 2; i++) {
            String name = "instance-" + i;
            actors.put(
                    name,
                    new StreamsInstance(
                            log,
                            name,
                            history,
                            () -> wordCount(store()),
                            1 + dice.nextInt(2),
                            () -> stopped));
        }
    }

    /** The store of one instance, for tests that replace it by one with a defect. */
    KeyValueBytesStoreSupplier store() {
        return Stores.journaledKeyValueStore("words");
    }

    private static Topology wordCount(KeyValueBytesStoreSupplier store) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(WordCountScenario::words)
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(
                        Materialized.<String, Long>as(store)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.Long()))
                .toStream()
                .map((word, count) -> io.leat.streams.KeyValue.pair(word, word + "=" + count))
                .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    /** A line is "sender-0-17": its words are its parts, of which the last two are few. */
    private static List<String> words(String line) {
        String number = line.substring(line.lastIndexOf('-') + 1);
        return Arrays.asList("all", "tens" + number.charAt(0), "line" + line);
    }

    Report run() {
        log.createTopics(Map.of("lines", lines.size(), "counts", counts.size()));
        actors.values().forEach(Actor::boot);
        suffer();
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

    private void suffer() {
        List<SimNode> victims = new ArrayList<>();
        victims.add(log.host());
        actors.values().forEach(actor -> victims.add(actor.host()));
        FaultPlan plan = FaultPlan.draw(log.simulation().entropy("faults"));
        Nemesis nemesis = new Nemesis(log.simulation(), plan, victims, this::boot);
        nemesis.begin();
        log.simulation().runUntil(sender::finished, FAULTY_MS);
        nemesis.healForGood();
    }

    private void losePower() {
        List<SimNode> all = new ArrayList<>();
        all.add(log.host());
        actors.values().forEach(actor -> all.add(actor.host()));
        all.forEach(SimNode::crash);
        all.forEach(SimNode::restart);
        all.forEach(this::boot);
    }

    private void boot(SimNode node) {
        crashes++;
        Actor actor = actors.get(node.name());
        if (actor == null) {
            log.boot();
        } else {
            actor.boot();
        }
    }

    /** Whether the counts become what the lines say. */
    private boolean right(String when) {
        long deadline = log.simulation().nowMs() + LIMIT_MS;
        Map<String, Integer> wanted = Map.of();
        Map<String, Integer> found = Map.of();
        while (log.simulation().nowMs() < deadline) {
            Drain in = new Drain(log, "drain-" + observers++, new History(), lines);
            Drain out = new Drain(log, "drain-" + observers++, history, counts);
            for (Drain drain : List.of(in, out)) {
                drain.boot();
                if (!within(drain::finished, "reading did not end " + when)) {
                    return false;
                }
            }
            wanted = expected(in);
            found = highest(out);
            if (wanted.equals(found)) {
                return true;
            }
            log.simulation().runFor(1_000);
        }
        Map<String, String> wrong = new TreeMap<>();
        for (Map.Entry<String, Integer> word : wanted.entrySet()) {
            Integer count = found.get(word.getKey());
            if (!word.getValue().equals(count)) {
                wrong.put(word.getKey(), count + " instead of " + word.getValue());
            }
        }
        anomalies.add(new Anomaly("wrong-count", when + ": " + wrong));
        return false;
    }

    private Map<String, Integer> expected(Drain in) {
        Map<String, Integer> expected = new TreeMap<>();
        for (TopicPartition partition : lines) {
            for (String line : in.values(partition)) {
                words(line).forEach(word -> expected.merge(word, 1, Integer::sum));
            }
        }
        return expected;
    }

    private Map<String, Integer> highest(Drain out) {
        Map<String, Integer> highest = new TreeMap<>();
        for (TopicPartition partition : counts) {
            for (String count : out.values(partition)) {
                int equals = count.indexOf('=');
                highest.merge(
                        count.substring(0, equals),
                        Integer.parseInt(count.substring(equals + 1)),
                        Math::max);
            }
        }
        return highest;
    }

    private boolean within(BooleanSupplier condition, String otherwise) {
        boolean held = log.simulation().runUntil(condition, LIMIT_MS);
        if (!held) {
            anomalies.add(new Anomaly("stuck", otherwise));
        }
        return held;
    }

    @Override
    public void close() {
        log.close();
    }

    /** Sends lines; they are judged by the counts. */
    private final class Lines extends Sender {
        Lines(String name) {
            super(log, name, new History(), "lines", lines.size(), LINES);
        }
    }
}
