package io.leat.connect.util;

import java.util.ArrayList;
import java.util.List;

/** Divides work among tasks. */
public final class ConnectorUtils {

    public ConnectorUtils() {}

    /**
     * Divides {@code elements} into {@code numGroups} groups of neighbours; the sizes differ by one
     * at most, the first ones are the larger.
     */
    public static <T> List<List<T>> groupPartitions(List<T> elements, int numGroups) {
        if (numGroups < 1) {
            throw new IllegalArgumentException("the number of groups must be from 1: " + numGroups);
        }
        List<List<T>> groups = new ArrayList<>(numGroups);
        int size = elements.size() / numGroups;
        int larger = elements.size() % numGroups;
        int from = 0;
        for (int group = 0; group < numGroups; group++) {
            int to = from + size + (group < larger ? 1 : 0);
            groups.add(List.copyOf(elements.subList(from, to)));
            from = to;
        }
        return groups;
    }
}
