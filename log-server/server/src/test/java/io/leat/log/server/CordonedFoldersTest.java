package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.clients.ApacheKafka;
import io.leat.log.broker.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that take no new replicas (KIP-1066), by the same steps as on Apache Kafka. */
@Timeout(300)
final class CordonedFoldersTest {

    private static final ConfigResource ONE = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private String folders(String name) {
        return folder.resolve(name + 1) + "," + folder.resolve(name + 2);
    }

    private Map<String, String> ours() {
        return Map.of(
                "log.dirs",
                folders("leat"),
                "listeners",
                "PLAINTEXT://127.0.0.1:0",
                "node.id",
                "1");
    }

    @Test
    void shouldCordonFoldersAsKafkaDoes() throws Exception {
        List<String> here;
        try (LeatServer leat = LeatServer.start(ours())) {
            here = steps(leat.endpoint().toString());
        }
        try (ApacheKafka kafka = ApacheKafka.start(Map.of("log.dirs", folders("kafka")))) {
            assertEquals(steps(kafka.bootstrap()), here);
        }
    }

    /** What each step led to. */
    private static List<String> steps(String bootstrap) throws Exception {
        List<String> seen = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<String> paths = List.copyOf(describe(admin).keySet());
            seen.add(outcome(() -> cordon(admin, ONE, "/nowhere")));
            seen.add(outcome(() -> cordon(admin, ONE, "*," + paths.get(0))));
            seen.add(outcome(() -> cordon(admin, ONE, paths.get(0) + "," + paths.get(0))));
            seen.add(outcome(() -> cordon(admin, ALL, "*")));
            seen.add(cordoned(admin, "*", true, true));
            // The controller hears of it by the next heartbeat.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !outcome(() -> create(admin, "try", 1)).equals("done"));
            seen.add(outcome(() -> create(admin, "none", 1)));
            seen.add(outcome(() -> chosen(admin, "by-hand")));
            seen.add(cordoned(admin, paths.get(0), true, false));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> outcome(() -> create(admin, "t", 4)).equals("done"));
            Awaitility.await().atMost(PATIENCE).until(() -> places(admin, "t").size() == 4);
            seen.add(places(admin, "t") + "");
            seen.add(outcome(() -> move(admin, paths.get(0))));
            seen.add(cordoned(admin, "", false, false));
            seen.add(outcome(() -> move(admin, paths.get(0))));
        }
        return seen;
    }

    private static String outcome(Callable<?> step) throws Exception {
        try {
            step.call();
            return "done";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    private static Object cordon(Admin admin, ConfigResource where, String value) throws Exception {
        var change =
                new AlterConfigOp(
                        new ConfigEntry("cordoned.log.dirs", value),
                        value.isEmpty() ? OpType.DELETE : OpType.SET);
        return admin.incrementalAlterConfigs(Map.of(where, List.of(change))).all().get();
    }

    private static String cordoned(Admin admin, String value, boolean... expected)
            throws Exception {
        String done = outcome(() -> cordon(admin, ONE, value));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> {
                            List<Boolean> told =
                                    describe(admin).values().stream()
                                            .map(LogDirDescription::isCordoned)
                                            .toList();
                            return told.equals(List.of(expected[0], expected[1]));
                        });
        return done + ", as told";
    }

    private static TreeMap<String, LogDirDescription> describe(Admin admin) throws Exception {
        return new TreeMap<>(admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1));
    }

    private static Object create(Admin admin, String name, int partitions) throws Exception {
        return admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }

    private static Object chosen(Admin admin, String name) throws Exception {
        return admin.createTopics(List.of(new NewTopic(name, Map.of(0, List.of(1))))).all().get();
    }

    private static Object move(Admin admin, String to) throws Exception {
        return admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("t", 0, 1), to))
                .all()
                .get();
    }

    /** The number of the folder by partition. */
    private static Map<Integer, Integer> places(Admin admin, String topic) throws Exception {
        Map<Integer, Integer> places = new TreeMap<>();
        int number = 0;
        for (LogDirDescription each : describe(admin).values()) {
            number++;
            for (var replica : each.replicaInfos().keySet()) {
                if (replica.topic().equals(topic)) {
                    places.put(replica.partition(), number);
                }
            }
        }
        return places;
    }

    @Test
    void shouldNotStartWithACordonAroundSomethingElse() {
        Map<String, String> settings = new TreeMap<>(ours());
        settings.put("cordoned.log.dirs", folder.resolve("other").toString());
        String text =
                assertThrows(ConfigException.class, () -> LeatServer.start(settings)).getMessage();
        assertEquals(
                "cordoned.log.dirs names "
                        + folder.resolve("other")
                        + ", which is none of log.dirs: name folders as they are there, or * for"
                        + " all",
                text);
    }
}
