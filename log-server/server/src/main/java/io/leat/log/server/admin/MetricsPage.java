package io.leat.log.server.admin;

import io.leat.log.broker.Broker;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.metrics.Metric;
import io.leat.log.broker.metrics.Samples;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.node.MetricsGathering;
import io.leat.log.storage.LogDirectory;
import io.leat.log.transport.RealPorts;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of a process as text. Used by one worker; the registry is made when somebody asks for
 * the first time, and what the server itself counts is gathered when somebody asks.
 */
final class MetricsPage implements MultiCollector {

    private static final long PATIENCE_SECONDS = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    private final BrokerNode node;
    private final RealPorts ports;
    private @Nullable PrometheusMeterRegistry registry;
    private @Nullable LoopTimes lastTimes;

    /** What the loops had worked at a moment. */
    private record LoopTimes(long atNanos, List<Long> busyNanos) {}

    MetricsPage(BrokerNode node, RealPorts ports) {
        this.node = node;
        this.ports = ports;
    }

    /** Gathers, and waits for it. */
    synchronized String text() {
        if (registry == null) {
            registry = registry();
        }
        return registry.scrape();
    }

    @SuppressWarnings("resource") // these two hold listeners of the JVM, which end with it
    private PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(made);
        new JvmGcMetrics().bindTo(made);
        new JvmThreadMetrics().bindTo(made);
        new ClassLoaderMetrics().bindTo(made);
        new ProcessorMetrics().bindTo(made);
        new UptimeMetrics().bindTo(made);
        new FileDescriptorMetrics().bindTo(made);
        new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT).bindTo(made);
        made.getPrometheusRegistry().register(this);
        return made;
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        if (node.started()) {
            samples = gather(node.broker());
            addDisks(samples, node.broker());
        }
        addLoops(samples);
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Metric metric : samples.metrics()) {
            snapshots.add(metric.counts() ? counter(metric, samples) : gauge(metric, samples));
        }
        snapshots.addAll(ClientSnapshots.of(samples.clients()));
        return new MetricSnapshots(snapshots);
    }

    private static Samples gather(Broker broker) {
        CompletableFuture<Samples> all = new CompletableFuture<>();
        MetricsGathering.begin(broker, all::complete);
        return all.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void addDisks(Samples samples, Broker broker) {
        LogDirectories directories = broker.directories();
        samples.add(
                Metric.OFFLINE_DIRECTORIES,
                directories.missing().size() + directories.failedIds().size());
        samples.add(Metric.CORDONED_DIRECTORIES, directories.cordon().ids().size());
        for (LogDirectory each : directories.all()) {
            if (!each.isOnline()) {
                continue;
            }
            long total = each.disk().totalBytes();
            long free = each.disk().usableBytes();
            if (total >= 0 && free != Long.MAX_VALUE) {
                samples.add(Metric.DISK_TOTAL, total, each.path());
                samples.add(Metric.DISK_FREE, free, each.path());
            }
        }
    }

    private void addLoops(Samples samples) {
        LoopTimes now = new LoopTimes(System.nanoTime(), ports.loopCpuNanos());
        LoopTimes last = lastTimes;
        lastTimes = now;
        double busy = 0;
        for (int i = 0; i < now.busyNanos.size(); i++) {
            long nanos = now.busyNanos.get(i);
            samples.add(Metric.LOOP_BUSY, nanos / NANOS_PER_SECOND, String.valueOf(i));
            busy += last == null ? 0 : nanos - last.busyNanos.get(i);
        }
        double passed = last == null ? 0 : now.atNanos - last.atNanos;
        double share = passed <= 0 ? 0 : busy / passed / now.busyNanos.size();
        samples.add(Metric.LOOP_IDLE, Math.max(0, Math.min(1, 1 - share)));
    }

    private static MetricSnapshot counter(Metric metric, Samples samples) {
        String name = metric.text();
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder()
                        .name(name.substring(0, name.length() - "_total".length()))
                        .help(metric.help());
        samples.forEach(
                metric,
                (values, value) ->
                        counter.dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder()
                                        .labels(labels(metric, values))
                                        .value(value)
                                        .build()));
        return counter.build();
    }

    private static MetricSnapshot gauge(Metric metric, Samples samples) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.text()).help(metric.help());
        samples.forEach(
                metric,
                (values, value) ->
                        gauge.dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                        .labels(labels(metric, values))
                                        .value(value)
                                        .build()));
        return gauge.build();
    }

    private static Labels labels(Metric metric, List<String> values) {
        return Labels.of(metric.labels().subList(0, values.size()), values);
    }
}
