package io.leat.log.protocol.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema that says everything a schema can say, and the sources that come of it. */
class GoldenFilesTest {

    @TempDir Path schemas;
    @TempDir Path sources;

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path source(String name) {
        return sources.resolve("io/leat/log/protocol/message").resolve(name);
    }

    private void generate() throws IOException {
        Main.main(new String[] {schemas.toString(), sources.toString()});
    }

    @BeforeEach
    void writeSchema() throws IOException {
        Files.createDirectories(schemas.resolve("api"));
        Files.writeString(schemas.resolve("api/sample.msg"), golden("sample.msg"));
        generate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SampleRequest", "SampleResponse", "SampleRecord", "SampleState"})
    void shouldWriteTheSourceOfAMessage(String name) throws IOException {
        assertEquals(golden(name + ".java.txt"), Files.readString(source(name + ".java")));
    }

    @Test
    void shouldWriteTheReadersOfMessagesKnownAtRunTimeOnly() throws IOException {
        String api = Files.readString(source("ApiMessages.java"));
        assertTrue(api.contains("case SAMPLE -> SampleRequest.read(in);"), api);
        assertTrue(api.contains("case SAMPLE -> SampleResponse.read(in);"), api);
        String records = Files.readString(source("MetadataRecords.java"));
        assertTrue(records.contains("case SampleRecord.TYPE -> SampleRecord.read(in);"), records);
        try (Stream<Path> files = Files.list(source("."))) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(
                    List.of(
                            "ApiMessages.java",
                            "MetadataRecords.java",
                            "SampleRecord.java",
                            "SampleRequest.java",
                            "SampleResponse.java",
                            "SampleState.java"),
                    names);
        }
    }

    @Test
    void shouldTouchOnlyWhatChangesAndDeleteWhatIsGone() throws IOException {
        FileTime then = FileTime.fromMillis(1_000_000);
        for (String name : List.of("SampleState.java", "SampleRecord.java")) {
            Files.setLastModifiedTime(source(name), then);
        }
        String changed =
                golden("sample.msg")
                        .replace("text: string", "text: string?")
                        .replaceFirst("(?s)api 7.*record 3", "record 3");
        Files.writeString(schemas.resolve("api/sample.msg"), changed);
        generate();
        assertEquals(then, Files.getLastModifiedTime(source("SampleRecord.java")));
        assertTrue(Files.readString(source("SampleState.java")).contains("nullableString"));
        assertFalse(Files.exists(source("SampleRequest.java")));
    }

    @Test
    void shouldRefuseASecondMessageOfTheSameName() throws IOException {
        Files.writeString(
                schemas.resolve("twin.msg"), "\ndata SampleState  versions 0\n  a: int8\n");
        var failure = assertThrows(SchemaException.class, this::generate);
        assertEquals("twin.msg:2: a second message is called SampleState", failure.getMessage());
    }

    @Test
    void shouldSayHowItIsCalled() {
        var failure =
                assertThrows(
                        IllegalArgumentException.class, () -> Main.main(new String[] {"alone"}));
        assertEquals("usage: Main SCHEMA_FOLDER SOURCE_FOLDER", failure.getMessage());
    }
}
