package io.leat.examples;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.TopologyDescription;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Runs a topology of these examples as a program: {@code HOST:PORT [STATE_DIR]}. */
public final class Application {

    private Application() {}

    /** Exactly once; stores stay in the folder of the second argument between runs. */
    public static Properties settings(String name, String... arguments) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        settings.put(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                arguments.length > 0 ? arguments[0] : "localhost:9092");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG,
                arguments.length > 1 ? arguments[1] : "target/" + name + "-state");
        return settings;
    }

    /** Creates the topics that are missing, and runs until interrupted. */
    public static void run(Topology topology, Properties settings)
            throws InterruptedException, ExecutionException {
        createTopics(topology, settings);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (LeatStreams streams = new LeatStreams(topology, settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown));
            streams.start();
            interrupted.await();
        }
    }

    private static void createTopics(Topology topology, Properties settings)
            throws InterruptedException, ExecutionException {
        Properties client = new Properties();
        client.put("bootstrap.servers", settings.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG));
        Set<String> missing = topics(topology.describe());
        Object deadLetters = settings.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
        if (deadLetters != null) {
            missing.add(deadLetters.toString());
        }
        try (Admin admin = Admin.create(client)) {
            missing.removeAll(admin.listTopics().names().get());
            admin.createTopics(
                            missing.stream()
                                    .map(
                                            name ->
                                                    new NewTopic(
                                                            name, Optional.of(3), Optional.empty()))
                                    .toList())
                    .all()
                    .get();
        }
    }

    /** What is only read or only written: repartition topics are both, and made by the runtime. */
    private static Set<String> topics(TopologyDescription description) {
        Set<String> read = new HashSet<>();
        Set<String> written = new HashSet<>();
        description.globalStores().forEach(store -> read.addAll(store.source().topicSet()));
        for (TopologyDescription.Subtopology part : description.subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Source source) {
                    read.addAll(source.topicSet());
                } else if (node instanceof TopologyDescription.Sink sink) {
                    written.add(sink.topic());
                }
            }
        }
        Set<String> ends = new HashSet<>(read);
        ends.removeAll(written);
        written.removeAll(read);
        ends.addAll(written);
        return ends;
    }
}
