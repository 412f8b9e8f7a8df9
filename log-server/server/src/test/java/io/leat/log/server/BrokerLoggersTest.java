package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels of a broker's loggers (KIP-412), by the same steps as on Apache Kafka. */
@Timeout(300)
final class BrokerLoggersTest {

    private static final String OURS = "io.leat.log.broker.node.BrokerNode";
    private static final String ABOVE = "io.leat.log.broker.node";

    @TempDir Path folder;

    /** Levels are those of the process, which other tests share. */
    @AfterEach
    void forgetLevels() {
        java.util.logging.Logger.getLogger(OURS).setLevel(null);
        java.util.logging.Logger.getLogger(ABOVE).setLevel(null);
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    }

    private LeatServer leat() {
        return LeatServer.start(
                Map.of(
                        "log.dirs",
                        folder.resolve("leat").toString(),
                        "listeners",
                        "PLAINTEXT://127.0.0.1:0",
                        "node.id",
                        "1"));
    }

    private static ConfigResource loggers(String broker) {
        return new ConfigResource(ConfigResource.Type.BROKER_LOGGER, broker);
    }

    @Test
    void shouldAnswerAsKafkaDoes() throws Exception {
        List<String> here;
        try (LeatServer leat = leat();
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", leat.endpoint().toString()))) {
            here = steps(admin, OURS);
        }
        try (ApacheKafka kafka = ApacheKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            String theirs =
                    all(admin).entries().stream()
                            .map(ConfigEntry::name)
                            .filter(name -> !name.equals("root"))
                            .findFirst()
                            .orElse("root");
            assertEquals(steps(admin, theirs), here);
        }
    }

    private static List<String> steps(Admin admin, String logger) throws Exception {
        List<String> seen = new ArrayList<>();
        ConfigResource one = loggers("1");
        for (String level : List.of("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE")) {
            seen.add(alter(admin, one, logger, level, OpType.SET) + text(admin, logger));
        }
        seen.add(alter(admin, one, logger, "info", OpType.SET));
        seen.add(alter(admin, one, logger, "LOUD", OpType.SET));
        seen.add(alter(admin, one, logger, null, OpType.SET));
        seen.add(alter(admin, one, logger, "INFO", OpType.APPEND));
        seen.add(alter(admin, one, logger, "INFO", OpType.SUBTRACT));
        seen.add(alter(admin, one, "nobody", "INFO", OpType.SET));
        seen.add(alter(admin, one, "nobody", "LOUD", OpType.SET));
        seen.add(alter(admin, one, "nobody", null, OpType.DELETE));
        seen.add(alter(admin, one, "root", null, OpType.DELETE));
        seen.add(text(admin, logger));
        seen.add(alter(admin, one, "root", "FATAL", OpType.SET) + text(admin, "root"));
        seen.add(alter(admin, one, logger, null, OpType.DELETE) + text(admin, logger));
        seen.add(alter(admin, one, "root", "ERROR", OpType.SET) + text(admin, logger));
        var change = new AlterConfigOp(new ConfigEntry(logger, "TRACE"), OpType.SET);
        admin.incrementalAlterConfigs(
                        Map.of(one, List.of(change)), new AlterConfigsOptions().validateOnly(true))
                .all()
                .get();
        seen.add(text(admin, logger));
        return seen;
    }

    private static String alter(
            Admin admin, ConfigResource where, String logger, String level, OpType type)
            throws Exception {
        try {
            var change = new AlterConfigOp(new ConfigEntry(logger, level), type);
            admin.incrementalAlterConfigs(Map.of(where, List.of(change))).all().get();
            return "done";
        } catch (ExecutionException e) {
            String text = String.valueOf(e.getCause().getMessage());
            return e.getCause().getClass().getSimpleName()
                    + (text.contains("does not exist") ? ": " + text : "");
        }
    }

    private static Config all(Admin admin) throws Exception {
        var options = new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
        ConfigResource one = loggers("1");
        return admin.describeConfigs(List.of(one), options).all().get().get(one);
    }

    /** All that is told of a logger but its name. */
    private static String text(Admin admin, String logger) throws Exception {
        ConfigEntry entry = Objects.requireNonNull(all(admin).get(logger));
        return " "
                + List.of(
                        entry.value(),
                        entry.source(),
                        entry.isReadOnly(),
                        entry.isSensitive(),
                        entry.type(),
                        entry.synonyms(),
                        entry.documentation() + "");
    }

    /** What is logged while the server runs follows, also below a package. */
    @Test
    void shouldLogFromThenOnWhatTheLevelSays() throws Exception {
        Logger logger = LoggerFactory.getLogger(OURS);
        try (LeatServer leat = leat();
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", leat.endpoint().toString()))) {
            ConfigResource one = loggers("1");
            assertFalse(logger.isDebugEnabled());
            assertEquals("done", alter(admin, one, ABOVE, "DEBUG", OpType.SET));
            assertTrue(logger.isDebugEnabled());
            assertFalse(logger.isTraceEnabled());
            assertEquals("DEBUG", all(admin).get(OURS).value());
            assertEquals("done", alter(admin, one, OURS, "ERROR", OpType.SET));
            assertFalse(logger.isWarnEnabled());
            assertEquals("done", alter(admin, one, OURS, null, OpType.DELETE));
            assertTrue(logger.isDebugEnabled());
            assertEquals("done", alter(admin, one, OURS, "FATAL", OpType.SET));
            assertFalse(logger.isErrorEnabled());
        }
    }
}
