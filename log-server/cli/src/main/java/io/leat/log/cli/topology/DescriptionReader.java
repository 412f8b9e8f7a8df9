package io.leat.log.cli.topology;

import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of {@code Topology.describe()}; lines around it, as of a log, are skipped. Used
 * once, by one thread.
 */
final class DescriptionReader {

    private static final Pattern PART =
            Pattern.compile("\\s*Sub-topology: (\\d+)( for global store.*)?.*");
    private static final Pattern NODE =
            Pattern.compile(
                    "\\s*(Source|Processor|Sink):\\s+(\\S+)\\s+\\((topics|topic|stores|extractor"
                            + " class):\\s*(.*)\\)\\s*");
    private static final Pattern RENAMED = Pattern.compile("\\s*Renamed: (\\S+) from (\\S+)\\s*");
    private static final Pattern NEXT = Pattern.compile("\\s*-->\\s+(.*)");

    private final String where;
    private final List<Described.Part> parts = new ArrayList<>();
    private final List<Described.Node> nodes = new ArrayList<>();
    private final Map<String, String> renamed = new HashMap<>();
    private int id = -1;
    private boolean global;

    private DescriptionReader(String where) {
        this.where = where;
    }

    /**
     * @param where the text is from, for errors
     * @throws CommandFailure if it describes no topology, or names a node that it does not have
     */
    static Described read(String text, String where) {
        DescriptionReader reader = new DescriptionReader(where);
        text.lines().forEach(reader::line);
        reader.endPart();
        if (reader.parts.isEmpty()) {
            throw new CommandFailure(
                    where
                            + " does not describe a topology: write there what"
                            + " builder.build().describe().toString() gives");
        }
        return new Described(reader.parts, reader.renamed);
    }

    private void line(String line) {
        Matcher part = PART.matcher(line);
        Matcher node = NODE.matcher(line);
        Matcher next = NEXT.matcher(line);
        Matcher former = RENAMED.matcher(line);
        if (former.matches()) {
            renamed.put(former.group(1), former.group(2));
        } else if (part.matches()) {
            endPart();
            id = Integer.parseInt(part.group(1));
            global = part.group(2) != null;
        } else if (id >= 0 && node.matches()) {
            nodes.add(node(node));
        } else if (!nodes.isEmpty() && next.matches()) {
            Described.Node last = nodes.remove(nodes.size() - 1);
            nodes.add(
                    new Described.Node(
                            last.kind(),
                            last.name(),
                            last.topics(),
                            last.stores(),
                            names(next.group(1))));
        }
    }

    private static Described.Node node(Matcher found) {
        Described.Kind kind =
                Described.Kind.valueOf(found.group(1).toUpperCase(java.util.Locale.ROOT));
        List<String> named = names(found.group(4));
        return switch (kind) {
            case PROCESSOR -> new Described.Node(kind, found.group(2), List.of(), named, List.of());
            case SINK, SOURCE ->
                    new Described.Node(
                            kind,
                            found.group(2),
                            found.group(3).startsWith("topic") ? named : List.of("(computed)"),
                            List.of(),
                            List.of());
        };
    }

    private static List<String> names(String text) {
        String bare = text.strip();
        if (bare.startsWith("[") && bare.endsWith("]")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return bare.isEmpty() || bare.equals("none") ? List.of() : List.of(bare.split(",\\s*"));
    }

    private void endPart() {
        if (id < 0) {
            return;
        }
        Map<String, Described.Node> byName = Described.inOrder(nodes);
        for (Described.Node node : nodes) {
            for (String next : node.next()) {
                if (!byName.containsKey(next)) {
                    throw new CommandFailure(
                            where
                                    + ": "
                                    + node.name()
                                    + " feeds "
                                    + next
                                    + ", which sub-topology "
                                    + id
                                    + " does not have: the text is not complete");
                }
            }
        }
        parts.add(new Described.Part(id, global, byName));
        nodes.clear();
        id = -1;
    }
}
