package io.leat.streams.crash;

import static java.util.Objects.requireNonNull;

import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serializer;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.test.TestRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology in a simulation, with a log server and two instances in virtual time, and crashes
 * it before and after every commit point: each record sent, each flush, the offsets, the commit of
 * the transaction, the commit of each store. What every crashed run leaves behind (committed
 * output, stores, effects outside) has to be what a calm run leaves.
 *
 * <pre>{@code
 * @Test
 * void shouldSurviveEveryCrash() {
 *     TopologyCrashTest.of(Totals::topology)
 *             .input("orders", new StringSerializer(), new LongSerializer(), orders)
 *             .output("totals", new StringDeserializer(), new LongDeserializer())
 *             .verify();
 * }
 * }</pre>
 *
 * <p>The whole input is written before the application starts. The application runs with {@code
 * exactly_once_v2}, without caches, and commits after a few records; {@link #with} says otherwise.
 * Stores on RocksDB are kept in journals on the simulated disk instead. In which sense topics are
 * compared is found out by calm runs of several seeds, unless {@link #demanding} says it: where
 * those differ in the order of a key, crashed runs may do so, too.
 *
 * <p>For one thread.
 */
public final class TopologyCrashTest {

    /** Names one crash to make instead of all: {@code mvn test -Dleat.crash=17-after-kill}. */
    public static final String REPLAY_PROPERTY = "leat.crash";

    private static final int FINDINGS_MAX = 3;

    private final Supplier<Topology> topology;
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, List<TestRecord<byte[], byte[]>>> inputs = new LinkedHashMap<>();
    private final Map<String, Plan.Reading> outputs = new TreeMap<>();
    private final Map<String, Equality> demanded = new TreeMap<>();
    private Set<Harm> harms = EnumSet.of(Harm.KILL);
    private Plan.Outside outside = Plan.Outside.NOTHING;
    private int partitions = 2;
    private int crashesMax = Integer.MAX_VALUE;
    private long seed = 1;
    private @Nullable Strike only;

    private TopologyCrashTest(Supplier<Topology> topology) {
        this.topology = topology;
        String given = System.getProperty(REPLAY_PROPERTY);
        this.only = given == null || given.isEmpty() ? null : Strike.parse(given);
    }

    /**
     * A test of the topology that {@code topology} makes: a new one for each start of an instance,
     * as a new process would have it.
     */
    public static TopologyCrashTest of(Supplier<Topology> topology) {
        return new TopologyCrashTest(requireNonNull(topology));
    }

    /** Sets a setting of {@link StreamsConfig}. */
    public TopologyCrashTest with(String key, Object value) {
        config.put(key, value);
        return this;
    }

    /** How many partitions each topic has; 2 if nothing is said. */
    public TopologyCrashTest partitions(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a topic has at least one partition.");
        }
        partitions = count;
        return this;
    }

    /**
     * Adds input. Records of different topics are processed in the order of their time; one without
     * gets the time of its place in the list, in milliseconds.
     */
    public <K, V> TopologyCrashTest input(
            String topic,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            List<TestRecord<K, V>> records) {
        List<TestRecord<byte[], byte[]>> all =
                inputs.computeIfAbsent(topic, first -> new ArrayList<>());
        for (TestRecord<K, V> record : records) {
            Instant given = record.getRecordTime();
            all.add(
                    new TestRecord<>(
                            keySerializer.serialize(topic, record.headers(), record.key()),
                            valueSerializer.serialize(topic, record.headers(), record.value()),
                            new RecordHeaders(record.headers()),
                            given == null ? Instant.ofEpochMilli(all.size()) : given));
        }
        return this;
    }

    /**
     * Says how records of an output topic are shown in reports. Topics that the topology names are
     * compared in any case; those that it computes have to be named here.
     */
    public TopologyCrashTest output(
            String topic, Deserializer<?> keyDeserializer, Deserializer<?> valueDeserializer) {
        outputs.put(topic, new Plan.Reading(keyDeserializer, valueDeserializer));
        return this;
    }

    /** Says in which sense a topic has to be equal, whatever calm runs show. */
    public TopologyCrashTest demanding(String topic, Equality equality) {
        demanded.put(topic, equality);
        return this;
    }

    /**
     * Watches what the topology does beside the log: calls, mails, rows of a database.
     *
     * @param reset makes the outside as it was in the beginning; called before each run
     * @param seen what was done there, compared with {@code equals}
     */
    public TopologyCrashTest outside(Runnable reset, Supplier<?> seen) {
        outside = new Plan.Outside(reset, seen);
        return this;
    }

    /** What is done at each point, one after the other; {@link Harm#KILL} if nothing is said. */
    public TopologyCrashTest harms(Harm first, Harm... others) {
        harms = EnumSet.of(first, others);
        return this;
    }

    /** Crashes at most so many runs, spread evenly over the points. */
    public TopologyCrashTest atMost(int crashes) {
        crashesMax = Math.max(1, crashes);
        return this;
    }

    /** Another seed is another order of what happens at the same time. */
    public TopologyCrashTest seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Makes one crash only, named as reports name it. */
    public TopologyCrashTest replay(String crash) {
        only = Strike.parse(crash);
        return this;
    }

    /**
     * Runs everything.
     *
     * @throws AssertionError with the report if a run left behind something else than the calm one
     */
    public void verify() {
        CrashReport report = run();
        if (!report.clean()) {
            throw new AssertionError(report.text());
        }
    }

    /** Runs everything and says what it found. */
    public CrashReport run() {
        Plan plan = plan();
        List<Outcome> calm = new ArrayList<>();
        calm.add(calm(plan, 1, seed + 1));
        calm.add(calm(plan, 2, seed + 2));
        Outcome recorded = calm(plan, 2, seed);
        calm.add(recorded);
        Map<String, Equality> equalities = new CalmRuns(plan, demanded).equalities(calm);
        Differences differences = new Differences(plan, equalities);
        for (Outcome other : calm.subList(1, calm.size())) {
            String found = differences.first(calm.get(0), other);
            if (found != null) {
                return new CrashReport(
                        recorded.points(), 0, equalities, List.of(unstable(found, calm)));
            }
        }
        List<String> findings = new ArrayList<>();
        List<Strike> strikes = strikes(recorded.points().size());
        int crashes = 0;
        for (Strike strike : strikes) {
            crashes++;
            String found = crashed(plan, strike, recorded, differences);
            if (found != null) {
                findings.add(found);
                if (findings.size() == FINDINGS_MAX) {
                    break;
                }
            }
        }
        return new CrashReport(recorded.points(), crashes, equalities, findings);
    }

    private Plan plan() {
        Topology described = topology.get();
        TopicsOfTopology topics = TopicsOfTopology.of(described.describe());
        Map<String, Plan.Reading> compared = new TreeMap<>(outputs);
        topics.sinks().forEach(topic -> compared.putIfAbsent(topic, Plan.Reading.GUESSED));
        Set<String> all = new LinkedHashSet<>(topics.sources());
        all.addAll(compared.keySet());
        all.addAll(inputs.keySet());
        return new Plan(
                topology,
                Map.copyOf(config),
                partitions,
                all,
                allInput(),
                compared,
                topics.stores(),
                outside,
                seed);
    }

    private List<InputRecord> allInput() {
        List<InputRecord> all = new ArrayList<>();
        inputs.forEach(
                (topic, records) -> {
                    for (int i = 0; i < records.size(); i++) {
                        TestRecord<byte[], byte[]> record = records.get(i);
                        all.add(
                                new InputRecord(
                                        topic,
                                        record.key() == null ? i % partitions : null,
                                        requireNonNull(record.timestamp()),
                                        record.key(),
                                        record.value(),
                                        record.headers()));
                    }
                });
        return all;
    }

    private static Outcome calm(Plan plan, int instances, long seed) {
        try (CrashRun run = new CrashRun(plan, instances, seed, null)) {
            return run.calm();
        }
    }

    private static String unstable(String found, List<Outcome> calm) {
        StringBuilder text = new StringBuilder();
        text.append("Two calm runs differ: what the topology writes does not only depend on its")
                .append(" input. Look for a clock, a random number, an identity or a static field")
                .append(" in what follows.\n  ")
                .append(found);
        for (Outcome each : calm) {
            Throwable failure = each.failure();
            if (failure != null) {
                text.append("\n  an application ended with ").append(failure);
                break;
            }
        }
        return text.toString();
    }

    private List<Strike> strikes(int points) {
        if (only != null) {
            return List.of(only);
        }
        List<Strike> all = new ArrayList<>();
        for (int point = 1; point <= points; point++) {
            for (boolean after : new boolean[] {false, true}) {
                for (Harm harm : harms) {
                    all.add(new Strike(point, after, harm));
                }
            }
        }
        if (all.size() <= crashesMax) {
            return all;
        }
        return IntStream.range(0, crashesMax)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / crashesMax)))
                .toList();
    }

    /** What a crashed run shows; null if all is well. */
    private static @Nullable String crashed(
            Plan plan, Strike strike, Outcome calm, Differences differences) {
        try (CrashRun run = new CrashRun(plan, 2, plan.seed(), strike)) {
            Outcome outcome = run.until(now -> differences.first(calm, now) == null);
            String found = differences.first(calm, outcome);
            if (found == null && run.struck()) {
                return null;
            }
            String where =
                    strike.point() <= calm.points().size()
                            ? calm.points().get(strike.point() - 1)
                            : "a point that the calm run does not reach";
            return described(strike, where, found, outcome);
        }
    }

    private static String described(
            Strike strike, String where, @Nullable String found, Outcome outcome) {
        StringBuilder text = new StringBuilder();
        String instance = where.substring(where.lastIndexOf(' ') + 1);
        text.append("Crash ")
                .append(strike)
                .append(": ")
                .append(instance)
                .append(" was ")
                .append(strike.harm().done())
                .append(' ')
                .append(strike.side())
                .append(' ')
                .append(where)
                .append(".\n  ")
                .append(found == null ? "The run did not come to that point." : found);
        Throwable failure = outcome.failure();
        if (failure != null) {
            text.append("\n  an application ended with ").append(failure);
        }
        return text.append("\n  again: -D")
                .append(REPLAY_PROPERTY)
                .append('=')
                .append(strike)
                .append(" or .replay(\"")
                .append(strike)
                .append("\")")
                .toString();
    }
}
