package io.leat.examples.demo;

import io.leat.connect.runtime.TaskStatus;
import io.leat.connect.runtime.Worker;
import io.leat.examples.Application;
import io.leat.examples.wordcount.WordCount;
import io.leat.log.transport.RealPorts;
import io.leat.streams.LeatStreams;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The processing side of the demo: a file source, the word count, a file sink. It keeps nothing
 * that a restart would miss: offsets, transactions and the store say where to go on.
 */
final class Pipeline implements AutoCloseable {

    static final String SOURCE = "demo-source";
    static final String SINK = "demo-sink";

    /**
     * What to process.
     *
     * @param input a file, or a directory of files
     * @param updates where the sink writes each change of a count
     * @param work a folder for the store
     * @param whole the input is complete: a last line without an end counts, too
     * @param batchLines the most lines in one transaction of the source
     */
    record Job(
            String bootstrapServers,
            Path input,
            Path updates,
            Path work,
            boolean whole,
            int batchLines) {}

    private final RealPorts ports;
    private final Worker worker;
    private final LeatStreams streams;
    private volatile @Nullable Throwable failure;

    private Pipeline(RealPorts ports, Worker worker, LeatStreams streams) {
        this.ports = ports;
        this.worker = worker;
        this.streams = streams;
    }

    /**
     * @param instance 1 and up; the first one has the source and the sink, the others share the
     *     word count with it
     */
    static Pipeline start(Job job, int instance) {
        RealPorts ports = RealPorts.create("demo", 1);
        Properties settings =
                Application.settings(
                        "word-count",
                        job.bootstrapServers(),
                        job.work().resolve("state-" + instance).toString());
        // A restarted process is the same member: it gets its tasks back at once.
        settings.put("group.instance.id", "demo-" + instance);
        LeatStreams streams = new LeatStreams(WordCount.topology(), settings);
        Worker worker =
                new Worker(
                        Map.of(
                                "bootstrap.servers",
                                job.bootstrapServers(),
                                "offset.flush.interval.ms",
                                "200"),
                        ports.ports());
        Pipeline pipeline = new Pipeline(ports, worker, streams);
        streams.setUncaughtExceptionHandler(
                thrown -> {
                    pipeline.failure = thrown;
                    return io.leat.streams.errors.StreamsUncaughtExceptionHandler
                            .StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
        if (instance == 1) {
            worker.start(source(job));
        }
        streams.start();
        if (instance == 1) {
            worker.start(sink(job));
        }
        return pipeline;
    }

    private static Map<String, String> source(Job job) {
        Map<String, String> source = new HashMap<>();
        source.put("name", SOURCE);
        source.put("connector.class", "io.leat.connect.file.FileStreamSourceConnector");
        source.put("file", job.input().toString());
        source.put("topic", WordCount.INPUT_TOPIC);
        source.put("emit.unterminated.line", Boolean.toString(job.whole()));
        source.put("batch.size", Integer.toString(job.batchLines()));
        return source;
    }

    private static Map<String, String> sink(Job job) {
        Map<String, String> sink = new HashMap<>();
        sink.put("name", SINK);
        sink.put("connector.class", "io.leat.connect.file.FileStreamSinkConnector");
        sink.put("file", job.updates().toString());
        sink.put("topics", WordCount.OUTPUT_TOPIC);
        sink.put("print.key.separator", "\t");
        sink.put("consumer.override.group.instance.id", "demo-sink");
        return sink;
    }

    /** What stopped a part of the pipeline, if something did. */
    Optional<Throwable> failure() {
        if (failure != null) {
            return Optional.of(failure);
        }
        for (String connector : worker.connectors()) {
            for (TaskStatus status : worker.status(connector).values()) {
                if (status.failure() != null) {
                    return Optional.of(status.failure());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        streams.close();
        worker.close();
        ports.close();
    }
}
