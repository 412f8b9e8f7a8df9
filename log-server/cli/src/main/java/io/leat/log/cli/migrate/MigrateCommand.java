package io.leat.log.cli.migrate;

import io.leat.log.cli.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat migrate}: replaces Apache Kafka's names in a program by Leat's. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Replace Apache Kafka's class names in a program by Leat's.",
        footer = {
            "",
            "Without --write it prints what it would change, as a diff. It looks into sources (Java,"
                    + " Kotlin, Scala, Groovy) and settings (properties, YAML, XML, JSON), and says"
                    + " which classes Leat does not have and which dependencies to replace.",
            "",
            "Examples:",
            "  leat migrate src",
            "  leat migrate . --write"
        })
public final class MigrateCommand implements Callable<Integer> {

    /** What to depend on instead of Kafka's artifacts. */
    private static final Map<String, String> ARTIFACTS =
            new TreeMap<>(
                    Map.of(
                            "kafka-clients", "leat-client",
                            "kafka-streams", "leat-streams-dsl",
                            "kafka-streams-test-utils", "leat-streams-dsl",
                            "connect-api", "leat-connect-api",
                            "connect-transforms", "leat-connect-transforms",
                            "connect-json", "leat-connect-connectors",
                            "connect-file", "leat-connect-connectors",
                            "connect-runtime", "leat-connect-worker"));

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where the program is.")
    Path directory;

    @Option(names = "--write", description = "Change the files.")
    boolean write;

    private final Renaming renaming = new Renaming(MigrateCommand::isThere);
    private final List<String> notes = new ArrayList<>();
    private int files;
    private long lines;

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, MigrateCommand.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(
                    directory + " is not a directory: name the one that has the sources");
        }
        PrintWriter out = spec.commandLine().getOut();
        for (Path file : SourceTree.files(directory)) {
            look(file, out);
        }
        notes.forEach(out::println);
        out.println(summary());
        out.flush();
        return 0;
    }

    private void look(Path file, PrintWriter out) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            notes.add(file + ": left alone, it is not UTF-8");
            return;
        }
        if (SourceTree.isBuild(file)) {
            dependencies(file, text);
            return;
        }
        if (SourceTree.isService(file) && file.getFileName().toString().startsWith("org.apache.")) {
            notes.add(file + ": rename it, its name is that of a class of Kafka");
        }
        Renaming.Renamed renamed =
                SourceTree.isSource(file) ? renaming.source(text) : renaming.settings(text);
        renamed.missing()
                .forEach(
                        each ->
                                notes.add(
                                        file
                                                + ":"
                                                + each.line()
                                                + ": Leat does not have "
                                                + each.name()));
        if (!renamed.text().equals(text)) {
            change(file, text, renamed.text(), out);
        }
    }

    private void change(Path file, String before, String after, PrintWriter out)
            throws IOException {
        files++;
        lines += LineDiff.count(before, after);
        if (write) {
            SourceTree.write(file, after);
        } else {
            LineDiff.of(file.toString(), before, after).forEach(out::println);
        }
    }

    private void dependencies(Path file, String text) {
        if (text.contains("org.apache.kafka")) {
            ARTIFACTS.forEach(
                    (kafka, leat) -> {
                        if (text.matches("(?s).*[>:'\"]" + kafka + "[<:'\"].*")) {
                            notes.add(
                                    file
                                            + ": replace org.apache.kafka:"
                                            + kafka
                                            + " by io.leat:"
                                            + leat);
                        }
                    });
        }
    }

    private String summary() {
        if (files == 0) {
            return "Nothing to change: no class of Apache Kafka is named in " + directory + ".";
        }
        String extent = lines + " lines in " + files + " files";
        return write
                ? extent + " changed. Review them, and build."
                : extent + " would change; --write changes them.";
    }
}
