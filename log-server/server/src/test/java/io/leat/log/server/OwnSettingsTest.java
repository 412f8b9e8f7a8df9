package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is not the controller answers itself for what only it knows: its folders, its
 * loggers.
 */
@Timeout(120)
final class OwnSettingsTest {

    @TempDir static Path folder;

    private static LocalNodes nodes;
    private static Admin admin;

    /** The node that is not the controller. */
    private static int own;

    @BeforeAll
    static void start() throws Exception {
        nodes = new LocalNodes(folder, Map.of());
        nodes.startStatic(2);
        admin = Admin.create(Map.of("bootstrap.servers", nodes.brokers()));
        own = 3 - admin.describeMetadataQuorum().quorumInfo().get().leaderId();
    }

    @AfterAll
    static void stop() {
        admin.close();
        nodes.close();
    }

    private static ConfigResource broker(int id) {
        return new ConfigResource(ConfigResource.Type.BROKER, "" + id);
    }

    private static ConfigResource loggers(int id) {
        return new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "" + id);
    }

    private static String alter(ConfigResource resource, String name, String value)
            throws Exception {
        try {
            var change = new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
            return "done";
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        }
    }

    private static String read(ConfigResource resource, String name) throws Exception {
        Config all = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return all.get(name) == null ? "none" : all.get(name).value();
    }

    @Test
    void shouldKnowItsOwnFolders() throws Exception {
        String here = nodes.directory(own).toString();
        assertEquals("done", alter(broker(own), "cordoned.log.dirs", here));
        assertEquals(here, read(broker(own), "cordoned.log.dirs"));
        String refused =
                alter(broker(own), "cordoned.log.dirs", nodes.directory(3 - own).toString());
        assertTrue(refused.contains("none of log.dirs"), refused);
        assertEquals(here, read(broker(own), "cordoned.log.dirs"));
        assertEquals("done", alter(broker(own), "cordoned.log.dirs", ""));
    }

    /** The controller decides settings, each broker its own levels, in one request. */
    @Test
    void shouldAnswerForLoggersAndPassOnTheRest() throws Exception {
        var level = new AlterConfigOp(new ConfigEntry("io.leat.log.broker", "ERROR"), OpType.SET);
        var size = new AlterConfigOp(new ConfigEntry("message.max.bytes", "2000000"), OpType.SET);
        admin.incrementalAlterConfigs(
                        Map.of(loggers(own), List.of(level), broker(own), List.of(size)))
                .all()
                .get();
        assertEquals("ERROR", read(loggers(own), "io.leat.log.broker"));
        assertEquals("2000000", read(broker(own), "message.max.bytes"));
        assertEquals("Logger nobody does not exist!", alter(loggers(own), "nobody", "INFO"));
        var forget = new AlterConfigOp(new ConfigEntry("io.leat.log.broker", null), OpType.DELETE);
        admin.incrementalAlterConfigs(Map.of(loggers(own), List.of(forget))).all().get();
    }
}
