package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.record.TimestampType;
import io.leat.log.transport.RealPorts;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Output;
import io.leat.streams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The times of operators go on where they stood when the offsets were committed. */
@NullUnmarked
class OperatorTimeTest {

    private static final TopicPartition INPUT = new TopicPartition("in", 0);

    @TempDir Path folder;
    private final SharedResources resources = new SharedResources();
    private RealPorts ports;
    private long offset;

    @BeforeEach
    void makePorts() {
        ports = RealPorts.create("test", 1);
    }

    @AfterEach
    void closeAll() throws Exception {
        resources.close();
        ports.close();
    }

    private static Topology windows(EmitStrategy emit) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .emitStrategy(emit)
                .reduce((one, other) -> one + other)
                .toStream((key, value) -> key.key() + "@" + key.window().start())
                .to("out");
        return builder.build();
    }

    private final class Out implements Output {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
            lines.add(text(record.key()) + "=" + text(record.value()));
        }

        @Override
        public void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context) {}

        @Override
        public int partitions(String topic) {
            return 1;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A task without any local state: as on a machine that never had it. */
    private Task open(Topology topology, Out out, String path) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("default.key.serde", "io.leat.common.serialization.Serdes$StringSerde");
        settings.put("default.value.serde", "io.leat.common.serialization.Serdes$StringSerde");
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
        return new Task(
                new TaskId(0, 0),
                topology.graph().whole(),
                Set.of(INPUT),
                new StreamsConfig(settings).taskSettings(),
                out,
                new RecordingThread("test", ports.ports().clock()),
                new StoreFolder(RealPorts.disk(folder), path),
                resources,
                partition -> OptionalLong.of(0),
                GlobalStores.NONE);
    }

    private void pipe(Task task, String value, long time) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        task.add(
                INPUT,
                List.of(
                        new ConsumerRecord<>(
                                "in",
                                0,
                                offset++,
                                time,
                                TimestampType.CREATE_TIME,
                                1,
                                bytes.length,
                                "k".getBytes(StandardCharsets.UTF_8),
                                bytes,
                                new RecordHeaders(),
                                Optional.empty())));
        task.process();
        task.forwardChanges();
        task.committed(Map.of());
    }

    @Test
    void shouldDropAfterARestartWhatWasTooLateBefore() {
        Topology topology = windows(EmitStrategy.onWindowUpdate());
        Out out = new Out();
        Task first = open(topology, out, "first");
        first.start();
        pipe(first, "a", 5);
        pipe(first, "b", 100);
        String committed = first.metadata(INPUT, Map.of());
        first.close();
        Task second = open(topology, out, "second");
        second.committed(INPUT, offset, committed);
        second.start();
        assertEquals(committed, second.metadata(INPUT, Map.of()));
        pipe(second, "late", 7);
        pipe(second, "c", 101);
        second.close();
        assertEquals(List.of("k@0=a", "k@100=b", "k@100=c"), out.lines);
    }

    @Test
    void shouldNotSendFinalResultsTwice() {
        Topology topology = windows(EmitStrategy.onWindowClose());
        Out out = new Out();
        Task first = open(topology, out, "first");
        first.start();
        pipe(first, "a", 5);
        pipe(first, "b", 25);
        String committed = first.metadata(INPUT, Map.of());
        first.close();
        assertEquals(List.of("k@0=a"), out.lines);
        // The first window comes back from the changelog, but its result went out.
        Task second = open(topology, out, "second");
        second.committed(INPUT, offset, committed);
        second.start();
        pipe(second, "c", 26);
        pipe(second, "d", 45);
        second.close();
        assertEquals(List.of("k@0=a", "k@20=c"), out.lines);
    }
}
