package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every setting that changes while Apache Kafka's brokers run (KIP-226), changed there and here in
 * the same ways: the same answers, and the same to read afterwards.
 */
@Timeout(300)
final class DynamicSettingsTest {

    private static final ConfigResource ONE = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");

    /**
     * What is different, and why: patterns of a setting and a step. Besides, Kafka takes anything
     * for the {@code max.connections.per.ip.overrides} of all brokers, and then refuses every
     * change of a broker's own.
     */
    private static final Map<String, String> EXPLAINED =
            Map.ofEntries(
                    Map.entry(
                            "(listeners|listener.security.protocol.map), .*",
                            "read at the start, and refused by a sentence that says so"),
                    Map.entry(
                            "(.*\\.)?ssl.(keystore|truststore).location, .*",
                            "nobody far away chooses files of a broker"),
                    Map.entry(
                            "(principal.builder.class|ssl.engine.factory.class), .*",
                            "no class is loaded"),
                    Map.entry(
                            "sasl.(kerberos|login.refresh).*, .*",
                            "there is no Kerberos, and no node logs in with tokens"),
                    Map.entry(
                            "sasl.mechanism.inter.broker.protocol, .*",
                            "read at the start; SCRAM-SHA-512 is the default"),
                    Map.entry(
                            "ssl.(keymanager.algorithm|trustmanager.algorithm|protocol|provider"
                                    + "|secure.random.implementation), .*",
                            "those of the Java runtime"),
                    Map.entry(
                            "sasl.enabled.mechanisms, .*",
                            "other mechanisms, and other ones by default"),
                    Map.entry(
                            "metric.reporters, .*",
                            "no class is loaded; Kafka keeps names that no change gets rid of"),
                    Map.entry("max.connections.per.ip.overrides, .* added", "a list here"),
                    Map.entry(
                            "min.insync.replicas, .*",
                            "a cluster of Kafka's has it from the start, and it cannot be deleted;"
                                    + " here the settings file counts then"));

    private static boolean isExplained(String what) {
        return EXPLAINED.keySet().stream().anyMatch(what::matches);
    }

    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("compression.gzip.level", "5"),
                    Map.entry("cordoned.log.dirs", "*"),
                    Map.entry("compression.type", "gzip"),
                    Map.entry("log.cleanup.policy", "compact"),
                    Map.entry("log.message.timestamp.type", "LogAppendTime"),
                    Map.entry("log.cleaner.min.cleanable.ratio", "0.4"),
                    Map.entry("log.cleaner.io.buffer.load.factor", "0.8"),
                    Map.entry("max.connections.per.ip.overrides", "127.0.0.9:7"),
                    Map.entry("log.local.retention.bytes", "1000"),
                    Map.entry("log.local.retention.ms", "1000"),
                    Map.entry("ssl.client.auth", "requested"),
                    Map.entry("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter"),
                    Map.entry("log.retention.bytes", "1000000000"));

    @TempDir static Path folder;

    private static LeatServer leat;
    private static ApacheKafka kafka;

    @BeforeAll
    static void start() {
        kafka = ApacheKafka.start(Map.of("log.cleaner.enable", "true", "log.retention.hours", "5"));
        leat =
                LeatServer.start(
                        Map.of(
                                "log.dirs",
                                folder.resolve("data").toString(),
                                "listeners",
                                "PLAINTEXT://127.0.0.1:0",
                                "node.id",
                                "1",
                                "log.retention.hours",
                                "5",
                                "num.partitions",
                                "1",
                                "group.consumer.assignment.interval.ms",
                                "0"));
        ours = Admin.create(Map.of("bootstrap.servers", leat.endpoint().toString()));
        theirs = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    @AfterAll
    static void stop() {
        ours.close();
        theirs.close();
        kafka.close();
        leat.close();
    }

    private static String good(String name) {
        String chosen = VALUES.get(name);
        ConfigDef.ConfigKey key = AbstractKafkaConfig.CONFIG_DEF.configKeys().get(name);
        if (chosen != null || key == null) {
            return chosen != null ? chosen : "1000000";
        }
        Object standard = key.hasDefault() ? key.defaultValue : null;
        return switch (key.type) {
            case BOOLEAN -> String.valueOf(!(Boolean) standard);
            case INT ->
                    standard == null || standard.equals(Integer.MAX_VALUE)
                            ? "100000"
                            : "" + ((int) standard + 1);
            case LONG ->
                    standard == null || standard.equals(Long.MAX_VALUE)
                            ? "100000"
                            : "" + ((long) standard + 1);
            case DOUBLE -> "1000000.0";
            default -> "something";
        };
    }

    private static Admin ours;
    private static Admin theirs;

    /** Sets, reads, sets badly, reads, deletes and reads one setting; what is different. */
    private static void script(String name, Map<String, String> different) throws Exception {
        for (ConfigResource where : List.of(ONE, ALL)) {
            String at = name + (where.name().isEmpty() ? ", all " : ", one ");
            alter(at + "set", where, name, good(name), OpType.SET, different);
            read(at + "read", name, different);
            if (!name.equals("max.connections.per.ip.overrides")) { // see EXPLAINED
                alter(at + "badly", where, name, "nonsense?", OpType.SET, different);
            }
            alter(at + "none", where, name, null, OpType.SET, different);
            alter(at + "added", where, name, "x", OpType.APPEND, different);
        }
        read(name + ", both read", name, different);
        alter(name + ", one deleted", ONE, name, null, OpType.DELETE, different);
        read(name + ", of all read", name, different);
        alter(name + ", all deleted", ALL, name, null, OpType.DELETE, different);
        read(name + ", nothing read", name, different);
    }

    private static void alter(
            String what,
            ConfigResource where,
            String name,
            String value,
            OpType type,
            Map<String, String> different)
            throws Exception {
        String here = alter(ours, where, name, value, type);
        String there = alter(theirs, where, name, value, type);
        if (!here.equals(there)) {
            different.put(what, there + " there, " + here + " here");
        }
    }

    /** A broker of Kafka's takes over what was changed a moment after the answer. */
    private static void read(String what, String name, Map<String, String> different)
            throws Exception {
        if (isExplained(what)) {
            return;
        }
        long deadline = System.nanoTime() + 700_000_000L;
        String here = read(ours, name);
        String there = read(theirs, name);
        while (!here.equals(there) && System.nanoTime() < deadline) {
            there = read(theirs, name);
        }
        if (!here.equals(there)) {
            different.put(what, there + " there, " + here + " here");
        }
    }

    private static String alter(
            Admin admin, ConfigResource where, String name, String value, OpType type)
            throws Exception {
        try {
            var op = new AlterConfigOp(new ConfigEntry(name, value), type);
            admin.incrementalAlterConfigs(Map.of(where, List.of(op))).all().get();
            return "done";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    private static String read(Admin admin, String name) throws Exception {
        var options = new DescribeConfigsOptions().includeSynonyms(true);
        Map<ConfigResource, Config> read =
                admin.describeConfigs(List.of(ONE, ALL), options).all().get();
        return entry(read.get(ONE).get(name)) + " / " + entry(read.get(ALL).get(name));
    }

    private static String entry(ConfigEntry entry) {
        if (entry == null) {
            return "not there";
        }
        List<String> synonyms = new ArrayList<>();
        entry.synonyms()
                .forEach(
                        each ->
                                synonyms.add(
                                        each.source() + " " + each.name() + "=" + each.value()));
        return entry.value()
                + " "
                + entry.source()
                + (entry.isReadOnly() ? " read-only" : "")
                + (entry.isSensitive() ? " secret" : "")
                + " "
                + synonyms;
    }

    @Test
    void shouldChangeEverySettingAsKafkaDoes() throws Exception {
        Map<String, String> different = new TreeMap<>();
        List<String> names =
                new ArrayList<>(DynamicBrokerConfig.dynamicConfigUpdateModes().keySet());
        names.addAll(
                List.of(
                        "listener.name.plaintext.max.connections",
                        "listener.name.plaintext.ssl.keystore.location",
                        "listener.name.plaintext.ssl.keystore.password",
                        "listener.name.plaintext.plain.sasl.jaas.config",
                        "log.retention.hours",
                        "log.retention.minutes",
                        "num.partitions",
                        "node.id"));
        for (String name : names) {
            script(name, different);
        }
        different.keySet().removeIf(DynamicSettingsTest::isExplained);
        assertEquals(Map.of(), different);
    }

    /** What a broker of Kafka's reads at its start stays so here, too, though it could change. */
    @Test
    void shouldReadTheAssignorsOfGroupsAtTheStartAsKafkaDoes() throws Exception {
        String name = "group.consumer.assignors";
        assertFalse(DynamicBrokerConfig.dynamicConfigUpdateModes().containsKey(name));
        for (Admin admin : List.of(ours, theirs)) {
            Config before = admin.describeConfigs(List.of(ONE)).all().get().get(ONE);
            ConfigEntry entry = before.get(name);
            assertTrue(entry.isReadOnly(), entry.toString());
            for (ConfigResource where : List.of(ONE, ALL)) {
                assertEquals(
                        "InvalidRequestException",
                        alter(admin, where, name, entry.value(), OpType.SET));
            }
            assertEquals(
                    entry.value(),
                    admin.describeConfigs(List.of(ONE)).all().get().get(ONE).get(name).value());
        }
    }
}
