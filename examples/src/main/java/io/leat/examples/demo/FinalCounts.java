package io.leat.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the table of counts out of the sink's file of changes. */
final class FinalCounts {

    private FinalCounts() {}

    /** The last count of each word, by word. */
    static Map<String, Long> read(Path updates) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : Files.readAllLines(updates, StandardCharsets.UTF_8)) {
            int tab = line.indexOf('\t');
            counts.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
        }
        return counts;
    }

    /** Writes {@code word<TAB>count} lines, sorted; the file appears whole or not at all. */
    static void write(Map<String, Long> counts, Path output) throws IOException {
        List<String> lines = new ArrayList<>(counts.size());
        counts.forEach((word, count) -> lines.add(word + "\t" + count));
        Path parent = output.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path fresh = output.resolveSibling(output.getFileName() + ".tmp");
        Files.write(fresh, lines, StandardCharsets.UTF_8);
        Files.move(fresh, output, StandardCopyOption.REPLACE_EXISTING);
    }
}
