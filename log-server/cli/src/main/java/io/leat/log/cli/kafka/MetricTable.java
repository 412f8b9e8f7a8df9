package io.leat.log.cli.kafka;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The metrics of a client, as the scripts that measure print them. Stateless. */
final class MetricTable {

    private MetricTable() {}

    static void print(Map<MetricName, ? extends Metric> metrics, PrintWriter out) {
        SortedMap<String, Object> values = new TreeMap<>();
        metrics.forEach(
                (name, metric) ->
                        values.put(
                                name.group() + ":" + name.name() + ":" + name.tags(),
                                metric.metricValue()));
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        String format = "%-" + Math.max(1, width) + "s";
        out.println();
        out.println(String.format(Locale.ROOT, format + "   %s", "Metric Name", "Value"));
        values.forEach(
                (name, value) ->
                        out.println(
                                String.format(Locale.ROOT, format, name)
                                        + " : "
                                        + (value instanceof Double number
                                                ? String.format(Locale.ROOT, "%.3f", number)
                                                : value)));
        out.flush();
    }
}
