package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.QuorumInfo;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories are formatted, and clusters begin as they say. */
@Timeout(60)
final class StorageTest {

    private static final String CLUSTER = "storage-test-cluster-1";

    @TempDir Path folder;

    private final Map<Integer, LeatServer> servers = new TreeMap<>();
    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Map<Integer, Integer> controllerPorts = new TreeMap<>();

    @AfterEach
    void stop() {
        servers.values().forEach(LeatServer::close);
    }

    private Map<String, String> settings(int id, String... more) throws Exception {
        ports.putIfAbsent(id, ServerProcess.freePort());
        controllerPorts.putIfAbsent(id, ServerProcess.freePort());
        Map<String, String> settings = new TreeMap<>();
        settings.put("node.id", "" + id);
        settings.put("process.roles", "broker,controller");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("leat.event.loops", "1");
        settings.put("controlled.shutdown.enable", "false");
        settings.put("log.dirs", folder.resolve("data-" + id).toString());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:"
                        + ports.get(id)
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPorts.get(id));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private String file(Map<String, String> settings) throws Exception {
        String text =
                settings.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve(settings.get("node.id") + ".properties"), text)
                .toString();
    }

    private Admin admin(int id) {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + ports.get(id)));
    }

    private static QuorumInfo quorum(Admin admin) throws Exception {
        return admin.describeMetadataQuorum().quorumInfo().get();
    }

    private static List<Integer> ids(List<QuorumInfo.ReplicaState> replicas) {
        return replicas.stream().map(QuorumInfo.ReplicaState::replicaId).sorted().toList();
    }

    private static void fails(String expected, String... line) {
        Tools.Run run = Tools.run(line);
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.errors().contains(expected), run.toString());
    }

    @Test
    void shouldFormatADirectoryOnceAndSayWhoseItIs() throws Exception {
        String file = file(settings(1));
        fails(
                "you must specify one of the following: --standalone",
                "kafka-storage",
                "format",
                "-t",
                CLUSTER,
                "-c",
                file);
        Path data = folder.resolve("data-1");
        Tools.Run before = Tools.run("kafka-storage", "info", "-c", file);
        assertEquals(1, before.code());
        assertEquals("Found problem:\n  " + data + " does not exist\n\n", before.output());
        assertEquals(
                "Formatting dynamic metadata voter directory "
                        + data
                        + " with metadata.version 4.3-IV0.\n",
                Tools.output("kafka-storage", "format", "-t", CLUSTER, "-c", file, "--standalone"));
        fails(
                "is already formatted",
                "kafka-storage",
                "format",
                "-t",
                CLUSTER,
                "-c",
                file,
                "--standalone");
        assertEquals(
                "All of the log directories are already formatted.\n",
                Tools.output("kafka-storage", "format", "-t", CLUSTER, "-c", file, "-s", "-g"));
        String info = Tools.output("kafka-storage", "info", "-c", file);
        assertTrue(
                info.startsWith(
                        "Found log directory:\n  "
                                + data
                                + "\n\nFound metadata: {cluster.id="
                                + CLUSTER
                                + ", directory.id="),
                info);
        String id = Tools.output("kafka-storage", "random-uuid");
        assertTrue(id.matches("[\\w][\\w-]{21}\n"), id);
        assertNotEquals(id, Tools.output("storage", "random-uuid"));
    }

    @Test
    void shouldSayWhatCannotBeFormattedSo() throws Exception {
        String named = file(settings(1, "controller.quorum.voters", "1@127.0.0.1:" + 9093));
        fails(
                "You cannot specify controller.quorum.voters and format the node with"
                        + " --initial-controllers or --standalone",
                "kafka-storage",
                "format",
                "-t",
                CLUSTER,
                "-c",
                named,
                "-s");
        String file = file(settings(2));
        fails(
                "Unsupported feature: no.such",
                "storage",
                "format",
                "-c",
                file,
                "--feature",
                "no.such=1");
        fails("write id@host:port:directory", "storage", "format", "-c", file, "-I", "2@h:1");
        assertTrue(!Files.exists(folder.resolve("data-2/meta.properties")));
    }

    @Test
    void shouldBeginWithTheVotersAndLevelsItWasFormattedWith() throws Exception {
        List<String> initial = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            settings(id);
            String directory = Tools.output("storage", "random-uuid").trim();
            initial.add(id + "@127.0.0.1:" + controllerPorts.get(id) + ":" + directory);
        }
        String voters = String.join(",", initial);
        String others =
                controllerPorts.values().stream()
                        .map(port -> "127.0.0.1:" + port)
                        .collect(Collectors.joining(","));
        List<CompletableFuture<LeatServer>> starting = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            Map<String, String> settings =
                    settings(id, "controller.quorum.bootstrap.servers", others);
            Tools.output(
                    "storage",
                    "format",
                    "--config",
                    file(settings),
                    "--cluster-id",
                    CLUSTER,
                    "--initial-controllers",
                    voters,
                    "--feature",
                    "transaction.version=1");
            starting.add(CompletableFuture.supplyAsync(() -> LeatServer.start(settings)));
        }
        for (int id = 1; id <= 3; id++) {
            servers.put(id, starting.get(id - 1).get());
        }
        try (Admin admin = admin(1)) {
            assertEquals(List.of(1, 2, 3), ids(quorum(admin).voters()));
            var levels = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            assertEquals(1, levels.get("transaction.version").maxVersionLevel());
            assertEquals(1, levels.get("kraft.version").maxVersionLevel());
            // The voters can change: one of them is taken out for good.
            String[] line = {"cluster", "decommission", "3", "-b", "127.0.0.1:" + ports.get(1)};
            StringWriter out = new StringWriter();
            CompletableFuture<Tools.Run> leaving =
                    CompletableFuture.supplyAsync(() -> Tools.run(out, line));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> leaving.isDone() || out.toString().contains("stop it now"));
            assertTrue(out.toString().contains("Node 3 has no vote any more"), out::toString);
            servers.remove(3).close();
            assertEquals(0, leaving.get().code(), () -> leaving.join().toString());
            assertEquals(List.of(1, 2), ids(quorum(admin).voters()));
            assertEquals(2, admin.describeCluster().nodes().get().size());
        }
    }

    @Test
    void shouldLetControllersJoinByHandAndByThemselves() throws Exception {
        servers.put(1, LeatServer.start(settings(1, "cluster.id", CLUSTER)));
        String known = "controller.quorum.bootstrap.servers";
        String first = "127.0.0.1:" + controllerPorts.get(1);
        Map<String, String> second = settings(2, known, first);
        String file = file(second);
        assertTrue(
                Tools.output("kafka-storage", "format", "-t", CLUSTER, "-c", file, "-N")
                        .startsWith("Formatting dynamic metadata directory "));
        servers.put(2, LeatServer.start(second));
        String[] add = {
            "kafka-metadata-quorum",
            "--bootstrap-controller",
            first,
            "--command-config",
            file,
            "add-controller"
        };
        Tools.Run run = Tools.run(add);
        String added = run.output();
        // Asked for twice, when the first answer did not come in time, it was so before.
        boolean before = run.errors().contains("Node 2 is a voter already");
        assertTrue(
                before || added.startsWith("Added controller 2 with directory id "),
                run.toString());
        assertTrue(
                before
                        || added.endsWith(
                                " and endpoints: CONTROLLER://127.0.0.1:"
                                        + controllerPorts.get(2)
                                        + "\n"),
                added);
        String join = "controller.quorum.auto.join.enable";
        Map<String, String> third = settings(3, "cluster.id", CLUSTER, known, first, join, "true");
        servers.put(3, LeatServer.start(third));
        try (Admin admin = admin(1)) {
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(
                            () -> assertEquals(List.of(1, 2, 3), ids(quorum(admin).voters())));
        }
    }

    @Test
    void shouldLetTheVotersOfSettingsChangeAfterAnUpgrade() throws Exception {
        settings(1);
        settings(2);
        String voters =
                controllerPorts.entrySet().stream()
                        .map(each -> each.getKey() + "@127.0.0.1:" + each.getValue())
                        .collect(Collectors.joining(","));
        List<CompletableFuture<LeatServer>> starting = new ArrayList<>();
        for (int id = 1; id <= 2; id++) {
            Map<String, String> settings = settings(id, "controller.quorum.voters", voters);
            starting.add(CompletableFuture.supplyAsync(() -> LeatServer.start(settings)));
        }
        for (int id = 1; id <= 2; id++) {
            servers.put(id, starting.get(id - 1).get());
        }
        String at = "127.0.0.1:" + ports.get(1);
        String[] upgrade = {
            "kafka-features", "--bootstrap-server", at, "upgrade", "--feature", "kraft.version=1"
        };
        try (Admin admin = admin(1)) {
            QuorumInfo before = quorum(admin);
            assertEquals("kraft.version was upgraded to 1.\n", Tools.output(upgrade));
            assertEquals(List.of(1, 2), ids(quorum(admin).voters()));
            assertEquals("kraft.version was upgraded to 1.\n", Tools.output(upgrade), "again");
            Tools.Run down =
                    Tools.run(
                            "kafka-features",
                            "--bootstrap-server",
                            at,
                            "downgrade",
                            "--feature",
                            "kraft.version=0");
            assertEquals(1, down.code(), down.toString());
            assertTrue(
                    down.output().contains("voters that are in the log stay there"),
                    down.toString());
            int other = before.leaderId() == 1 ? 2 : 1;
            String directory =
                    before.voters().stream()
                            .filter(each -> each.replicaId() == other)
                            .findFirst()
                            .orElseThrow()
                            .replicaDirectoryId()
                            .toString();
            Tools.output(
                    "kafka-metadata-quorum",
                    "--bootstrap-server",
                    at,
                    "remove-controller",
                    "-i",
                    "" + other,
                    "-d",
                    directory);
            assertEquals(List.of(before.leaderId()), ids(quorum(admin).voters()));
        }
    }
}
