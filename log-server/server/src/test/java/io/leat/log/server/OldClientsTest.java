package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** A real server and old clients of Apache Kafka, each version in a class loader of its own. */
final class OldClientsTest {

    @TempDir Path data;

    @ParameterizedTest
    @ValueSource(strings = {"2.1.1", "3.9.1"})
    void shouldServeOldClients(String version) throws Exception {
        Path jar =
                Path.of(
                        System.getProperty("leat.old.clients"),
                        "kafka-clients-" + version + ".jar");
        URL[] urls = {
            jar.toUri().toURL(), origin(OldClient.class), origin(Logger.class),
        };
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (LeatServer server = start();
                URLClassLoader loader =
                        new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> producer = loader.loadClass(KafkaProducer.class.getName());
            assertEquals(jar.toUri().toURL(), origin(producer), "the old version is in use");
            thread.setContextClassLoader(loader);
            Callable<?> client =
                    (Callable<?>)
                            loader.loadClass(OldClient.class.getName())
                                    .getConstructor(String.class)
                                    .newInstance(server.endpoint().toString());
            assertEquals(List.of("idempotent", "committed", "idempotent"), client.call());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL origin(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private LeatServer start() {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", data.toString(),
                        "group.initial.rebalance.delay.ms", "0",
                        "offsets.topic.num.partitions", "3",
                        "transaction.state.log.num.partitions", "3"));
    }
}
