package io.leat.log.cli.topology;

import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.OutputOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat topology}: shows a topology, and what a change of it does to its state. */
@Command(
        name = "topology",
        mixinStandardHelpOptions = true,
        description = "Show a topology, or what a change of it does to its state.",
        footer = {
            "",
            "FILE has what builder.build().describe().toString() gives, of Leat or of Kafka Streams;"
                    + " lines around it are skipped.",
            "",
            "Examples:",
            "  leat topology show orders.txt --svg orders.svg",
            "  leat topology check orders-1.txt orders-2.txt"
        })
public final class TopologyCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show or check.");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print it as a tree, or write a picture.")
    int show(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--svg", paramLabel = "FILE", description = "Write a picture.")
                    @Nullable Path svg,
            @Option(names = "--html", paramLabel = "FILE", description = "Write a page with it.")
                    @Nullable Path html,
            @Mixin OutputOptions output)
            throws IOException {
        Described topology = read(file);
        PrintWriter out = spec.commandLine().getOut();
        if (svg != null) {
            Files.writeString(svg, TopologyPicture.svg(topology));
        }
        if (html != null) {
            Files.writeString(html, TopologyPicture.html(topology, file.toString()));
        }
        if (!output.isForPeople()) {
            output.print(document(topology), out);
        } else if (svg == null && html == null) {
            TopologyTree.of(topology).forEach(out::println);
            hint(topology, out);
        }
        out.flush();
        return 0;
    }

    /** For programs: the sub-topologies with their nodes, and names that are not chosen. */
    private static Map<String, Object> document(Described topology) {
        List<Object> parts = new ArrayList<>();
        for (Described.Part part : topology.parts()) {
            List<Object> nodes = new ArrayList<>();
            for (Described.Node node : part.nodes().values()) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("name", node.name());
                object.put("kind", node.kind().name().toLowerCase(Locale.ROOT));
                object.put("topics", node.topics());
                object.put("stores", node.stores());
                object.put("next", node.next());
                nodes.add(object);
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("subTopology", part.id());
            object.put("global", part.global());
            object.put("nodes", nodes);
            parts.add(object);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("subTopologies", parts);
        document.put("generatedNames", List.copyOf(generated(topology)));
        return document;
    }

    private static Set<String> generated(Described topology) {
        Set<String> generated = new TreeSet<>(topology.keepers());
        generated.removeIf(name -> !Described.isGenerated(name));
        return generated;
    }

    private static void hint(Described topology, PrintWriter out) {
        Set<String> generated = generated(topology);
        if (!generated.isEmpty()) {
            out.println();
            out.println(
                    "Generated names of what keeps data: "
                            + String.join(", ", generated)
                            + ". An operator more before them renames them, and they begin empty:"
                            + " give them names (Materialized.as, Grouped.as, StreamJoined).");
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Compare two descriptions: what may run with the application.id and the state of the"
                        + " other? Exit code 0 if nothing is lost, 1 if something is.",
                "Serdes and what operators compute are not in a description, and not compared."
            })
    int check(
            @Parameters(paramLabel = "OLD") Path old,
            @Parameters(paramLabel = "NEW") Path young,
            @Mixin OutputOptions output)
            throws IOException {
        List<TopologyChange> changes = TopologyComparison.between(read(old), read(young));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isForPeople()) {
            print(changes, out);
        } else {
            output.print(document(changes), out);
        }
        out.flush();
        return weights(changes).contains(TopologyChange.Weight.BREAKING) ? 1 : 0;
    }

    private static void print(List<TopologyChange> changes, PrintWriter out) {
        for (TopologyChange change : changes) {
            out.println(change.weight() + ": " + change.what());
            if (!change.remedy().isEmpty()) {
                out.println("    " + change.remedy());
            }
        }
        out.println(verdict(changes));
    }

    /** For programs: the heaviest weight ({@code EQUAL} if there is no change), and the changes. */
    private static Map<String, Object> document(List<TopologyChange> changes) {
        List<Object> objects = new ArrayList<>();
        for (TopologyChange change : changes) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("weight", change.weight().name());
            object.put("what", change.what());
            object.put("remedy", change.remedy());
            objects.add(object);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "verdict", changes.isEmpty() ? "EQUAL" : Collections.max(weights(changes)).name());
        document.put("changes", objects);
        return document;
    }

    private static Set<TopologyChange.Weight> weights(List<TopologyChange> changes) {
        return changes.stream().map(TopologyChange::weight).collect(Collectors.toSet());
    }

    private static String verdict(List<TopologyChange> changes) {
        Set<TopologyChange.Weight> weights = weights(changes);
        if (changes.isEmpty()) {
            return "Equal in all that keeps data.";
        }
        if (weights.contains(TopologyChange.Weight.BREAKING)) {
            return "Breaking: with the same application.id something is lost.";
        }
        return weights.contains(TopologyChange.Weight.MIGRATABLE)
                ? "Migratable: nothing is lost if the above is done."
                : "Safe.";
    }

    private static Described read(Path file) throws IOException {
        try {
            return DescriptionReader.read(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    "There is no file "
                            + file
                            + ": write there what builder.build().describe().toString() gives",
                    e);
        }
    }
}
