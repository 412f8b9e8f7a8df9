package io.leat.clients;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/**
 * One Apache Kafka node, broker and controller, inside this process. Closed by whoever opened it.
 */
public final class ApacheKafka implements AutoCloseable {

    private static final Set<String> OF_LISTENERS =
            Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

    private final KafkaRaftServer server;
    private final Path folder;
    private final int port;
    private final int secured;

    private ApacheKafka(KafkaRaftServer server, Path folder, int port, int secured) {
        this.server = server;
        this.folder = folder;
        this.port = port;
        this.secured = secured;
    }

    /** Starts a node on free ports, with settings that make groups quick. */
    public static ApacheKafka start() {
        return start(Map.of());
    }

    /**
     * As {@link #start()}, with other settings; listeners come behind those there are. Its listener
     * {@code SASL_PLAINTEXT} needs users if it is to be used.
     */
    public static ApacheKafka start(Map<String, String> more) {
        try {
            Path folder = Files.createTempDirectory("apache-kafka");
            int port = freePort();
            int secured = freePort();
            int controller = freePort();
            Properties settings = new Properties();
            settings.setProperty("node.id", "1");
            settings.setProperty("process.roles", "broker,controller");
            settings.setProperty("controller.quorum.voters", "1@localhost:" + controller);
            settings.setProperty(
                    "listeners",
                    "PLAINTEXT://localhost:"
                            + port
                            + ",SASL_PLAINTEXT://localhost:"
                            + secured
                            + ",CONTROLLER://localhost:"
                            + controller);
            settings.setProperty(
                    "advertised.listeners",
                    "PLAINTEXT://localhost:" + port + ",SASL_PLAINTEXT://localhost:" + secured);
            settings.setProperty("sasl.enabled.mechanisms", "PLAIN");
            settings.setProperty(
                    "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required;");
            settings.setProperty("controller.listener.names", "CONTROLLER");
            settings.setProperty(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
            settings.setProperty("log.dirs", folder.resolve("data").toString());
            settings.setProperty("offsets.topic.replication.factor", "1");
            settings.setProperty("offsets.topic.num.partitions", "1");
            settings.setProperty("transaction.state.log.replication.factor", "1");
            settings.setProperty("transaction.state.log.min.isr", "1");
            settings.setProperty("transaction.state.log.num.partitions", "1");
            settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
            settings.setProperty("group.initial.rebalance.delay.ms", "0");
            settings.setProperty("group.min.session.timeout.ms", "500");
            settings.setProperty("group.consumer.min.heartbeat.interval.ms", "100");
            settings.setProperty("group.consumer.heartbeat.interval.ms", "100");
            settings.setProperty("group.consumer.assignment.interval.ms", "0");
            settings.setProperty("log.cleaner.enable", "false");
            settings.setProperty("num.partitions", "1");
            more.forEach(
                    (name, value) ->
                            settings.merge(
                                    name,
                                    value,
                                    (old, other) ->
                                            OF_LISTENERS.contains(name)
                                                    ? old + "," + other
                                                    : other));
            format(folder, settings);
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            server.startup();
            return new ApacheKafka(server, folder, port, secured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void format(Path folder, Properties settings) throws IOException {
        Path file = folder.resolve("server.properties");
        try (var out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit =
                StorageTool.execute(
                        new String[] {
                            "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", file.toString()
                        },
                        new PrintStream(said, true, StandardCharsets.UTF_8));
        if (exit != 0) {
            throw new IllegalStateException(
                    "Formatting failed: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrap() {
        return "localhost:" + port;
    }

    /** As {@link #bootstrap}, for those who log in. */
    public String secured() {
        return "localhost:" + secured;
    }

    @Override
    public String toString() {
        return "Apache Kafka";
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
