package io.leat.log.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Apache Kafka's server: nodes that are broker and controller, with its default settings.
 *
 * <p>JVM options are those of its scripts, less JMX, GC log and log4j, which only cost it time.
 */
final class KafkaSide extends Side {

    private static final String DEFAULT_HEAP = "-Xmx1G -Xms1G";
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-server",
                    "-XX:+UseG1GC",
                    "-XX:MaxGCPauseMillis=20",
                    "-XX:InitiatingHeapOccupancyPercent=35",
                    "-XX:+ExplicitGCInvokesConcurrent",
                    "-Djava.awt.headless=true");
    private static final List<String> NOT_KAFKAS =
            List.of("leat-", "netty-", "vertx-", "jmh-", "slf4j-jdk14", "picocli", "rocksdbjni");

    private final Path folders;

    KafkaSide(String name, Path folders) {
        super(name);
        this.folders = folders;
    }

    @Override
    List<Launch> launches(int nodes, @Nullable String heap) {
        return launches(nodes, heap, Map.of());
    }

    @Override
    Launch secureLaunch(String heap) {
        TlsFiles tls = TlsFiles.in(folders);
        int port = freePort();
        Map<String, String> more = new HashMap<>(tls.server());
        more.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL");
        more.put("listeners", "SSL://" + Launch.at(port));
        return launches(1, heap, more).get(0).over(tls, port);
    }

    /**
     * @param more settings; where there is one already, it is a list that grows
     */
    private List<Launch> launches(int nodes, @Nullable String heap, Map<String, String> more) {
        List<Integer> ports = Stream.generate(Side::freePort).limit(2L * nodes).toList();
        String voters =
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(id -> id + "@127.0.0.1:" + ports.get(nodes + id - 1))
                        .collect(Collectors.joining(","));
        List<Launch> launches = new ArrayList<>();
        for (int id = 1; id <= nodes; id++) {
            Path folder = Folders.make(folders, "kafka-bench");
            int port = ports.get(id - 1);
            Path file = folder.resolve("server.properties");
            Properties settings = settings(folder, port, ports.get(nodes + id - 1));
            settings.setProperty("node.id", Integer.toString(id));
            settings.setProperty("controller.quorum.voters", voters);
            replicate(settings, Math.min(nodes, 3));
            more.forEach((key, value) -> settings.merge(key, value, (all, one) -> all + "," + one));
            write(file, settings);
            format(folder, file);
            List<String> command = java(heap == null ? DEFAULT_HEAP : heap);
            command.addAll(List.of("kafka.Kafka", file.toString()));
            launches.add(new Launch(command, Map.of(), folder, port));
        }
        return launches;
    }

    @Override
    Map<String, String> topicSettings() {
        return Map.of();
    }

    /** What Kafka's shipped server.properties says, on free ports. */
    private static Properties settings(Path folder, int port, int controller) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("log.dirs", folder.resolve("data").toString());
        return settings;
    }

    private static void replicate(Properties settings, int replicas) {
        String factor = Integer.toString(replicas);
        String least = Integer.toString(Math.max(1, replicas - 1));
        settings.setProperty("offsets.topic.replication.factor", factor);
        settings.setProperty("transaction.state.log.replication.factor", factor);
        settings.setProperty("transaction.state.log.min.isr", least);
        settings.setProperty("share.coordinator.state.topic.replication.factor", factor);
        settings.setProperty("share.coordinator.state.topic.min.isr", least);
    }

    private static void write(Path file, Properties settings) {
        try (var out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void format(Path folder, Path settings) {
        List<String> command = java("-Xmx256m");
        command.addAll(
                List.of(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        "MkU3OEVBNTcwNTJENDM2Qk",
                        "-c",
                        settings.toString()));
        try {
            int exit =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("format.log").toFile())
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("format.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap.split(" ")));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", classPath()));
        return command;
    }

    /**
     * Our class path without what is ours: as short as Kafka's own, so that it starts no slower.
     */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .flatMap(KafkaSide::jars)
                .filter(jar -> NOT_KAFKAS.stream().noneMatch(fileName(jar)::startsWith))
                .filter(jar -> jar.endsWith(".jar"))
                .map(jar -> Path.of(jar).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> jars(String entry) {
        if (!entry.endsWith("*")) {
            return Stream.of(entry);
        }
        String[] jars = new File(entry).getParentFile().list();
        return jars == null
                ? Stream.of()
                : Arrays.stream(jars).map(jar -> new File(entry).getParent() + "/" + jar);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
