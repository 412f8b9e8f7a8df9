package io.leat.streams.runtime;

import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;

import io.leat.clients.admin.Admin;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.state.spi.SharedResources;

/** What an instance as a whole says about itself while it runs, under Kafka's names. */
final class InstanceMetrics {

    private InstanceMetrics() {}

    /**
     * Adds them; they are read by any thread.
     *
     * @param admin pushes them to brokers that want them
     */
    static void add(Runtime runtime, Runtime.Setup setup, SharedResources shared, Admin admin) {
        setup.meters()
                .addReporter(
                        new PushedMetrics(
                                PushedMetrics::ofInstance,
                                admin::registerMetricForSubscription,
                                admin::unregisterMetricFromSubscription));
        String clientId = setup.clientId();
        MetricGroup group =
                setup.meters()
                        .group(
                                new RecordingThread(clientId, setup.ports().clock()),
                                "stream-metrics",
                                "client-id",
                                clientId);
        group.number(
                INFO,
                "alive-stream-threads",
                "stream threads that have not ended",
                runtime::aliveThreads);
        group.number(
                INFO,
                "failed-stream-threads",
                "stream threads that failed since the start",
                runtime::failedThreads);
        group.number(
                INFO,
                "state-memory-bytes",
                "native memory of stores, which state.memory.bytes bounds",
                shared::nativeBytes);
    }
}
