package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kafka-configs.sh} describes what Apache's does, in its words, on the same server. */
@Timeout(60)
final class ConfigsScriptTest {

    @TempDir static Path data;
    private static LocalNodes nodes;
    private static ApacheTools apache;

    @BeforeAll
    static void start() throws Exception {
        apache = new ApacheTools();
        nodes = new LocalNodes(data, Map.of("log.segment.bytes", "1000000"));
        nodes.startStatic(3);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", nodes.brokers()))) {
            NewTopic topic = new NewTopic("t", 1, (short) 1);
            topic.configs(Map.of("cleanup.policy", "compact,delete", "retention.ms", "5000"));
            admin.createTopics(List.of(topic)).all().get();
        }
        for (String change :
                List.of(
                        "--broker 1 --add-config leader.replication.throttled.rate=7",
                        "--broker-defaults --add-config follower.replication.throttled.rate=8",
                        "--entity-type groups --entity-name g --add-config"
                                + " consumer.session.timeout.ms=50000")) {
            assertEquals(0, ours("--alter " + change).code(), change);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
        apache.close();
    }

    private static Stream<String> line(String words) {
        return Stream.concat(
                words.contains("--bootstrap-")
                        ? Stream.empty()
                        : Stream.of("--bootstrap-server", nodes.brokers()),
                Stream.of(words.replace("CONTROLLERS", nodes.controllers()).split(" ")));
    }

    private static Tools.Run ours(String words) {
        return Tools.run(
                Stream.concat(Stream.of("kafka-configs"), line(words)).toArray(String[]::new));
    }

    private static List<String> levels(String output) {
        return output.lines()
                .filter(line -> line.startsWith("  io.leat.log.broker.node.BrokerNode="))
                .toList();
    }

    @Test
    void shouldReadAndChangeLevelsOfLoggersAsApachesToolDoes() throws Exception {
        String alter = "--alter --entity-type broker-loggers --entity-name 1 --add-config ";
        String logger = "io.leat.log.broker.node.BrokerNode";
        String describe = "--describe --broker-logger 1";
        String before = level(ours(describe));
        for (String words :
                List.of(
                        alter + logger + "=DEBUG",
                        alter + "nobody=DEBUG",
                        "--describe --entity-type broker-loggers",
                        "--describe --broker-logger 7",
                        "--alter --broker-logger 1 --delete-config " + logger)) {
            ApacheTools.Run theirs =
                    apache.ofBroker(
                            "kafka.admin.ConfigCommand", line(words).toArray(String[]::new));
            Tools.Run ours = ours(words);
            assertEquals(theirs.code() == 0, ours.code() == 0, () -> theirs + " " + ours);
            if (ours.code() == 0) {
                assertEquals(theirs.output(), ours.output());
            }
        }
        assertEquals(0, ours(alter + logger + "=ERROR").code());
        ApacheTools.Run theirs =
                apache.ofBroker("kafka.admin.ConfigCommand", line(describe).toArray(String[]::new));
        Tools.Run ours = ours(describe);
        assertEquals(levels(theirs.output()), levels(ours.output()));
        assertEquals("ERROR", level(ours), ours::toString);
        assertEquals(
                theirs.output().lines().findFirst(), ours.output().lines().findFirst(), "title");
        assertEquals(0, ours("--alter --broker-logger 1 --delete-config " + logger).code());
        assertEquals(before, level(ours(describe)));
        Tools.Run unknown = ours(alter + "nobody=DEBUG");
        assertTrue(
                unknown.errors().contains("Invalid broker logger(s): nobody"), unknown::toString);
    }

    /** Of the one logger that the tests are about. */
    private static String level(Tools.Run run) {
        List<String> lines = levels(run.output());
        assertEquals(1, lines.size(), run::toString);
        return lines.get(0).replaceAll(".*BrokerNode=(\\w+) .*", "$1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--describe --topic t",
                "--describe --topic t --all",
                "--describe --entity-type topics",
                "--describe --topic nowhere",
                "--describe --broker 1",
                "--describe --broker 1 --all",
                "--describe --broker 7",
                "--describe --broker-defaults",
                "--describe --entity-type brokers",
                "--describe --entity-type groups --entity-name g",
            })
    void shouldDescribeWhatApachesToolDescribes(String words) throws Exception {
        ApacheTools.Run theirs =
                apache.ofBroker("kafka.admin.ConfigCommand", line(words).toArray(String[]::new));
        assertEquals(0, theirs.code(), theirs::toString);
        Tools.Run ours = ours(words);
        assertEquals(0, ours.code(), ours::toString);
        assertEquals(
                theirs.output().lines().sorted().toList(), ours.output().lines().sorted().toList());
        assertTrue(ours.output().contains("config"), ours::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--describe --broker 2 --all",
                "--describe --broker 7",
                "--describe --entity-type brokers",
                "--describe --topic t",
                "--alter --broker 3 --add-config log.retention.ms=90000",
                "--alter --broker 2 --add-config num.partitions=3"
            })
    void shouldAskControllersAsApachesToolDoes(String words) throws Exception {
        String asked = "--bootstrap-controller CONTROLLERS " + words;
        ApacheTools.Run theirs =
                apache.ofBroker("kafka.admin.ConfigCommand", line(asked).toArray(String[]::new));
        Tools.Run ours = ours(asked);
        assertEquals(theirs.code(), ours.code(), () -> theirs + "\n" + ours);
        assertEquals(
                theirs.output().lines().sorted().toList(),
                ours.output().lines().sorted().toList(),
                () -> theirs + "\n" + ours);
    }

    /** Apache's tool refuses what its client asks brokers alone. */
    @Test
    void shouldSayWhatOnlyBrokersAnswer() throws Exception {
        String asked = "--bootstrap-controller CONTROLLERS ";
        Tools.Run refused = ours(asked + "--describe --entity-type groups");
        assertEquals(1, refused.code(), refused::toString);
        assertTrue(
                refused.errors().contains("give a broker with --bootstrap-server"),
                refused::toString);
        Tools.Run both =
                ours(asked + "--bootstrap-server " + nodes.brokers() + " --describe --broker 1");
        assertEquals(1, both.code(), both::toString);
        assertTrue(both.errors().contains("Only one of --bootstrap-server or"), both::toString);
        Tools.Run changed = ours(asked + "--alter --topic t --add-config retention.ms=6000");
        assertEquals("Completed updating config for topic t.\n", changed.output());
    }
}
