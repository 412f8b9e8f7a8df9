package io.leat.log.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: for each measure and each side the values of all rounds. One thread. */
final class Samples {

    private final Map<Measure, Map<String, List<Double>>> values = new LinkedHashMap<>();

    void add(Measure measure, String side, double value) {
        values.computeIfAbsent(measure, any -> new LinkedHashMap<>())
                .computeIfAbsent(side, any -> new ArrayList<>())
                .add(value);
    }

    Iterable<Measure> measures() {
        return values.keySet();
    }

    /** The values of a side in ascending order. */
    List<Double> sorted(Measure measure, String side) {
        List<Double> sorted =
                new ArrayList<>(
                        values.getOrDefault(measure, Map.of()).getOrDefault(side, List.of()));
        Collections.sort(sorted);
        return sorted;
    }

    static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
