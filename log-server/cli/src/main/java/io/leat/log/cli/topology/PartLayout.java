package io.leat.log.cli.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the boxes of one sub-topology stand: in rows from its sources down, each node below all
 * that feed it, and as near below them as the order of a row allows. In pixels, from the upper left
 * corner of the sub-topology. Immutable.
 */
final class PartLayout {

    static final int BOX_HEIGHT = 24;
    static final int STORE_HEIGHT = 18;
    private static final int CHARACTER = 7;
    private static final int PADDING = 20;
    private static final int GAP = 24;
    private static final int ROW = 84;

    /**
     * A node and its place.
     *
     * @param height without what it writes of stores
     */
    record Box(Described.Node node, int x, int y, int width, int height) {
        int middle() {
            return x + width / 2;
        }

        int bottom() {
            return y + height;
        }
    }

    private final Map<String, Box> boxes = new HashMap<>();
    private final int width;
    private final int height;

    PartLayout(Described.Part part) {
        Map<String, Integer> rowOf = rows(part);
        List<List<Described.Node>> rows = new ArrayList<>();
        for (Described.Node node : part.nodes().values()) {
            int row = rowOf.getOrDefault(node.name(), 0);
            while (rows.size() <= row) {
                rows.add(new ArrayList<>());
            }
            rows.get(row).add(node);
        }
        int widest = rows.stream().mapToInt(PartLayout::width).max().orElse(0);
        int y = 0;
        for (List<Described.Node> row : rows) {
            Map<String, Double> above = middlesAbove(part);
            row.sort(Comparator.comparingDouble(node -> above.getOrDefault(node.name(), 0.0)));
            int x = (widest - width(row)) / 2;
            for (Described.Node node : row) {
                Box box = new Box(node, x, y, width(node), height(node));
                boxes.put(node.name(), box);
                x += box.width() + GAP;
            }
            y += ROW;
        }
        this.width = widest;
        this.height = boxes.values().stream().mapToInt(Box::bottom).max().orElse(0);
    }

    /** The longest way from a source to each node. */
    private static Map<String, Integer> rows(Described.Part part) {
        Map<String, Integer> rows = new HashMap<>();
        boolean moved = true;
        for (int round = 0; moved && round <= part.nodes().size(); round++) {
            moved = false;
            for (Described.Node node : part.nodes().values()) {
                int below = rows.getOrDefault(node.name(), 0) + 1;
                for (String next : node.next()) {
                    if (rows.getOrDefault(next, 0) < below) {
                        rows.put(next, below);
                        moved = true;
                    }
                }
            }
        }
        return rows;
    }

    /** The mean place of what feeds a node and has its place already. */
    private Map<String, Double> middlesAbove(Described.Part part) {
        Map<String, List<Integer>> middles = new HashMap<>();
        for (Described.Node node : part.nodes().values()) {
            Box box = boxes.get(node.name());
            if (box != null) {
                node.next()
                        .forEach(
                                next ->
                                        middles.computeIfAbsent(next, name -> new ArrayList<>())
                                                .add(box.middle()));
            }
        }
        Map<String, Double> mean = new HashMap<>();
        middles.forEach(
                (name, all) ->
                        mean.put(
                                name,
                                all.stream().mapToInt(Integer::intValue).average().orElse(0)));
        return mean;
    }

    private static int width(List<Described.Node> row) {
        return row.stream().mapToInt(PartLayout::width).sum() + GAP * (row.size() - 1);
    }

    private static int width(Described.Node node) {
        int longest = node.name().length();
        for (String line : below(node)) {
            longest = Math.max(longest, line.length());
        }
        return longest * CHARACTER + PADDING;
    }

    private static int height(Described.Node node) {
        return BOX_HEIGHT + below(node).size() * STORE_HEIGHT;
    }

    /** What is written below the name of a node: its topics or its stores. */
    static List<String> below(Described.Node node) {
        return node.kind() == Described.Kind.PROCESSOR ? node.stores() : node.topics();
    }

    Iterable<Box> boxes() {
        return boxes.values().stream()
                .sorted(Comparator.comparing((Box box) -> box.y()).thenComparing(Box::x))
                .toList();
    }

    Box box(String name) {
        Box box = boxes.get(name);
        if (box == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return box;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
