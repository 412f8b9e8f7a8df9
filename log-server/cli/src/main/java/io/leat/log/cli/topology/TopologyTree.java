package io.leat.log.cli.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A topology as lines of text, from its sources down. Used once, by one thread. */
final class TopologyTree {

    private final List<String> lines = new ArrayList<>();
    private final Set<String> shown = new HashSet<>();

    private TopologyTree() {}

    static List<String> of(Described topology) {
        TopologyTree tree = new TopologyTree();
        for (Described.Part part : topology.parts()) {
            tree.lines.add(
                    "Sub-topology " + part.id() + (part.global() ? ", global: no tasks" : ""));
            part.nodes().values().stream()
                    .filter(node -> node.kind() == Described.Kind.SOURCE)
                    .forEach(source -> tree.add(part, source, "  ", "  "));
        }
        return tree.lines;
    }

    private void add(Described.Part part, Described.Node node, String first, String rest) {
        boolean again = !shown.add(node.name());
        lines.add(first + text(node) + (again && !node.next().isEmpty() ? " (above)" : ""));
        if (again) {
            return;
        }
        List<String> next = node.next();
        for (int i = 0; i < next.size(); i++) {
            boolean last = i == next.size() - 1;
            Described.Node child = part.nodes().get(next.get(i));
            if (child != null) {
                add(part, child, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
            }
        }
    }

    private static String text(Described.Node node) {
        String topics = String.join(", ", node.topics());
        String stores =
                node.stores().isEmpty() ? "" : " [" + String.join(", ", node.stores()) + "]";
        return switch (node.kind()) {
            case SOURCE -> topics + " ▶ " + node.name();
            case PROCESSOR -> node.name() + stores;
            case SINK -> node.name() + " ▶ " + topics;
        };
    }
}
