package io.leat.log.testkit.live;

import io.leat.log.testkit.history.Anomaly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * One run: a cluster of real processes, clients of all kinds, faults, then healing, reading all of
 * it to the end, and a verdict. Used by one thread.
 */
final class LiveRun {

    /** How long a healed cluster may take to be whole. */
    private static final Duration HEALING = Duration.ofSeconds(60);

    private static final int QUIET_MS = 1_000;

    private final Path directory;
    private final long seed;
    private final Duration duration;
    private final List<Fault> kinds;
    private final Recorder recorder = new Recorder();
    private final List<LiveActor> actors = new ArrayList<>();

    LiveRun(Path directory, long seed, Duration duration, List<Fault> kinds) {
        this.directory = directory;
        this.seed = seed;
        this.duration = duration;
        this.kinds = kinds;
    }

    /**
     * What came of a run.
     *
     * @param anomalies what a correct log would not have done
     * @param unexpected errors that clients should not have been told
     */
    record Report(
            long seed,
            Map<String, Integer> counts,
            Map<Fault, Integer> faults,
            Map<String, Integer> troubles,
            long longestGapMs,
            List<Anomaly> anomalies,
            List<String> unexpected,
            List<String> diary) {

        boolean clean() {
            return anomalies.isEmpty() && unexpected.isEmpty();
        }
    }

    private static List<Place> places(String topic, int partitions) {
        return IntStream.range(0, partitions).mapToObj(each -> new Place(topic, each)).toList();
    }

    private static final List<Place> PLAIN = places("plain", 4);
    private static final List<Place> TRANSACTED = places("transacted", 4);
    private static final List<Place> IN = places("in", 2);
    private static final List<Place> OUT = places("out", 2);
    private static final List<Place> KCAT = places("kcat", 1);
    private static final List<List<Place>> TOPICS = List.of(PLAIN, TRANSACTED, IN, OUT, KCAT);

    Report run() throws Exception {
        return run(List.of());
    }

    /** As above; {@code first} are done in any case, one after the other. */
    Report run(List<Fault> first) throws Exception {
        try (LiveCluster cluster = new LiveCluster(directory, true, settings()).start();
                OldKafka old = new OldKafka("3.9.1");
                Nemesis nemesis = new Nemesis(cluster, PLAIN.get(0), seed, kinds)) {
            String address = cluster.addresses();
            createTopics(address);
            populate(address, old);
            actors.forEach(LiveActor::start);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(QUIET_MS));
            for (Fault each : first) {
                nemesis.strike(each);
            }
            nemesis.rage(System.nanoTime() + duration.toNanos());
            heal(address);
            end(actor -> !(actor instanceof Copier));
            awaitCopies(address);
            end(actor -> actor instanceof Copier);
            drain(address);
            return new Report(
                    seed,
                    recorder.counts(),
                    nemesis.done(),
                    recorder.troubles(),
                    recorder.longestGapMs(),
                    recorder.judge(),
                    recorder.unexpected(),
                    nemesis.diary());
        }
    }

    private static Map<String, String> settings() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "offsets.topic.num.partitions", "5",
                "transaction.state.log.num.partitions", "5",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void createTopics(String address)
            throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        for (List<Place> places : TOPICS) {
            topics.add(new NewTopic(places.get(0).topic(), places.size(), (short) 3));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(topics).all().get();
        }
    }

    private void populate(String address, OldKafka old) throws IOException, InterruptedException {
        Clients leat = new LeatSide();
        Clients kafka = new KafkaSide();
        for (Clients each : List.of(leat, kafka)) {
            String name = each.name();
            actors.add(new PlainSender("plain-" + name, recorder, each, address, PLAIN));
            actors.add(new TransactionActor("tx-" + name, recorder, each, address, TRANSACTED));
            actors.add(new GroupMember("readers", name, recorder, each, address, "plain"));
            actors.add(new Copier("copier-" + name, recorder, each, address, "in", "out"));
            List<Place> both = new ArrayList<>(PLAIN);
            both.addAll(TRANSACTED);
            actors.add(new Poller("poller-" + name, recorder, each, address, both));
        }
        actors.add(new PlainSender("in-leat", recorder, leat, address, IN));
        actors.add(new TransactionActor("tx-" + old.name(), recorder, old, address, TRANSACTED));
        if (Kcat.installed()) {
            actors.add(new KcatSender("kcat", recorder, address, KCAT.get(0)));
            actors.add(new KcatReader("kcat-reader", recorder, address, KCAT.get(0)));
        }
    }

    private void end(Predicate<LiveActor> which) throws InterruptedException {
        List<LiveActor> ending = actors.stream().filter(which).toList();
        ending.forEach(LiveActor::stop);
        for (LiveActor actor : ending) {
            actor.join();
        }
    }

    /** Waits until the copiers have committed the end of their input. */
    private void awaitCopies(String address) throws InterruptedException {
        long until = System.nanoTime() + HEALING.toNanos();
        Map<String, String> settings = GroupMember.groupSettings(address, "copiers");
        try (LiveConsumer consumer = new KafkaSide().consumer(settings)) {
            for (Place place : IN) {
                long end = consumer.end(place);
                while (consumer.committed(place) < end) {
                    if (System.nanoTime() > until) {
                        recorder.anomaly(
                                "not-copied",
                                place + ": " + consumer.committed(place) + " of " + end);
                        return;
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            }
        }
    }

    /** Waits until every replica is in sync again. */
    private void heal(String address) throws InterruptedException {
        List<String> topics = TOPICS.stream().map(each -> each.get(0).topic()).toList();
        long until = System.nanoTime() + HEALING.toNanos();
        String behind = "nothing is known";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            while (System.nanoTime() < until) {
                try {
                    behind = behind(admin.describeTopics(topics).allTopicNames().get());
                    if (behind.isEmpty()) {
                        return;
                    }
                } catch (ExecutionException e) {
                    behind = Errors.text(e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        recorder.anomaly("not-healed", behind);
    }

    private static String behind(Map<String, TopicDescription> topics) {
        List<String> behind = new ArrayList<>();
        topics.forEach(
                (name, topic) ->
                        topic.partitions().stream()
                                .filter(each -> each.isr().size() < LiveCluster.NODES)
                                .forEach(each -> behind.add(name + ": " + each)));
        return String.join("; ", behind);
    }

    /** Both kinds of clients read everything from the beginning to the high watermarks. */
    private void drain(String address) {
        Map<Place, TreeSet<String>> values = new HashMap<>();
        for (Clients clients : List.of(new LeatSide(), new KafkaSide())) {
            for (List<Place> places : TOPICS) {
                drain(clients, address, places, values);
            }
        }
        for (int i = 0; i < IN.size(); i++) {
            TreeSet<String> in = values.getOrDefault(IN.get(i), new TreeSet<>());
            TreeSet<String> out = values.getOrDefault(OUT.get(i), new TreeSet<>());
            if (!in.equals(out)) {
                TreeSet<String> missing = new TreeSet<>(in);
                missing.removeAll(out);
                recorder.anomaly(
                        "copy", missing.size() + " of " + in.size() + " not copied: " + missing);
            }
        }
    }

    private void drain(
            Clients clients,
            String address,
            List<Place> places,
            Map<Place, TreeSet<String>> values) {
        String name = "drain-" + clients.name();
        Map<String, String> committed =
                LiveActor.settings(address, "isolation.level", "read_committed");
        long until = System.nanoTime() + HEALING.toNanos();
        try (LiveConsumer ends = clients.consumer(LiveActor.settings(address));
                LiveConsumer consumer = clients.consumer(committed)) {
            consumer.assign(places);
            for (Place place : places) {
                long end = ends.end(place);
                while (consumer.position(place) < end) {
                    List<LiveConsumer.Read> read = consumer.poll(100);
                    recorder.polled(name, 1, read);
                    for (LiveConsumer.Read each : read) {
                        values.computeIfAbsent(each.place(), any -> new TreeSet<>())
                                .add(each.value());
                    }
                    if (System.nanoTime() > until) {
                        recorder.anomaly(
                                "unreadable",
                                place + ": " + consumer.position(place) + " of " + end);
                        return;
                    }
                }
            }
        }
    }
}
