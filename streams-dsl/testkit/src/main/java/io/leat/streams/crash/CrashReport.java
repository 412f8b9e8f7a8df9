package io.leat.streams.crash;

import java.util.List;
import java.util.Map;

/**
 * What a crash test found. Immutable.
 *
 * @param points the commit points of the calm run, in their order
 * @param crashes how many runs were crashed
 * @param equalities in which sense each output topic was compared
 * @param findings what was wrong, ready to be read; empty if nothing was
 */
public record CrashReport(
        List<String> points, int crashes, Map<String, Equality> equalities, List<String> findings) {

    /** Whether every run left behind what the calm one did. */
    public boolean clean() {
        return findings.isEmpty();
    }

    /** All of it, for people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(crashes)
                .append(" crashed runs, ")
                .append(points.size())
                .append(" commit points, ")
                .append(clean() ? "no difference" : findings.size() + " differences")
                .append(".\n");
        equalities.forEach(
                (topic, equality) ->
                        text.append("topic ")
                                .append(topic)
                                .append(": ")
                                .append(equality.compared())
                                .append(".\n"));
        findings.forEach(finding -> text.append('\n').append(finding).append('\n'));
        return text.toString();
    }
}
