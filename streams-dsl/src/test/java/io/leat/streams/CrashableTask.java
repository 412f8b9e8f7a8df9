package io.leat.streams;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.record.TimestampType;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Clock;
import io.leat.log.transport.RealPorts;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Output;
import io.leat.streams.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;

/**
 * One task of a topology with logs of its input, output and changelogs, that commits when told to
 * and can crash: what was not committed is forgotten, and the next one goes on from the commit.
 * Keys and values are strings. Owned by the test.
 */
@NullUnmarked
final class CrashableTask implements AutoCloseable {

    /** A clock that stands still. */
    static final class Standing implements Clock {
        long now;

        @Override
        public long nanos() {
            return now * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return now;
        }
    }

    final Standing clock = new Standing();
    private Topology topology;
    private final Path folder;
    private final Properties settings = new Properties();
    private final SharedResources resources = new SharedResources();
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> inputs =
            new LinkedHashMap<>();
    private final Map<TopicPartition, List<ChangelogStore.Change>> changelogs =
            new LinkedHashMap<>();
    private final Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    private final Map<TopicPartition, String> metadata = new LinkedHashMap<>();
    private final List<String> committed = new ArrayList<>();
    private final List<String> uncommitted = new ArrayList<>();
    private final Map<TopicPartition, List<ChangelogStore.Change>> unloggedYet =
            new LinkedHashMap<>();
    private int lives;
    private Task task;

    CrashableTask(Topology topology, Path folder, Map<String, Object> more) {
        this.topology = topology;
        this.folder = folder;
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("default.key.serde", "io.leat.common.serialization.Serdes$StringSerde");
        settings.put("default.value.serde", "io.leat.common.serialization.Serdes$StringSerde");
        settings.putAll(more);
        for (String topic : topology.graph().whole().sourceTopics()) {
            inputs.put(new TopicPartition(topic, 0), new ArrayList<>());
        }
        open("life-0");
    }

    private void open(String path) {
        task =
                new Task(
                        new TaskId(0, 0),
                        topology.graph().whole(),
                        inputs.keySet(),
                        new StreamsConfig(settings).taskSettings(),
                        new Out(),
                        new RecordingThread("test", clock),
                        new StoreFolder(RealPorts.disk(folder), path),
                        resources,
                        partition -> OptionalLong.of(0),
                        GlobalStores.NONE);
        offsets.forEach(
                (partition, offset) -> task.committed(partition, offset, metadata.get(partition)));
        for (ChangelogStore store : task.changelogStores()) {
            List<ChangelogStore.Change> log = log(task.taskStores().log(store));
            int from = (int) Math.max(0, store.position());
            store.restore(log.subList(from, log.size()), log.size());
        }
        task.start();
        inputs.forEach(
                (partition, records) -> {
                    long from = offsets.getOrDefault(partition, 0L);
                    task.add(partition, records.subList((int) from, records.size()));
                });
    }

    /** What {@code partition} has for a store, as far as it was committed. */
    private List<ChangelogStore.Change> log(TopicPartition partition) {
        if (partition == null || !inputs.containsKey(partition)) {
            return changelogs.getOrDefault(partition, List.of());
        }
        return inputs.get(partition).stream()
                .limit(offsets.getOrDefault(partition, 0L))
                .map(
                        record ->
                                new ChangelogStore.Change(
                                        Bytes.wrap(record.key()),
                                        record.value(),
                                        record.timestamp(),
                                        record.headers()))
                .toList();
    }

    /** Changes a setting; the next task has it. */
    void set(String key, Object value) {
        settings.put(key, value);
    }

    Task task() {
        return task;
    }

    /** Adds a record to a topic and processes all that waits. */
    void pipe(String topic, String key, String value, long time) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> log = inputs.get(partition);
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(
                        topic,
                        0,
                        log.size(),
                        time,
                        TimestampType.CREATE_TIME,
                        -1,
                        -1,
                        bytes(key),
                        bytes(value),
                        new RecordHeaders(),
                        Optional.empty());
        log.add(record);
        task.add(partition, List.of(record));
        run();
    }

    /** Processes what waits, and calls what is due. */
    void run() {
        while (task.process()) {
            task.punctuateStreamTime();
        }
        task.punctuateWallClock();
    }

    /** Commits output, changes and offsets in one step. */
    void commit() {
        task.forwardChanges();
        task.logChanges();
        committed.addAll(uncommitted);
        uncommitted.clear();
        unloggedYet.forEach(
                (changelog, changes) ->
                        changelogs
                                .computeIfAbsent(changelog, first -> new ArrayList<>())
                                .addAll(changes));
        unloggedYet.clear();
        task.consumed()
                .forEach(
                        (partition, offset) -> {
                            offsets.put(partition, offset);
                            metadata.put(partition, task.metadata(partition, Map.of()));
                        });
        Map<TopicPartition, Long> positions = new LinkedHashMap<>();
        changelogs.forEach((changelog, log) -> positions.put(changelog, (long) log.size()));
        task.committed(positions);
    }

    /** Ends the task; the next one has another topology, and its disk. */
    void become(Topology next) {
        topology = next;
        crash(true);
    }

    /** Ends the task without a commit; the next one has its disk, if it survived. */
    void crash(boolean diskSurvives) {
        task.close();
        uncommitted.clear();
        unloggedYet.clear();
        lives += diskSurvives ? 0 : 1;
        open("life-" + lives);
    }

    /** What was committed since the last call: {@code topic key=value@time}. */
    List<String> committed() {
        List<String> lines = List.copyOf(committed);
        committed.clear();
        return lines;
    }

    /** What the changelog of a store holds, each key once. */
    Map<String, String> changelog(String store) {
        Map<String, String> rows = new LinkedHashMap<>();
        changelogs
                .getOrDefault(new TopicPartition("app-" + store + "-changelog", 0), List.of())
                .forEach(
                        change -> {
                            if (change.value() == null) {
                                rows.remove(text(change.key().get()));
                            } else {
                                rows.put(text(change.key().get()), text(change.value()));
                            }
                        });
        return rows;
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private final class Out implements Output {

        @Override
        public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
            uncommitted.add(
                    record.topic()
                            + " "
                            + text(record.key())
                            + "="
                            + text(record.value())
                            + "@"
                            + record.timestamp());
        }

        @Override
        public void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context) {
            unloggedYet
                    .computeIfAbsent(
                            new TopicPartition(change.topic(), 0), first -> new ArrayList<>())
                    .add(
                            new ChangelogStore.Change(
                                    Bytes.wrap(change.key()),
                                    change.value(),
                                    change.timestamp(),
                                    change.headers()));
        }

        @Override
        public int partitions(String topic) {
            return 1;
        }
    }

    @Override
    public void close() throws Exception {
        task.close();
        resources.close();
    }
}
