package io.leat.common.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the setting that a person probably meant. Stateless. */
final class NearestName {

    private NearestName() {}

    /** The known name with the fewest edits, if they are few for its length; else null. */
    static @Nullable String of(String name, Collection<String> known) {
        String best = null;
        int bestEdits = Math.max(2, name.length() / 4) + 1;
        for (String candidate : known) {
            int edits = edits(name, candidate);
            if (edits < bestEdits) {
                bestEdits = edits;
                best = candidate;
            }
        }
        return best;
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
