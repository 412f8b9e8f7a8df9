package io.leat.connect.runtime;

import io.leat.common.config.ConfigValue;
import io.leat.connect.connector.Connector;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.sink.SinkConnector;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.source.ConnectorTransactionBoundaries;
import io.leat.connect.source.ExactlyOnceSupport;
import io.leat.connect.source.SourceConnector;
import io.leat.connect.source.SourceTask;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds all that is wrong with a connector's settings before anything of it starts. */
final class ConnectorCheck {

    private final Map<String, String> settings;
    private final Connector connector;
    private final Set<String> problems = new LinkedHashSet<>();

    private ConnectorCheck(Map<String, String> settings, Connector connector) {
        this.settings = settings;
        this.connector = connector;
    }

    /** Throws a ConnectException that names every problem. */
    static void check(Map<String, String> settings, Connector connector, WorkerConfig worker) {
        new ConnectorCheck(settings, connector).run(worker);
    }

    private void run(WorkerConfig worker) {
        add(ConnectorConfig.keys(connector).validate(settings));
        add(connector.validate(settings).configValues());
        if (connector instanceof SinkConnector) {
            checkSink();
        } else if (connector instanceof SourceConnector source) {
            checkSource(source, worker);
        } else {
            problems.add(
                    connector.getClass().getName()
                            + " is neither a SourceConnector nor a SinkConnector.");
        }
        if (!problems.isEmpty()) {
            throw new ConnectException(
                    "the settings of connector "
                            + ConnectorConfig.nameIn(settings)
                            + " are wrong: "
                            + String.join(" ", problems));
        }
    }

    private void add(List<ConfigValue> values) {
        values.forEach(value -> problems.addAll(value.errorMessages()));
    }

    private String get(String key) {
        return Objects.requireNonNullElse(settings.get(key), "").trim();
    }

    private void checkSink() {
        String topics = get(SinkTask.TOPICS_CONFIG);
        String regex = get(SinkTask.TOPICS_REGEX_CONFIG);
        if (topics.isEmpty() && regex.isEmpty()) {
            problems.add("A sink needs topics=... or topics.regex=... to know what to read.");
        } else if (!topics.isEmpty() && !regex.isEmpty()) {
            problems.add("topics and topics.regex contradict each other: set one of them.");
        }
        Pattern pattern = compile(regex);
        String letters = get(ConnectorKeys.DLQ_TOPIC);
        boolean readsLetters =
                Arrays.asList(topics.split("\\s*,\\s*")).contains(letters)
                        || pattern != null && pattern.matcher(letters).matches();
        if (!letters.isEmpty() && readsLetters) {
            problems.add(
                    ConnectorKeys.DLQ_TOPIC
                            + "="
                            + letters
                            + " is one of the topics that the sink reads: bad records would go in"
                            + " circles.");
        }
        if (!letters.isEmpty() && !get(ConnectorKeys.TOLERANCE).equals("all")) {
            problems.add(
                    ConnectorKeys.DLQ_TOPIC
                            + " needs errors.tolerance=all: else a bad record fails the task.");
        }
    }

    private @org.jspecify.annotations.Nullable Pattern compile(String regex) {
        try {
            return regex.isEmpty() ? null : Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            problems.add("topics.regex=" + regex + " is no pattern: " + e.getDescription() + ".");
            return null;
        }
    }

    private void checkSource(SourceConnector source, WorkerConfig worker) {
        boolean required = get(ConnectorKeys.EXACTLY_ONCE).equals("required");
        if (required && !worker.exactlyOnce()) {
            problems.add(
                    "exactly.once.support=required needs exactly.once.source.support=enabled in the"
                            + " settings of the worker.");
        } else if (required
                && source.exactlyOnceSupport(settings) != ExactlyOnceSupport.SUPPORTED) {
            problems.add(
                    "exactly.once.support=required, but "
                            + source.getClass().getSimpleName()
                            + " does not say that it supports that with these settings.");
        }
        boolean ownBoundaries =
                get(SourceTask.TRANSACTION_BOUNDARY_CONFIG).equalsIgnoreCase("connector");
        if (ownBoundaries
                && source.canDefineTransactionBoundaries(settings)
                        != ConnectorTransactionBoundaries.SUPPORTED) {
            problems.add(
                    "transaction.boundary=connector, but "
                            + source.getClass().getSimpleName()
                            + " cannot set boundaries; use poll or interval.");
        }
    }
}
