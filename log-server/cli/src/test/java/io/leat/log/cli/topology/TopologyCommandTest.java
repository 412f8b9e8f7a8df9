package io.leat.log.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopologyCommandTest {

    private static final String COUNTS =
            """
            Topologies:
               Sub-topology: 0
                Source: KSTREAM-SOURCE-0000000000 (topics: [lines, more])
                  --> KSTREAM-FLATMAPVALUES-0000000001
                Processor: KSTREAM-FLATMAPVALUES-0000000001 (stores: [])
                  --> KSTREAM-KEY-SELECT-0000000002
                  <-- KSTREAM-SOURCE-0000000000
                Processor: KSTREAM-KEY-SELECT-0000000002 (stores: [])
                  --> KSTREAM-FILTER-0000000005
                  <-- KSTREAM-FLATMAPVALUES-0000000001
                Processor: KSTREAM-FILTER-0000000005 (stores: [])
                  --> KSTREAM-SINK-0000000004
                  <-- KSTREAM-KEY-SELECT-0000000002
                Sink: KSTREAM-SINK-0000000004 (topic: KSTREAM-AGGREGATE-STATE-STORE-0000000003-repartition)
                  <-- KSTREAM-FILTER-0000000005

              Sub-topology: 1
                Source: KSTREAM-SOURCE-0000000006 (topics: [KSTREAM-AGGREGATE-STATE-STORE-0000000003-repartition])
                  --> KSTREAM-AGGREGATE-0000000003
                Processor: KSTREAM-AGGREGATE-0000000003 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000003])
                  --> KTABLE-TOSTREAM-0000000007
                  <-- KSTREAM-SOURCE-0000000006
                Processor: KTABLE-TOSTREAM-0000000007 (stores: [])
                  --> KSTREAM-SINK-0000000008
                  <-- KSTREAM-AGGREGATE-0000000003
                Sink: KSTREAM-SINK-0000000008 (topic: counts)
                  <-- KTABLE-TOSTREAM-0000000007

            """;

    @TempDir Path directory;
    private String said = "";

    private int run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line =
                Leat.commandLine("topology")
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(out));
        int code = line.execute(arguments);
        said = out.toString();
        return code;
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private int check(String old, String young) throws Exception {
        return run("topology", "check", file("old", old), file("new", young));
    }

    private static String renumbered() {
        return COUNTS.replace("STORE-0000000003", "STORE-0000000004");
    }

    @Test
    void shouldShowATreeAndWarnOfGeneratedNames() throws Exception {
        assertEquals(0, run("topology", "show", file("t", "INFO here it is\n" + COUNTS)));
        assertTrue(said.contains("lines, more ▶ KSTREAM-SOURCE-0000000000"), said);
        assertTrue(
                said.contains(
                        "     └─ KTABLE-TOSTREAM-0000000007\n"
                                + "        └─ KSTREAM-SINK-0000000008 ▶ counts"),
                said);
        assertTrue(said.contains("Generated names of what keeps data: KSTREAM-AGGREGATE"), said);
    }

    @Test
    void shouldDrawAPictureThatIsXml() throws Exception {
        Path svg = directory.resolve("t.svg");
        Path html = directory.resolve("t.html");
        assertEquals(
                0,
                run(
                        "topology",
                        "show",
                        file("t", COUNTS.replace("counts", "a<b>&c")),
                        "--svg",
                        svg.toString(),
                        "--html",
                        html.toString()));
        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        assertEquals(2 + 9, picture.getElementsByTagName("rect").getLength());
        assertEquals(7, edges(Files.readString(svg)));
        assertTrue(Files.readString(html).contains("a&lt;b&gt;&amp;c"));
    }

    private static int edges(String svg) {
        return svg.split("class=\"edge\"", -1).length - 1;
    }

    @Test
    void shouldFindNothingInTheSameTopology() throws Exception {
        assertEquals(0, check(COUNTS, COUNTS));
        assertEquals("Equal in all that keeps data.", said.strip());
    }

    @Test
    void shouldCallARenumberedStoreBreakingAndSayHowToKeepIt() throws Exception {
        assertEquals(1, check(COUNTS, renumbered()));
        assertTrue(
                said.contains(
                        "BREAKING: store KSTREAM-AGGREGATE-STATE-STORE-0000000003 is now"
                                + " KSTREAM-AGGREGATE-STATE-STORE-0000000004"),
                said);
        assertTrue(
                said.contains("Materialized.as(\"KSTREAM-AGGREGATE-STATE-STORE-0000000003\")"),
                said);
        assertTrue(said.contains("records on their way in it are not read"), said);
    }

    @Test
    void shouldCallAStoreThatIsGoneBreakingAndANewOneSafe() throws Exception {
        String named = COUNTS.replace("KSTREAM-AGGREGATE-STATE-STORE-0000000003", "words");
        String more = named.replace("stores: [words]", "stores: [words, seen]");
        assertEquals(0, check(named, more));
        assertTrue(said.contains("SAFE: store seen is new"), said);
        assertTrue(said.endsWith("Safe.\n"), said);
        assertEquals(1, check(more, named));
        assertTrue(said.contains("BREAKING: store seen is gone"), said);
    }

    @Test
    void shouldCallAStoreOfOtherTasksMigratable() throws Exception {
        String named = COUNTS.replace("KSTREAM-AGGREGATE-STATE-STORE-0000000003", "words");
        String moved = named.replace("Sub-topology: 1", "Sub-topology: 2");
        assertEquals(0, check(named, moved));
        assertTrue(said.contains("MIGRATABLE: store words moves from sub-topology 1 to 2"), said);
    }

    @Test
    void shouldTellOfTopics() throws Exception {
        assertEquals(0, check(COUNTS, COUNTS.replace("lines, more", "lines, other")));
        assertTrue(said.contains("topic more is no longer read"), said);
        assertTrue(said.contains("topic other is read from now on"), said);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        assertEquals(1, run("topology", "show", file("t", "hello")));
        assertTrue(said.contains("does not describe a topology"), said);
        assertEquals(1, run("topology", "show", directory.resolve("none").toString()));
        assertTrue(said.contains("There is no file"), said);
        String cut = COUNTS.substring(0, COUNTS.indexOf("    Sink: KSTREAM-SINK-0000000004"));
        assertEquals(1, run("topology", "show", file("t", cut)));
        assertTrue(said.contains("the text is not complete"), said);
    }

    @Test
    void shouldKnowAStoreThatKeepsItsDataUnderAFormerName() throws Exception {
        String store = "KSTREAM-AGGREGATE-STATE-STORE-0000000003";
        Path before = Files.writeString(directory.resolve("old"), COUNTS);
        String named = COUNTS.replace("(stores: [" + store + "])", "(stores: [counts])");
        Path renamed =
                Files.writeString(
                        directory.resolve("renamed"),
                        named + "  Renamed: counts from " + store + "\n");
        Path lost = Files.writeString(directory.resolve("lost"), named);
        assertEquals(0, run("topology", "check", before.toString(), renamed.toString()), said);
        assertTrue(said.contains("store counts goes on with the changelog of " + store), said);
        assertEquals(0, run("topology", "check", renamed.toString(), renamed.toString()), said);
        assertTrue(run("topology", "check", before.toString(), lost.toString()) != 0, said);
    }
}
