package io.leat.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.MetricName;
import io.leat.common.config.ConfigException;
import io.leat.common.utils.Time;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Metrics are shown through JMX under the names that Kafka's reporter gives them. */
class JmxReporterTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** Time that stands still. */
    private static final class Standing implements Time {
        @Override
        public long milliseconds() {
            return 0;
        }

        @Override
        public long nanoseconds() {
            return 0;
        }

        @Override
        public void sleep(long ms) {
            throw new UnsupportedOperationException();
        }
    }

    private static Metrics ours(String domain, JmxReporter reporter) {
        return new Metrics(
                new MetricConfig(),
                List.of(reporter),
                new Standing(),
                new KafkaMetricsContext(domain));
    }

    private static org.apache.kafka.common.metrics.Metrics theirs(String domain) {
        return new org.apache.kafka.common.metrics.Metrics(
                new org.apache.kafka.common.metrics.MetricConfig(),
                List.of(new org.apache.kafka.common.metrics.JmxReporter()),
                org.apache.kafka.common.utils.Time.SYSTEM,
                new org.apache.kafka.common.metrics.KafkaMetricsContext(domain));
    }

    private static Map<String, String> tags(String... keysAndValues) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tags.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return tags;
    }

    private static final List<Map<String, String>> TAGS =
            List.of(
                    tags(),
                    tags("thread-id", "one-StreamThread-1", "task-id", "0_1"),
                    tags("topic", "a,b=c:d*?\"e", "empty", ""),
                    tags("z", "50% of. all", "a", "ä"));

    /** The MBeans of {@code domain}, without it, and their attributes. */
    private static Map<String, Set<String>> shown(String domain) throws Exception {
        Map<String, Set<String>> shown = new TreeMap<>();
        for (ObjectName name : SERVER.queryNames(new ObjectName(domain + ":*"), null)) {
            Set<String> attributes = new TreeSet<>();
            Arrays.stream(SERVER.getMBeanInfo(name).getAttributes())
                    .forEach(each -> attributes.add(each.getName() + " (" + each.getDescription()));
            shown.put(name.toString().substring(domain.length()), attributes);
        }
        return shown;
    }

    @Test
    void shouldShowWhatKafkasReporterShows() throws Exception {
        try (Metrics ours = ours("ours", new JmxReporter());
                org.apache.kafka.common.metrics.Metrics theirs = theirs("theirs")) {
            for (Map<String, String> tags : TAGS) {
                for (String name : List.of("rate", "total")) {
                    ours.addMetric(
                            ours.metricName(name, "group", "how many", tags),
                            (Gauge<Double>) (config, now) -> 7.0);
                    theirs.addMetric(
                            theirs.metricName(name, "group", "how many", tags),
                            (org.apache.kafka.common.metrics.Gauge<Double>) (config, now) -> 7.0);
                }
            }
            Map<String, Set<String>> expected = shown("theirs");
            expected.remove(":type=kafka-metrics-count"); // how many metrics there are
            assertEquals(TAGS.size(), expected.size());
            assertEquals(expected, shown("ours"));
            assertEquals(7.0, SERVER.getAttribute(new ObjectName("ours:type=group"), "rate"));
            assertEquals(
                    2,
                    SERVER.getAttributes(
                                    new ObjectName("ours:type=group"),
                                    new String[] {"rate", "total", "none"})
                            .size());
            assertThrows(
                    AttributeNotFoundException.class,
                    () -> SERVER.getAttribute(new ObjectName("ours:type=group"), "none"));
        }
        assertEquals(Map.of(), shown("ours"), "after the end");
    }

    @Test
    void shouldTakeMetricsAwayThatGo() throws Exception {
        JmxReporter reporter = new JmxReporter();
        try (Metrics metrics = ours("going", reporter)) {
            MetricName one = metrics.metricName("one", "group", "", Map.of());
            MetricName two = metrics.metricName("two", "group", "", Map.of());
            metrics.addMetric(one, (Gauge<String>) (config, now) -> "text");
            metrics.addMetric(two, (Gauge<Double>) (config, now) -> 1.0);
            metrics.removeMetric(one);
            assertEquals(Map.of(":type=group", Set.of("two (")), shown("going"));
            assertTrue(reporter.containsMbean("going:type=group"));
            metrics.removeMetric(two);
            assertEquals(Map.of(), shown("going"));
            assertFalse(reporter.containsMbean("going:type=group"));
        }
    }

    @Test
    void shouldShowWhatIsIncludedAndNotExcluded() throws Exception {
        JmxReporter reporter = new JmxReporter();
        reporter.configure(Map.of(JmxReporter.INCLUDE_CONFIG, ".*type=(a|b).*"));
        try (Metrics metrics = ours("chosen", reporter)) {
            for (String group : List.of("a", "b", "c")) {
                metrics.addMetric(
                        metrics.metricName("x", group, "", Map.of()),
                        (Gauge<Double>) (config, now) -> 1.0);
            }
            assertEquals(Set.of(":type=a", ":type=b"), shown("chosen").keySet());
            reporter.reconfigure(Map.of(JmxReporter.EXCLUDE_CONFIG, ".*type=a"));
            assertEquals(Set.of(":type=b", ":type=c"), shown("chosen").keySet());
            assertThrows(
                    ConfigException.class,
                    () -> reporter.validateReconfiguration(Map.of("metrics.jmx.include", "(")));
        }
    }
}
