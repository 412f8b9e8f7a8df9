package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Three real nodes, each killed in turn under load: what was acknowledged is there, once and in
 * order, and writes go on soon. {@code -Dkills=50} kills more often.
 */
final class ClusterCrashTest {

    private static final int KILLS = Integer.getInteger("leat.kills", 3);
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 300;
    private static final int PORTS = 24;

    @TempDir Path data;

    @Test
    void shouldLoseAndDoubleNothingWhileNodesAreKilled() throws Exception {
        try (LocalCluster cluster = LocalCluster.onFreePorts(3, data, Map.of())) {
            cluster.start(line -> {});
            String address = cluster.addresses();
            List<NumberLoad> loads = List.of(new LeatLoad(address), new KafkaLoad(address));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
                createTopics(admin, loads);
                loads.forEach(NumberLoad::start);
                try {
                    for (int kill = 0; kill < KILLS; kill++) {
                        awaitProgress(loads);
                        int id = leader(admin, loads.get(kill % loads.size()).topic());
                        assertEquals(0, status(address).exit(), () -> status(address).text());
                        cluster.kill(id);
                        awaitProgress(loads); // two of three go on
                        await().atMost(Patience.LIMIT)
                                .until(() -> status(address).tellsOfFenced(id));
                        cluster.restart(id);
                        awaitInSync(admin, loads);
                    }
                } finally {
                    for (NumberLoad load : loads) {
                        load.finish();
                    }
                }
                assertEquals(List.of(), failures(loads));
                loads.forEach(load -> load.verify(address));
            }
        }
    }

    private record Status(int exit, String text) {
        boolean tellsOfFenced(int id) {
            return exit == 1 && text.contains("Broker " + id + " is fenced");
        }
    }

    /** What {@code leat cluster status} says. */
    private static Status status(String address) {
        StringWriter text = new StringWriter();
        CommandLine command = new CommandLine(new ClusterCommand());
        command.setOut(new PrintWriter(text));
        return new Status(command.execute("status", "-b", address), text.toString());
    }

    private static void createTopics(Admin admin, List<NumberLoad> loads) throws Exception {
        List<NewTopic> topics =
                loads.stream().map(load -> new NewTopic(load.topic(), 1, (short) 3)).toList();
        admin.createTopics(topics).all().get();
    }

    private static TopicPartitionInfo partition(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(0);
    }

    private static int leader(Admin admin, String topic) {
        int[] leader = {-1};
        await().atMost(Patience.LIMIT)
                .until(
                        () -> {
                            var node = partition(admin, topic).leader();
                            leader[0] = node == null ? -1 : node.id();
                            return leader[0] > 0;
                        });
        return leader[0];
    }

    /** The node that came back has all again: the next kill may take another one. */
    private static void awaitInSync(Admin admin, List<NumberLoad> loads) {
        for (NumberLoad load : loads) {
            await().alias("replicas of " + load.topic() + " in sync")
                    .atMost(Patience.LIMIT)
                    .until(() -> partition(admin, load.topic()).isr().size() == 3);
        }
    }

    private static void awaitProgress(List<NumberLoad> loads) {
        List<Integer> before = loads.stream().map(NumberLoad::acknowledged).toList();
        await().alias("acknowledgements")
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
