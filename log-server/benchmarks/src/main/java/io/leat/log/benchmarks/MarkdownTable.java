package io.leat.log.benchmarks;

import java.util.List;
import java.util.Locale;

/** The result as a markdown table: medians, lowest and highest value, ratio, target. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String of(Samples samples, String ours, String theirs) {
        StringBuilder table = new StringBuilder();
        table.append("| measure | unit | ").append(ours).append(" | ").append(theirs);
        table.append(" | ratio | target |\n| --- | --- | ---: | ---: | ---: | --- |\n");
        for (Measure measure : samples.measures()) {
            List<Double> our = samples.sorted(measure, ours);
            List<Double> their = samples.sorted(measure, theirs);
            double ratio = Samples.median(our) / Samples.median(their);
            table.append("| ").append(measure.name()).append(" | ").append(measure.unit());
            table.append(" | ").append(cell(our)).append(" | ").append(cell(their));
            boolean both = !Double.isNaN(ratio);
            table.append(" | ").append(both ? String.format(Locale.ROOT, "%.2f", ratio) : "");
            table.append(" | ").append(target(measure, ratio)).append(" |\n");
        }
        return table.toString();
    }

    private static String cell(List<Double> sorted) {
        if (sorted.isEmpty()) {
            return "";
        }
        return sorted.size() == 1
                ? number(sorted.get(0))
                : number(Samples.median(sorted))
                        + " ("
                        + number(sorted.get(0))
                        + "–"
                        + number(sorted.get(sorted.size() - 1))
                        + ")";
    }

    private static String target(Measure measure, double ratio) {
        if (!measure.hasTarget() || Double.isNaN(ratio)) {
            return "";
        }
        return (measure.higherIsBetter() ? "≥ " : "≤ ")
                + measure.target()
                + (measure.isMetBy(ratio) ? ", met" : ", **missed**");
    }

    /** Three significant digits. */
    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
