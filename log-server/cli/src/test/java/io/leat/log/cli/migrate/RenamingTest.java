package io.leat.log.cli.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RenamingTest {

    private final Renaming renaming = new Renaming(name -> !name.endsWith("Missing"));

    private String source(String text) {
        return renaming.source(text).text();
    }

    @Test
    void shouldReplaceThePrefixOfImports() {
        assertEquals(
                "import static io.leat.streams.StreamsConfig.APPLICATION_ID_CONFIG;\n"
                        + "import io.leat.streams.kstream.*;\n",
                source(
                        "import static org.apache.kafka.streams.StreamsConfig.APPLICATION_ID_CONFIG;\n"
                                + "import org.apache.kafka.streams.kstream.*;\n"));
    }

    @Test
    void shouldReplaceClassesThatAreNamedAfterTheProduct() {
        assertEquals(
                "import io.leat.streams.LeatStreams;\nLeatStreams.State s = streams.state();",
                source(
                        "import org.apache.kafka.streams.KafkaStreams;\n"
                                + "KafkaStreams.State s = streams.state();"));
        assertEquals(
                "import io.leat.clients.producer.*;\nnew LeatProducer<>(settings)",
                source(
                        "import org.apache.kafka.clients.producer.*;\n"
                                + "new KafkaProducer<>(settings)"));
        assertEquals(
                "new io.leat.clients.consumer.LeatConsumer<>(settings)",
                source("new org.apache.kafka.clients.consumer.KafkaConsumer<>(settings)"));
    }

    @Test
    void shouldLeaveNamesOfOthersAlone() {
        String text =
                "import com.example.KafkaProducer;\n"
                        + "import org.apache.kafkaesque.Castle;\n"
                        + "class MyKafkaStreams extends KafkaProducer {}";
        assertEquals(text, source(text));
    }

    @Test
    void shouldLeaveWordsInStringsAlone() {
        assertEquals(
                "import io.leat.streams.LeatStreams;\n"
                        + "log(\"a \\\" KafkaStreams\"); LeatStreams x; t = \"\"\"\n KafkaStreams\"\"\";",
                source(
                        "import org.apache.kafka.streams.KafkaStreams;\n"
                                + "log(\"a \\\" KafkaStreams\"); KafkaStreams x;"
                                + " t = \"\"\"\n KafkaStreams\"\"\";"));
    }

    @Test
    void shouldReplaceClassNamesInStrings() {
        assertEquals(
                "put(\"key.serializer\", \"io.leat.common.serialization.StringSerializer\")",
                source(
                        "put(\"key.serializer\","
                                + " \"org.apache.kafka.common.serialization.StringSerializer\")"));
    }

    @Test
    void shouldSayWhatIsMissingAndWhere() {
        assertEquals(
                List.of(new Renaming.Missing(2, "org.apache.kafka.streams.Missing")),
                renaming.source("package a;\nimport org.apache.kafka.streams.Missing;\n")
                        .missing());
    }

    @Test
    void shouldReplaceOnlyKnownClassesInSettings() {
        assertEquals(
                "a=io.leat.common.serialization.StringSerializer\n"
                        + "b=org.apache.kafka.streams.Missing\nc=org.apache.kafka\n",
                renaming.settings(
                                "a=org.apache.kafka.common.serialization.StringSerializer\n"
                                        + "b=org.apache.kafka.streams.Missing\nc=org.apache.kafka\n")
                        .text());
    }
}
