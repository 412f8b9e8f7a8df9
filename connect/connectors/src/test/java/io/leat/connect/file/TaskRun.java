package io.leat.connect.file;

import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTaskContext;
import io.leat.connect.storage.OffsetStorageReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a source task as a worker would: keeps its offsets when it restarts. */
final class TaskRun {

    private final Map<String, String> props = new HashMap<>();
    private final Map<Map<String, ?>, Map<String, Object>> committed = new HashMap<>();
    private @Nullable FileStreamSourceTask task;

    TaskRun(Path root) {
        this(Map.of("file", root.toString(), "topic", "lines"));
    }

    TaskRun(Map<String, String> props) {
        this.props.putAll(props);
        restart();
    }

    TaskRun root(Path root) {
        return set("file", root.toString());
    }

    TaskRun set(String key, String value) {
        props.put(key, value);
        return this;
    }

    void restart() {
        stop();
        FileStreamSourceTask started = new FileStreamSourceTask();
        started.initialize(new Context());
        started.start(props);
        task = started;
    }

    void stop() {
        if (task != null) {
            task.stop();
            task = null;
        }
    }

    /** All lines that there are now, committed. */
    List<String> lines() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (true) {
            List<String> batch = batch();
            if (batch.isEmpty()) {
                return lines;
            }
            lines.addAll(batch);
        }
    }

    /** What one poll gives, committed. */
    List<String> batch() throws InterruptedException {
        List<SourceRecord> records = pollWithoutCommit();
        Map<Map<String, Object>, @Nullable Map<String, Object>> reached = new HashMap<>();
        for (SourceRecord record : records) {
            reached.put(
                    new HashMap<>(record.sourcePartition()), new HashMap<>(record.sourceOffset()));
        }
        if (!records.isEmpty()) {
            committed.putAll(task.updateOffsets(reached).orElse(reached));
        }
        return records.stream().map(record -> (String) record.value()).toList();
    }

    List<SourceRecord> pollWithoutCommit() throws InterruptedException {
        List<SourceRecord> records = task.poll();
        return records == null ? List.of() : records;
    }

    private final class Context implements SourceTaskContext, OffsetStorageReader {
        @Override
        public Map<String, String> configs() {
            return props;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            return committed.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(
                Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            for (Map<String, T> partition : partitions) {
                if (committed.containsKey(partition)) {
                    found.put(partition, committed.get(partition));
                }
            }
            return found;
        }
    }
}
