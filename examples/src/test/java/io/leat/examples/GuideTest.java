package io.leat.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles the programs that the documents show. */
class GuideTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<String> PACKAGES =
            List.of(
                    "io.leat.common.serialization",
                    "io.leat.clients.producer",
                    "io.leat.clients.consumer",
                    "io.leat.clients.admin",
                    "io.leat.streams",
                    "io.leat.streams.errors",
                    "io.leat.streams.kstream",
                    "io.leat.streams.processor",
                    "io.leat.streams.query",
                    "io.leat.streams.state",
                    "java.time",
                    "java.util");
    private static final List<String> CLASSES =
            List.of(
                    "io.leat.streams.processor.api.ContextualProcessor",
                    "io.leat.streams.processor.api.ProcessorContext",
                    "io.leat.streams.processor.api.Record");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "streams-dsl/docs/guide.md"})
    void shouldShowOnlyProgramsThatCompile(String document) throws IOException {
        List<String> programs =
                BLOCK.matcher(Files.readString(ROOT.resolve(document)))
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        assertTrue(!programs.isEmpty(), document);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (int i = 0; i < programs.size(); i++) {
            Path file = folder.resolve("Program" + i + ".java");
            Files.writeString(file, source(i, programs.get(i)));
            StringWriter errors = new StringWriter();
            boolean compiled =
                    compiler.getTask(
                                    errors,
                                    null,
                                    null,
                                    List.of("-proc:none", "-d", folder.toString()),
                                    null,
                                    compiler.getStandardFileManager(null, null, null)
                                            .getJavaFileObjects(file))
                            .call();
            assertTrue(compiled, document + ":\n" + programs.get(i) + errors);
        }
    }

    private static String source(int number, String program) {
        return Stream.concat(PACKAGES.stream().map(name -> name + ".*"), CLASSES.stream())
                        .map(name -> "import " + name + ";\n")
                        .collect(Collectors.joining())
                + "class Program"
                + number
                + " { static void run() throws Exception {\n"
                + program
                + "}}\n";
    }
}
