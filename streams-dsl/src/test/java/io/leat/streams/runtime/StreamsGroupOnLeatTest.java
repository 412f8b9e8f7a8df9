package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.StreamsGroupDescription;
import io.leat.clients.admin.StreamsGroupMemberDescription;
import io.leat.common.GroupState;
import io.leat.common.config.ConfigException;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.cli.Leat;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.state.HostInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications whose tasks the broker hands out (KIP-1071), and what is known of their group. */
final class StreamsGroupOnLeatTest {

    @TempDir Path folder;
    private CountingApp app;

    @BeforeEach
    void startServer() throws Exception {
        app = new CountingApp(folder);
    }

    @AfterEach
    void stopServer() {
        app.close();
    }

    private Properties settings(String name, int port) {
        Properties settings = app.settings(name);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "localhost:" + port);
        return settings;
    }

    private LeatStreams started(String name, int port) {
        return CountingApp.started(app.instance(settings(name, port)));
    }

    private static void wantStandby(Admin admin) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "app");
        AlterConfigOp set =
                new AlterConfigOp(
                        new ConfigEntry("streams.num.standby.replicas", "1"),
                        AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(group, List.of(set))).all().get();
    }

    private static StreamsGroupDescription describe(Admin admin) throws Exception {
        return admin.describeStreamsGroups(List.of("app")).all().get().get("app");
    }

    private static long tasks(StreamsGroupDescription group, boolean active) {
        return group.members().stream()
                .map(StreamsGroupMemberDescription::assignment)
                .flatMap(of -> (active ? of.activeTasks() : of.standbyTasks()).stream())
                .mapToLong(ids -> ids.partitions().size())
                .sum();
    }

    private String script(String... arguments) {
        StringWriter out = new StringWriter();
        String[] all = new String[arguments.length + 3];
        all[0] = "kafka-streams-groups";
        all[1] = "--bootstrap-server";
        all[2] = app.bootstrap();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        int exit = Leat.commandLine(all).setOut(new PrintWriter(out)).execute(all);
        assertEquals(0, exit, out::toString);
        return out.toString();
    }

    @Test
    void shouldShareTasksAndCopiesAsTheBrokerSays() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", app.bootstrap()))) {
            wantStandby(admin);
            LeatStreams one = started("one", 1);
            try (LeatStreams two = started("two", 2)) {
                app.send(0, 100);
                await().atMost(CountingApp.PATIENCE)
                        .untilAsserted(
                                () -> {
                                    StreamsGroupDescription group = describe(admin);
                                    assertEquals(GroupState.STABLE, group.groupState());
                                    assertEquals(4, tasks(group, true));
                                    assertEquals(4, tasks(group, false));
                                });
                CountingApp.awaitKeys(one, 100, true);
                CountingApp.awaitKeys(two, 100, true);
                assertEquals(50, CountingApp.counts(two, false).size(), "half of it is its own");
                await().atMost(CountingApp.PATIENCE).untilAsserted(() -> assertHosts(two));
                one.close();
                CountingApp.awaitKeys(two, 100, false);
                app.send(100, 120);
                CountingApp.awaitKeys(two, 120, false);
            }
            assertEquals(GroupState.EMPTY, describe(admin).groupState());
        }
    }

    private static void assertHosts(LeatStreams streams) {
        var where = streams.queryMetadataForKey(CountingApp.STORE, "a", new StringSerializer());
        assertEquals(
                Set.of(new HostInfo("localhost", where.activeHost().port() == 1 ? 2 : 1)),
                where.standbyHosts());
    }

    @Test
    void shouldShowMoveAndDeleteGroupsByTheScript() throws Exception {
        try (LeatStreams one = started("one", 1)) {
            app.send(0, 40);
            CountingApp.awaitKeys(one, 40, false);
            assertEquals("app\n", script("--list"));
            assertTrue(script("--list", "--state", "stable").contains("Stable"));
            String members = script("--describe", "--group", "app", "--members", "--verbose");
            assertTrue(
                    members.contains("ACTIVE: 0:[0,1,2,3]; TARGET-ACTIVE: 0:[0,1,2,3];"), members);
            assertTrue(script("--describe", "--group", "app", "--state").contains("Stable"));
        }
        String offsets = script("--describe", "--group", "app", "--verbose");
        assertTrue(offsets.contains("LOG-END-OFFSET"), offsets);
        String moved =
                script(
                        "--reset-offsets",
                        "--group",
                        "app",
                        "--all-input-topics",
                        "--to-earliest",
                        "--execute");
        assertTrue(moved.contains("NEW-OFFSET"), moved);
        script("--delete-offsets", "--group", "app", "--input-topic", "in");
        script("--delete", "--group", "app", "--delete-all-internal-topics");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", app.bootstrap()))) {
            ExecutionException gone = assertThrows(ExecutionException.class, () -> describe(admin));
            assertEquals(GroupIdNotFoundException.class, gone.getCause().getClass());
            assertEquals(
                    Set.of("in"),
                    admin.listTopics().names().get(),
                    "the internal topics went with the group");
        }
    }

    /** Its session would be open for 45 s. */
    @Tag("live")
    @Test
    void shouldTakeItsTasksBackAtOnceAfterAKill() {
        KillableClients clients = new KillableClients();
        StreamsConfig config = new StreamsConfig(settings("one", 1));
        LeatStreams killed =
                new LeatStreams(
                        CountingApp.topology(Materialized.as(CountingApp.STORE)), config, clients);
        CountingApp.started(killed);
        app.send(0, 40);
        CountingApp.awaitKeys(killed, 40, false);
        clients.cutAfter(1);
        app.send(40, 80);
        await().atMost(CountingApp.PATIENCE).until(() -> killed.state() == LeatStreams.State.ERROR);
        killed.close();
        try (LeatStreams again = started("one", 1)) {
            await().atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> CountingApp.counts(again, false).size() == 80);
        }
    }

    @Test
    void shouldRefuseWhatTheBrokerCannotDo() {
        Properties settings = settings("one", 1);
        settings.put("group.instance.id", "one");
        assertThrows(ConfigException.class, () -> new StreamsConfig(settings));
    }

    @Tag("live")
    @Test
    void shouldGoOnFromWhatTheClassicProtocolLeft() {
        Properties classic = app.settings("one");
        try (LeatStreams one = CountingApp.started(app.instance(classic))) {
            app.send(0, 40);
            CountingApp.awaitKeys(one, 40, false);
        }
        try (LeatStreams one =
                CountingApp.started(
                        new LeatStreams(
                                CountingApp.topology(Materialized.as(CountingApp.STORE)),
                                settings("one", 1)))) {
            app.send(0, 40);
            await().atMost(CountingApp.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> CountingApp.counts(one, false).get("key-7") == 2);
        }
    }
}
