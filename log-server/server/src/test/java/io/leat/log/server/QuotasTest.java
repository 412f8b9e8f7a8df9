package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's clients meet that take more than they may. Rates hold over one second here. */
@Timeout(60)
final class QuotasTest {

    @TempDir Path data;
    private LeatServer server;
    private Admin admin;

    @BeforeEach
    void start() {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", data.toString(),
                                "quota.window.num", "2"));
        admin = Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()));
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    private void limit(String type, String name, String key, double value) throws Exception {
        admin.alterClientQuotas(
                        List.of(
                                new ClientQuotaAlteration(
                                        new ClientQuotaEntity(Map.of(type, name)),
                                        List.of(new ClientQuotaAlteration.Op(key, value)))))
                .all()
                .get();
    }

    @Test
    void shouldSlowDownAProducer() throws Exception {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
        limit("client-id", "eager", "producer_byte_rate", 20_000);
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        server.endpoint().toString(),
                        "client.id",
                        "eager",
                        "linger.ms",
                        0);
        long begin = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 5; i++) { // 50 KB: 20 at once, then 20 a second
                producer.send(new ProducerRecord<>("t", new byte[10_000])).get();
            }
            double longest =
                    producer.metrics().entrySet().stream()
                            .filter(e -> e.getKey().name().equals("produce-throttle-time-max"))
                            .mapToDouble(e -> (Double) e.getValue().metricValue())
                            .max()
                            .orElse(0);
            assertTrue(longest > 100, "throttled for " + longest + " ms");
        }
        long ms = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(ms > 900, "50 KB took " + ms + " ms");
    }

    @Test
    void shouldRefuseTooManyPartitions() throws Exception {
        limit("user", "ANONYMOUS", "controller_mutation_rate", 2);
        CreateTopicsOptions once = new CreateTopicsOptions().retryOnQuotaViolation(false);
        List<NewTopic> topics =
                List.of(new NewTopic("first", 5, (short) 1), new NewTopic("second", 1, (short) 1));
        var results = admin.createTopics(topics, once).values();
        results.get("first").get();
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> results.get("second").get());
        ThrottlingQuotaExceededException cause =
                assertInstanceOf(ThrottlingQuotaExceededException.class, refused.getCause());
        assertTrue(cause.throttleTimeMs() > 500, "told to wait " + cause.throttleTimeMs());
        admin.createTopics(List.of(new NewTopic("second", 1, (short) 1))).all().get(); // it waits
    }

    @Test
    void shouldSendAwayWhoeverConnectsTooOften() throws Exception {
        limit("ip", "127.0.0.1", "connection_creation_rate", 5);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                sockets.add(new Socket("127.0.0.1", server.endpoint().port()));
            }
            for (Socket socket : sockets) {
                socket.setSoTimeout(10);
            }
            assertFalse(isClosed(sockets.get(0)), "the first ones are served");
            Socket last = sockets.get(sockets.size() - 1);
            last.setSoTimeout(5_000);
            assertTrue(isClosed(last), "the last one came too soon");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isClosed(Socket socket) throws Exception {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }
}
