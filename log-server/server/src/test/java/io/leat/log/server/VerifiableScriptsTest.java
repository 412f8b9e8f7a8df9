package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.clients.ApacheTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verifiable clients print the events that Apache's print, on the same server. */
@Timeout(90)
final class VerifiableScriptsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path data;
    private LeatServer server;
    private ApacheTools apache;

    @BeforeEach
    void start() throws Exception {
        apache = new ApacheTools();
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", data.toString(),
                                "offsets.topic.num.partitions", "1",
                                "share.coordinator.state.topic.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
        Map<String, Object> settings = Map.of("bootstrap.servers", server.endpoint().toString());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("ours", 1, (short) 1),
                                    new NewTopic("theirs", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        apache.close();
    }

    private String[] line(String words) {
        return Stream.concat(
                        Stream.of("--bootstrap-server", server.endpoint().toString()),
                        Stream.of(words.split(" ")))
                .toArray(String[]::new);
    }

    private List<ObjectNode> theirs(String tool, String words) throws Exception {
        ApacheTools.Run run = apache.alone(tool, line(words));
        List<ObjectNode> events = events(run.output());
        events.removeAll(named(events, "shutdown_requested")); // when its process ends
        return events;
    }

    private List<ObjectNode> ours(String script, String words) throws Exception {
        String[] all =
                Stream.concat(Stream.of(script), Stream.of(line(words))).toArray(String[]::new);
        return events(Tools.output(all));
    }

    /** The lines, without what differs from run to run. */
    private static List<ObjectNode> events(String text) throws Exception {
        List<ObjectNode> events = new ArrayList<>();
        for (String line : text.lines().toList()) {
            ObjectNode event = (ObjectNode) JSON.readTree(line.replace("theirs", "ours"));
            assertTrue(event.remove("timestamp").isNumber(), line);
            if (event.has("avg_throughput")) {
                assertTrue(event.remove("avg_throughput").isDouble(), line);
            }
            events.add(event);
        }
        return events;
    }

    private static List<ObjectNode> named(List<ObjectNode> events, String name) {
        return events.stream().filter(each -> each.get("name").asText().equals(name)).toList();
    }

    /** What each kind of event has for members. */
    private static Map<String, List<String>> shapes(List<ObjectNode> events) {
        Map<String, List<String>> shapes = new java.util.TreeMap<>();
        for (ObjectNode event : events) {
            List<String> members = new ArrayList<>();
            shape(event, members);
            shapes.put(event.get("name").asText(), members.stream().sorted().toList());
        }
        return shapes;
    }

    private static void shape(JsonNode node, List<String> members) {
        node.fieldNames().forEachRemaining(members::add);
        for (JsonNode child : node) {
            if (child.isArray() && !child.isEmpty()) {
                shape(child.get(0), members);
            }
        }
    }

    @Test
    void shouldTellWhatBecameOfEveryRecord() throws Exception {
        String words = "--max-messages 20 --repeating-keys 3 --value-prefix 7 --throughput 500";
        List<ObjectNode> ours = ours("kafka-verifiable-producer", words + " --topic ours");
        assertEquals(theirs("VerifiableProducer", words + " --topic theirs"), ours);
        assertEquals(20, named(ours, "producer_send_success").size());

        String refused = "--max-messages 1 --acks 1 --topic not/a/topic";
        List<ObjectNode> error = ours("kafka-verifiable-producer", refused);
        assertEquals(shapes(theirs("VerifiableProducer", refused)), shapes(error));
        assertEquals(1, named(error, "producer_send_error").size());
    }

    @Test
    void shouldTellWhatIsAssignedConsumedAndCommitted() throws Exception {
        ours("kafka-verifiable-producer", "--max-messages 30 --topic ours");
        ours("kafka-verifiable-producer", "--max-messages 30 --topic theirs");
        for (String protocol : List.of("classic", "consumer")) {
            String words =
                    "--max-messages 25 --verbose --group-protocol "
                            + protocol
                            + " --group-id "
                            + protocol;
            List<ObjectNode> ours = ours("kafka-verifiable-consumer", words + "-ours --topic ours");
            List<ObjectNode> theirs =
                    theirs("VerifiableConsumer", words + "-theirs --topic theirs");
            assertEquals(named(theirs, "record_data"), named(ours, "record_data"));
            assertEquals(25, named(ours, "record_data").size());
            assertEquals(named(theirs, "partitions_assigned"), named(ours, "partitions_assigned"));
            assertEquals(shapes(theirs), shapes(ours));
            List<ObjectNode> commits = named(ours, "offsets_committed");
            JsonNode last = commits.get(commits.size() - 1);
            assertEquals(25, last.get("offsets").get(0).get("offset").asInt(), last.toString());
            assertTrue(last.get("success").asBoolean(), last.toString());
            assertEquals("startup_complete", ours.get(0).get("name").asText());
            assertEquals("shutdown_complete", ours.get(ours.size() - 1).get("name").asText());
        }
    }

    private void beginAtTheBeginning(String group) throws Exception {
        List<ObjectNode> told =
                ours(
                        "kafka-verifiable-share-consumer",
                        "--max-messages 0 --offset-reset-strategy earliest --topic ours --group-id "
                                + group);
        assertEquals("startup_complete", told.get(0).get("name").asText());
        assertEquals("earliest", told.get(1).get("offsetResetStrategy").asText());
    }

    @Test
    void shouldTellWhatAShareGroupConsumesAndAcknowledges() throws Exception {
        ours("kafka-verifiable-producer", "--max-messages 30 --topic ours");
        ours("kafka-verifiable-producer", "--max-messages 30 --topic theirs");
        for (String mode : List.of("sync", "async")) {
            String words =
                    "--max-messages 30 --verbose --acknowledgement-mode "
                            + mode
                            + " --group-id "
                            + mode;
            beginAtTheBeginning(mode + "-ours");
            beginAtTheBeginning(mode + "-theirs");
            List<ObjectNode> ours =
                    ours("kafka-verifiable-share-consumer", words + "-ours --topic ours");
            List<ObjectNode> theirs =
                    theirs("VerifiableShareConsumer", words + "-theirs --topic theirs");
            assertEquals(
                    named(theirs, "record_data"), named(ours, "record_data"), theirs.toString());
            assertEquals(shapes(theirs), shapes(ours));
            int acknowledged =
                    named(ours, "offsets_acknowledged").stream()
                            .mapToInt(each -> each.get("count").asInt())
                            .sum();
            assertEquals(30, acknowledged);
        }
    }
}
