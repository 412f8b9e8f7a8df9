package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What leat shows of load, directories and topologies is one document for programs. */
final class MoreOutputTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String OLD =
            """
            Topologies:
               Sub-topology: 0
                Source: KSTREAM-SOURCE-0000000000 (topics: [in])
                  --> count
                Processor: count (stores: [counts])
                  --> KSTREAM-SINK-0000000002
                  <-- KSTREAM-SOURCE-0000000000
                Sink: KSTREAM-SINK-0000000002 (topic: out)
                  <-- count
            """;

    @TempDir Path folder;

    private static Tools.Run run(String... words) {
        return Tools.run(words);
    }

    private static JsonNode json(String... words) throws Exception {
        return JSON.readTree(run(words).output());
    }

    @Test
    void shouldShowOneLookAtTheLoad() throws Exception {
        try (LeatServer server =
                LeatServer.start(
                        Map.of(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:0",
                                "log.dirs",
                                folder.resolve("data").toString()))) {
            String address = server.endpoint().toString();
            Tools.output("topics", "create", "t", "--bootstrap-server", address);
            String[] top = {"top", "--once", "--interval", "0", "--output", "json", "-b", address};
            JsonNode look = json(top);
            assertEquals(address, look.at("/nodes/0/address").asText());
            assertEquals(1, look.at("/nodes/0/leads").asInt());
            assertEquals("t", look.at("/topics/0/topic").asText());
            assertTrue(look.at("/topics/0/recordsSec").isDouble(), look.toString());
            assertTrue(look.get("groups").isEmpty(), look.toString());
            top[5] = "yaml";
            Map<String, Object> same = new Yaml().load(run(top).output());
            assertEquals(List.of("nodes", "topics", "groups"), List.copyOf(same.keySet()));
        }
    }

    @Test
    void shouldShowWhatFormattingDidAndWhoseDataThereIs() throws Exception {
        Path data = folder.resolve("formatted");
        String[] of = {"--data", data.toString(), "--output", "json"};
        JsonNode missing = json("storage", "info", of[0], of[1], of[2], of[3]);
        assertEquals(data + " does not exist", missing.at("/problems/0").asText());
        String id = json("storage", "random-uuid", "--output", "json").get("id").asText();
        JsonNode done =
                json("storage", "format", "--cluster-id", id, of[0], of[1], of[2], of[3]).get(0);
        assertEquals(id, done.get("clusterId").asText());
        Tools.Run run = run("storage", "info", of[0], of[1], of[2], of[3]);
        assertEquals(0, run.code(), run.toString());
        JsonNode info = JSON.readTree(run.output());
        assertEquals(done.get("directoryId"), info.at("/directories/0/directoryId"));
        assertEquals(data.toString(), info.at("/directories/0/directory").asText());
        assertTrue(info.get("problems").isEmpty(), info.toString());
    }

    @Test
    void shouldShowTopologiesAndWhatChangesBreak() throws Exception {
        Path old = Files.writeString(folder.resolve("old.txt"), OLD);
        Path young =
                Files.writeString(folder.resolve("new.txt"), OLD.replace("[counts]", "[sums]"));
        JsonNode shown = json("topology", "show", old.toString(), "--output", "json");
        assertEquals("counts", shown.at("/subTopologies/0/nodes/1/stores/0").asText());
        assertEquals("source", shown.at("/subTopologies/0/nodes/0/kind").asText());
        Tools.Run run =
                run("topology", "check", old.toString(), young.toString(), "--output", "json");
        assertEquals(1, run.code());
        JsonNode checked = JSON.readTree(run.output());
        assertEquals("BREAKING", checked.get("verdict").asText());
        assertTrue(checked.at("/changes/0/what").asText().contains("counts"), run.output());
        assertEquals(
                "EQUAL",
                json("topology", "check", old.toString(), old.toString(), "--output", "json")
                        .get("verdict")
                        .asText());
    }

    /** Shells complete what picocli knows. */
    @Test
    void shouldCompleteFormats() {
        String script = Tools.output("completion", "bash");
        for (String command : List.of("top", "topology_show", "topology_check", "storage_info")) {
            int at = script.indexOf("function _picocli_leat_" + command + "()");
            assertTrue(at > 0, command);
            String function = script.substring(at, script.indexOf("\n}", at));
            assertTrue(function.contains("--output"), function);
        }
    }
}
