package io.leat.log.testkit.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of several runs, in words. Used by one thread. */
final class LiveTotals {

    private static final int SHOWN = 20;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<String, Integer> troubles = new TreeMap<>();
    private final List<Long> gaps = new ArrayList<>();
    private int runs;
    private int anomalies;
    private int unexpected;

    void add(LiveRun.Report report) {
        runs++;
        report.counts().forEach((what, count) -> counts.merge(what, count, Integer::sum));
        report.faults().forEach((what, count) -> faults.merge(what, count, Integer::sum));
        report.troubles().forEach((what, count) -> troubles.merge(what, count, Integer::sum));
        gaps.add(report.longestGapMs());
        anomalies += report.anomalies().size();
        unexpected += report.unexpected().size();
    }

    String text() {
        Collections.sort(gaps);
        return runs
                + " runs: "
                + anomalies
                + " anomalies, "
                + unexpected
                + " unexpected errors\n  "
                + lines(counts)
                + "\n  faults: "
                + faults
                + "\n  errors told to clients: "
                + lines(troubles)
                + "\n  longest time without an acknowledged write of each run, ms: "
                + gaps;
    }

    private static String lines(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    static String line(LiveRun.Report report) {
        return "seed "
                + report.seed()
                + ": "
                + (report.clean() ? "clean" : "NOT CLEAN")
                + ", "
                + report.faults()
                + ", "
                + lines(report.counts())
                + ", longest gap "
                + report.longestGapMs()
                + " ms";
    }

    static String detail(LiveRun.Report report, Path data) {
        return "seed "
                + report.seed()
                + ", data in "
                + data
                + "\n"
                + report.anomalies().size()
                + " anomalies: "
                + report.anomalies().stream()
                        .limit(SHOWN)
                        .map(each -> "\n    " + each.name() + ": " + each.evidence())
                        .collect(Collectors.joining())
                + "\n"
                + report.unexpected().size()
                + " unexpected errors: "
                + report.unexpected().stream()
                        .limit(SHOWN)
                        .map(each -> "\n    " + each)
                        .collect(Collectors.joining())
                + "\n    "
                + String.join("\n    ", report.diary());
    }
}
