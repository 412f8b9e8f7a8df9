package io.leat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A program for Apache Kafka compiles with Leat once {@code leat migrate} went over it. */
final class MigrateTest {

    private static final String PROGRAM =
            """
            package orders;

            import static org.apache.kafka.streams.StreamsConfig.APPLICATION_ID_CONFIG;

            import java.time.Duration;
            import java.util.Properties;
            import org.apache.kafka.clients.consumer.*;
            import org.apache.kafka.clients.producer.KafkaProducer;
            import org.apache.kafka.clients.producer.ProducerRecord;
            import org.apache.kafka.common.serialization.Serdes;
            import org.apache.kafka.streams.KafkaStreams;
            import org.apache.kafka.streams.StreamsBuilder;
            import org.apache.kafka.streams.kstream.TimeWindows;
            import org.apache.kafka.streams.kstream.Windowed;

            /** Counts with {@link KafkaStreams}. */
            public class Orders {
                public static void main(String[] args) {
                    Properties settings = new Properties();
                    settings.put(APPLICATION_ID_CONFIG, "KafkaStreams of orders");
                    settings.put("default.key.serde",
                            "org.apache.kafka.common.serialization.Serdes$StringSerde");
                    StreamsBuilder builder = new StreamsBuilder();
                    builder.<String, String>stream("orders")
                            .groupByKey()
                            .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
                            .count()
                            .toStream((Windowed<String> key, Long count) -> key.key())
                            .to("counts");
                    try (KafkaStreams streams = new KafkaStreams(builder.build(), settings);
                            KafkaProducer<String, String> producer = new KafkaProducer<>(
                                    settings, Serdes.String().serializer(), Serdes.String().serializer());
                            KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
                        KafkaStreams.State state = streams.state();
                        producer.send(new ProducerRecord<>("orders", "a", state.toString()));
                        ConsumerRecords<String, String> records = consumer.poll(Duration.ZERO);
                    }
                }
            }
            """;

    @TempDir Path directory;
    private Path source;

    @BeforeEach
    void write() throws Exception {
        source = Files.createDirectories(directory.resolve("src/orders")).resolve("Orders.java");
        Files.writeString(source, PROGRAM);
        Files.writeString(
                directory.resolve("worker.properties"),
                "converter=org.apache.kafka.connect.storage.StringConverter\n");
        Files.writeString(
                directory.resolve("pom.xml"),
                "<groupId>org.apache.kafka</groupId><artifactId>kafka-streams</artifactId>\n");
    }

    private String migrate(String... options) {
        StringWriter said = new StringWriter();
        CommandLine line = Leat.commandLine("migrate").setOut(new PrintWriter(said));
        assertEquals(
                0,
                line.execute(
                        options.length == 0
                                ? new String[] {"migrate", directory.toString()}
                                : new String[] {"migrate", directory.toString(), options[0]}));
        return said.toString();
    }

    @Test
    void shouldOnlySayWhatItWouldChange() throws Exception {
        String said = migrate();
        assertTrue(said.contains("-import org.apache.kafka.streams.KafkaStreams;"), said);
        assertTrue(said.contains("+import io.leat.streams.LeatStreams;"), said);
        assertTrue(
                said.contains("org.apache.kafka:kafka-streams by io.leat:leat-streams-dsl"), said);
        assertTrue(said.contains("lines in 2 files would change"), said);
        assertEquals(PROGRAM, Files.readString(source));
    }

    @Test
    void shouldMakeAProgramThatCompiles() throws Exception {
        migrate("--write");
        String text = Files.readString(source);
        assertFalse(text.contains("org.apache.kafka"), text);
        assertTrue(text.contains("\"KafkaStreams of orders\""), text);
        assertEquals(
                "converter=io.leat.connect.storage.StringConverter\n",
                Files.readString(directory.resolve("worker.properties")));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled =
                compiler.getTask(
                                said,
                                null,
                                null,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        directory.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path")),
                                null,
                                compiler.getStandardFileManager(null, null, null)
                                        .getJavaFileObjects(source))
                        .call();
        assertTrue(compiled, said.toString());
        assertTrue(migrate().contains("Nothing to change"), "a second time");
    }

    @Test
    void shouldNameWhatLeatDoesNotHave() throws Exception {
        Files.writeString(source, "import org.apache.kafka.tools.SomethingElse;\n");
        String said = migrate();
        assertTrue(
                said.contains(":1: Leat does not have org.apache.kafka.tools.SomethingElse"), said);
    }
}
