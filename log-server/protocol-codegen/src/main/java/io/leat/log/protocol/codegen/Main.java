package io.leat.log.protocol.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The generator: schemas in one folder, sources in another. Run by the build, on one thread. It
 * touches only files whose content changes, so that nothing is compiled again for nothing.
 */
public final class Main {

    private Main() {}

    /** {@code arguments}: the folder of the schemas and the root of the generated sources. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: Main SCHEMA_FOLDER SOURCE_FOLDER");
        }
        Path target = Path.of(arguments[1], RecordWriter.PACKAGE.split("\\."));
        write(target, sources(parse(Path.of(arguments[0]))));
    }

    private static List<Schema> parse(Path folder) throws IOException {
        List<Schema> schemas = new ArrayList<>();
        for (Path file : files(folder, ".msg")) {
            schemas.addAll(
                    SchemaParser.parse(file.getFileName().toString(), Files.readString(file)));
        }
        return schemas;
    }

    /** The sources by file name. */
    private static Map<String, String> sources(List<Schema> schemas) {
        Map<String, String> sources = new HashMap<>();
        for (Schema schema : schemas) {
            String name = schema.name() + ".java";
            if (sources.put(name, RecordWriter.write(schema)) != null) {
                throw new SchemaException(
                        schema.file(),
                        schema.line(),
                        "a second message is called " + schema.name());
            }
        }
        sources.put("ApiMessages.java", DispatchWriter.apiMessages(schemas));
        sources.put("MetadataRecords.java", DispatchWriter.metadataRecords(schemas));
        return sources;
    }

    private static void write(Path target, Map<String, String> sources) throws IOException {
        Files.createDirectories(target);
        for (Path old : files(target, ".java")) {
            if (!sources.containsKey(old.getFileName().toString())) {
                Files.delete(old);
            }
        }
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = target.resolve(source.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
                Files.writeString(file, source.getValue());
            }
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
