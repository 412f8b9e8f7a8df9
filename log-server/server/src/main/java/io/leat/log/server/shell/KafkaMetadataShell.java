package io.leat.log.server.shell;

import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.LeatCommand;
import io.leat.log.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kafka-metadata-shell.sh}: looks into the metadata of a node, whether it runs or not. */
@Command(
        name = "kafka-metadata-shell",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Walk in the metadata of a cluster as in folders and files.",
        footer = {
            "",
            "Example: which brokers have registered:",
            "  kafka-metadata-shell.sh -d leat-data/__cluster_metadata-0 ls /image/cluster/brokers"
        })
public final class KafkaMetadataShell implements LeatCommand {

    @Spec CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    Source source;

    /** One of these is asked for. */
    static final class Source {
        @Option(
                names = {"--snapshot", "-s"},
                paramLabel = "FILE",
                description = "A snapshot (.checkpoint), or a file of the log (.log).")
        @Nullable Path snapshot;

        @Option(
                names = {"--directory", "-d"},
                paramLabel = "FOLDER",
                description =
                        "The folder __cluster_metadata-0: its snapshot, and the log after it.")
        @Nullable Path directory;
    }

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "What to run; without, lines are read: 'help' tells which there are.")
    List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
        Path path = source.snapshot != null ? source.snapshot : source.directory;
        if (path == null) {
            throw new CommandFailure("Say where the metadata is: --snapshot or --directory.");
        }
        PrintWriter out = spec.commandLine().getOut();
        MetadataShell shell = new MetadataShell(ImageTree.of(MetadataFiles.read(path)), out);
        if (!command.isEmpty()) {
            try {
                shell.run(command);
                return 0;
            } catch (MetadataShell.Refused e) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
        }
        converse(shell, out);
        return 0;
    }

    private void converse(MetadataShell shell, PrintWriter out) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean goesOn = true;
        while (goesOn) {
            if (Terminal.isThere()) {
                out.print(">> ");
                out.flush();
            }
            String line = in.readLine();
            if (line == null) {
                return;
            }
            String words = line.trim();
            try {
                goesOn = shell.run(words.isEmpty() ? List.of() : List.of(words.split("\\s+")));
            } catch (MetadataShell.Refused e) {
                out.println(e.getMessage());
                out.flush();
            }
        }
    }
}
