package io.leat.log.cli.migrate;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts of equally many lines, as a unified diff. Stateless. */
final class LineDiff {

    private static final int CONTEXT = 3;

    private LineDiff() {}

    /**
     * @param file is named in the head
     */
    static List<String> of(String file, String before, String after) {
        List<String> old = before.lines().toList();
        List<String> young = after.lines().toList();
        List<String> out = new ArrayList<>(List.of("--- " + file, "+++ " + file));
        int line = nextChange(old, young, 0);
        while (line < old.size()) {
            int from = Math.max(0, line - CONTEXT);
            int last = line;
            int next = nextChange(old, young, line + 1);
            while (next < old.size() && next - last <= 2 * CONTEXT) {
                last = next;
                next = nextChange(old, young, next + 1);
            }
            hunk(old, young, from, Math.min(old.size(), last + CONTEXT + 1), out);
            line = next;
        }
        return out;
    }

    /** How many lines differ. */
    static long count(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> young = after.lines().toList();
        int changed = 0;
        for (int i = nextChange(old, young, 0); i < old.size(); ) {
            changed++;
            i = nextChange(old, young, i + 1);
        }
        return changed;
    }

    private static int nextChange(List<String> old, List<String> young, int from) {
        int line = from;
        while (line < old.size() && old.get(line).equals(young.get(line))) {
            line++;
        }
        return line;
    }

    private static void hunk(
            List<String> old, List<String> young, int from, int to, List<String> out) {
        String range = (from + 1) + "," + (to - from);
        out.add("@@ -" + range + " +" + range + " @@");
        int line = from;
        while (line < to) {
            if (old.get(line).equals(young.get(line))) {
                out.add(" " + old.get(line));
                line++;
                continue;
            }
            int end = line;
            while (end < to && !old.get(end).equals(young.get(end))) {
                end++;
            }
            old.subList(line, end).forEach(each -> out.add("-" + each));
            young.subList(line, end).forEach(each -> out.add("+" + each));
            line = end;
        }
    }
}
