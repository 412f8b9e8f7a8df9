package io.leat.log.benchmarks.clients;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client whose features are tried.
 *
 * @param old whether Apache Kafka 4 does not serve it any more
 * @param command its program, which takes the name, three addresses, a certificate and a prefix
 */
record TriedClient(String label, boolean old, String name, List<String> command) {

    private static final int LIMIT_MINUTES = 9;

    /** All that can be made to run on this machine, in {@code folder}. */
    static List<TriedClient> on(Path folder) throws IOException {
        List<TriedClient> clients = new ArrayList<>();
        Path resources = copied(folder.resolve("clients"));
        Path old = go(resources, "go-old", "github.com/Shopify/sarama");
        if (old != null) {
            clients.add(go(old, "Shopify/sarama 1.22.1, as it is", true, "sarama-default"));
            clients.add(go(old, "Shopify/sarama 1.22.1, Version 2.2", true, "sarama-version"));
            clients.add(go(old, "segmentio/kafka-go 0.2.1", true, "kafka-go"));
        }
        Path current = go(resources, "go-current", "github.com/IBM/sarama");
        if (current != null) {
            clients.add(go(current, "IBM/sarama 1.61.1", false, "sarama"));
            clients.add(go(current, "segmentio/kafka-go 0.4.51", false, "kafka-go"));
            clients.add(go(current, "franz-go 1.22.2", false, "franz-go"));
        }
        String python = folder.resolve("python/bin/python").toString();
        if (ran(resources, "python3", "-m", "venv", folder.resolve("python").toString())
                && ran(
                        resources,
                        (python
                                        + " -m pip install -q kafka-python==2.0.2 lz4 python-snappy"
                                        + " zstandard confluent-kafka==2.16.1")
                                .split(" "))) {
            clients.add(script("kafka-python 2.0.2", python, resources, "kafka_python.py"));
            clients.add(script("confluent-kafka-python 2.16.1", python, resources, "confluent.py"));
        }
        if (ran(resources, "kcat", "-V")) {
            clients.add(script("kcat with librdkafka 2.0.2", "python3", resources, "kcat.py"));
        }
        if (ran(resources, "npm", "install", "--silent", "kafkajs@2.2.4")) {
            clients.add(script("kafkajs 2.2.4", "node", resources, "kafkajs.js"));
        }
        for (String version : List.of("2.1.1", "3.9.1", "4.3.1")) {
            clients.add(java("Apache Kafka's Java client ", version, JavaFeatures.class));
        }
        clients.add(java("Apache Kafka Streams ", "4.3.1", StreamsFeatures.class));
        return clients;
    }

    private static Path copied(Path target) throws IOException {
        Path source = Path.of("src/test/resources/clients").toAbsolutePath();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return target;
    }

    private static @Nullable Path go(Path resources, String folder, String sarama)
            throws IOException {
        Path here = resources.resolve(folder);
        try (Stream<Path> files =
                Stream.concat(Files.list(resources.resolve("go-shared")), Files.list(here))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".go")).toList()) {
                String text =
                        Files.readString(file)
                                .replace("\"github.com/IBM/sarama\"", '"' + sarama + '"');
                Files.writeString(here.resolve(file.getFileName().toString()), text);
            }
        }
        return ran(here, "go", "build", "-o", "clients", ".") ? here.resolve("clients") : null;
    }

    private static TriedClient go(Path program, String label, boolean old, String name) {
        return new TriedClient(label, old, name, List.of(program.toString()));
    }

    private static TriedClient script(String label, String runner, Path resources, String file) {
        return new TriedClient(
                label,
                false,
                file.replaceAll("\\..*", ""),
                List.of(runner, resources.resolve(file).toString()));
    }

    private static TriedClient java(String label, String version, Class<?> program) {
        String path =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(
                                entry ->
                                        entry.endsWith("test-classes")
                                                || entry.contains("lz4")
                                                || entry.contains("snappy")
                                                || entry.contains("zstd")
                                                || entry.contains("slf4j-api")
                                                || entry.contains("kafka-streams-")
                                                || entry.contains("rocksdbjni")
                                                || entry.contains("jackson"))
                        .collect(Collectors.joining(File.pathSeparator));
        Path jar =
                Path.of(
                        System.getProperty("leat.kafka.clients"),
                        "kafka-clients-" + version + ".jar");
        return new TriedClient(
                label + version,
                false,
                "java-" + version,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        jar + File.pathSeparator + path,
                        program.getName()));
    }

    private static boolean ran(Path folder, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // it is not installed
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What its program says of each feature: {@code works}, {@code missing} or {@code failed}. */
    Map<String, String> features(List<String> addresses, Path certificate, Path folder) {
        List<String> all = new ArrayList<>(command);
        all.add(name);
        all.addAll(addresses);
        all.add(certificate.toString());
        all.add(prefix());
        Path output = folder.resolve(prefix() + ".txt");
        try {
            Process process =
                    new ProcessBuilder(all)
                            .directory(folder.toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(folder.resolve(prefix() + ".err").toFile())
                            .start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            Map<String, String> features = new LinkedHashMap<>();
            for (String line : Files.readAllLines(output)) {
                String[] parts = line.split(" ", 2);
                features.put(parts[0], parts[1]);
            }
            return features;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What its topics and groups begin with. */
    String prefix() {
        return label.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
    }

    /** The topic, and the client or group, that shows a feature. */
    String topic(String feature) {
        return prefix() + "-" + feature;
    }
}
