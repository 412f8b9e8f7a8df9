package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.log.cli.OutputOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** What leat lists and describes is one document of JSON or YAML for programs. */
final class OutputTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path data;
    private static LeatServer server;

    @BeforeAll
    static void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", data.toString(),
                                "offsets.topic.num.partitions", "1"));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", server.endpoint().toString(), "group.id", "g: 1");
        try (Admin admin = Admin.create(settings);
                var consumer =
                        new KafkaConsumer<>(
                                settings, new StringDeserializer(), new StringDeserializer())) {
            NewTopic topic = new NewTopic("t", 2, (short) 1);
            topic.configs(Map.of("cleanup.policy", "compact,delete"));
            admin.createTopics(List.of(topic)).all().get();
            consumer.commitSync(Map.of(new TopicPartition("t", 1), new OffsetAndMetadata(0)));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String output(String words) {
        return Tools.output(
                Stream.concat(
                                Stream.of(words.split(" ")),
                                Stream.of("--bootstrap-server", server.endpoint().toString()))
                        .toArray(String[]::new));
    }

    private static JsonNode json(String words) throws Exception {
        return JSON.readTree(output(words + " --output json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topics list",
                "topics list --internal",
                "topics describe",
                "groups list",
                "groups describe",
                "groups describe --members",
                "groups describe --state",
                "cluster status"
            })
    void shouldSayTheSameInJsonAndYaml(String words) throws Exception {
        JsonNode json = json(words);
        assertTrue(json.size() > 0 || words.endsWith("--members"), json.toString());
        Object yaml = new Yaml().load(output(words + " -o yaml"));
        assertEquals(json, JSON.valueToTree(yaml));
        assertFalse(output(words).contains("\u001b"), "no colours where no terminal is");
    }

    @Test
    void shouldDescribeTopicsAndGroupsWithTypedMembers() throws Exception {
        JsonNode topic = json("topics describe").get(0);
        assertEquals("t", topic.get("topic").asText());
        assertEquals("compact,delete", topic.get("configs").get("cleanup.policy").asText());
        assertEquals(
                "{\"partition\":1,\"leader\":1,\"replicas\":[1],\"isr\":[1]}",
                topic.get("partitions").get(1).toString());
        JsonNode group = json("groups describe").get(0);
        assertEquals(
                "{\"group\":\"g: 1\",\"topic\":\"t\",\"partition\":1,\"currentOffset\":0,"
                        + "\"logEndOffset\":0,\"lag\":0,\"consumerId\":null,\"host\":null,"
                        + "\"clientId\":null}",
                group.toString());
        JsonNode status = json("cluster status");
        assertEquals(1, status.get("metadataLeader").asInt(), status.toString());
        assertEquals(1, status.get("brokers").size());
    }

    @Test
    void shouldWriteYamlThatIsReadAsItWasMeant() {
        Map<String, Object> document = new LinkedHashMap<>();
        for (String text :
                List.of(
                        "", "no", "True", "1e3", "0x1", "a: b", "- a", "#", "é\"\\\n", "~",
                        " x ")) {
            document.put(text, text);
        }
        document.put("empty", Map.of("map", Map.of(), "list", List.of()));
        document.put("nested", List.of(List.of(1, List.of(2)), Map.of("a", List.of("b"))));
        document.put("values", Arrays.asList(null, true, -1, 2.5, "plain/a-b_c.d"));
        OutputOptions options = new OutputOptions();
        new CommandLine(options).parseArgs("--output", "YAML");
        StringWriter out = new StringWriter();
        options.print(document, new PrintWriter(out));
        assertEquals(
                JSON.<JsonNode>valueToTree(document),
                JSON.<JsonNode>valueToTree(new Yaml().load(out.toString())),
                out::toString);
    }
}
