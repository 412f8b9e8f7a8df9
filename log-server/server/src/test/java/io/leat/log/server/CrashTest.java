package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server, killed under load again and again: what it acknowledged is there, once and in
 * order. {@code -Dkills=50} kills it more often.
 */
final class CrashTest {

    private static final int KILLS = Integer.getInteger("leat.kills", 3);
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 300;

    @TempDir Path data;

    @Test
    void shouldLoseAndDoubleNothingOfOurProducerAndApaches() throws Exception {
        int port = ServerProcess.freePort();
        String address = "127.0.0.1:" + port;
        killUnder(port, List.of(new LeatLoad(address), new KafkaLoad(address)));
    }

    @Test
    void shouldLoseAndDoubleNothingOfKcatBesideOurs() throws Exception {
        assumeTrue(KcatLoad.installed(), "kcat is not installed");
        int port = ServerProcess.freePort();
        String address = "127.0.0.1:" + port;
        killUnder(port, List.of(new KcatLoad(address), new LeatLoad(address)));
    }

    private void killUnder(int port, List<NumberLoad> loads) throws Exception {
        String address = "127.0.0.1:" + port;
        ServerProcess server = ServerProcess.start(data, port);
        try {
            createTopics(address, loads);
            loads.forEach(NumberLoad::start);
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitProgress(loads, server);
                    server.kill();
                    server = ServerProcess.start(data, port);
                }
                awaitProgress(loads, server);
            } finally {
                for (NumberLoad load : loads) {
                    load.finish();
                }
            }
            loads.forEach(load -> load.verify(address));
        } finally {
            server.close();
        }
    }

    private static void createTopics(String address, List<NumberLoad> loads) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            List<NewTopic> topics =
                    loads.stream().map(load -> new NewTopic(load.topic(), 1, (short) 1)).toList();
            admin.createTopics(topics).all().get();
        }
    }

    private static void awaitProgress(List<NumberLoad> loads, ServerProcess server) {
        List<Integer> before = loads.stream().map(NumberLoad::acknowledged).toList();
        await().alias("acknowledgements of " + server.output())
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !failures(loads).isEmpty() || progressed(loads, before));
        assertEquals(List.of(), failures(loads));
    }

    private static boolean progressed(List<NumberLoad> loads, List<Integer> before) {
        for (int i = 0; i < before.size(); i++) {
            int since = loads.get(i).acknowledged() - before.get(i);
            if (since < ACKNOWLEDGED_BETWEEN_KILLS) {
                return false;
            }
        }
        return true;
    }

    private static List<String> failures(List<NumberLoad> loads) {
        List<String> failures = new ArrayList<>();
        loads.forEach(load -> failures.addAll(load.failures()));
        return failures;
    }
}
