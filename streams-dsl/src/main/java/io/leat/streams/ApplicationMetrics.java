package io.leat.streams;

import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;

import io.leat.common.metrics.Sensor.RecordingLevel;
import io.leat.log.runtime.Clock;
import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.RecordingThread;
import java.util.Objects;
import java.util.function.Supplier;

/** What an application says of itself among its metrics. Immutable. */
record ApplicationMetrics(Meters meters, StreamsConfig config, String clientId, Clock clock) {

    void describe(String topology, Supplier<LeatStreams.State> state) {
        MetricGroup group = group("client-id", clientId);
        String applicationId = config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
        String version =
                Objects.requireNonNullElse(
                        LeatStreams.class.getPackage().getImplementationVersion(), "unknown");
        group.gauge(INFO, "version", "the version of Leat", () -> version);
        group.gauge(INFO, "commit-id", "the same: builds are not told apart", () -> version);
        group.gauge(INFO, "application-id", "application.id", () -> applicationId);
        group.gauge(INFO, "topology-description", "what is run", () -> topology);
        group.gauge(INFO, "state", "where the application stands", () -> state.get().name());
    }

    /** What is known once the state folder is: the tag tells instances apart. */
    void describeProcess(String processId, Supplier<LeatStreams.State> state) {
        MetricGroup group = group("client-id", clientId, "process-id", processId);
        int level =
                RecordingLevel.forName(
                                config.getString(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG))
                        .id;
        group.number(
                INFO,
                "recording-level",
                "metrics.recording.level: 0 for INFO, 1 for DEBUG, 2 for TRACE",
                () -> level);
        group.part(
                        "stream-metrics",
                        "application-id",
                        config.getString(StreamsConfig.APPLICATION_ID_CONFIG))
                .number(
                        INFO,
                        "client-state",
                        "where the application stands, as a number",
                        () -> state.get().ordinal());
    }

    private MetricGroup group(String... tags) {
        return meters.group(new RecordingThread(clientId, clock), "stream-metrics", tags);
    }
}
