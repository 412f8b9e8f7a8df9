package io.leat.connect.file;

import io.leat.common.config.AbstractConfig;
import io.leat.connect.data.Schema;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTask;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads this task's files, one after the other in the order of their names, as they grow. */
public class FileStreamSourceTask extends SourceTask {

    /** The key of a source partition: which file. */
    public static final String FILENAME_FIELD = "filename";

    /** The key of a source partition: which file, whatever its name. */
    public static final String FILE_KEY_FIELD = "filekey";

    /** The key of a source offset: the byte after the last line read. */
    public static final String POSITION_FIELD = "position";

    /** The key of a source offset: a checksum of the bytes before the position. */
    public static final String CHECK_FIELD = "check";

    private static final long IDLE_WAIT_MS = 100;

    private Path root = Path.of("");
    private String topic = "";
    private int batchSize;
    private boolean unterminated;
    private @Nullable TailedFiles files;
    private Deque<TailedFile> ready = new ArrayDeque<>();
    private final Map<String, String> keys = new HashMap<>();

    @Override
    public String version() {
        return new FileStreamSourceConnector().version();
    }

    @Override
    public void start(Map<String, String> props) {
        AbstractConfig config = new AbstractConfig(FileStreamSourceConnector.CONFIG_DEF, props);
        root = Path.of(config.getString(FileStreamSourceConnector.FILE_CONFIG));
        topic = config.getString(FileStreamSourceConnector.TOPIC_CONFIG);
        batchSize = config.getInt(FileStreamSourceConnector.TASK_BATCH_SIZE_CONFIG);
        unterminated = config.getBoolean(FileStreamSourceConnector.UNTERMINATED_CONFIG);
        files =
                new TailedFiles(
                        new TailedFiles.Scope(
                                root,
                                number(props, FileStreamSourceConnector.SHARE_CONFIG, "0"),
                                number(props, FileStreamSourceConnector.SHARES_CONFIG, "1"),
                                config.getInt(FileStreamSourceConnector.MAX_LINE_BYTES_CONFIG)),
                        Objects.requireNonNull(context, "initialize comes first")
                                .offsetStorageReader());
    }

    private static int number(Map<String, String> props, String setting, String otherwise) {
        return Integer.parseInt(props.getOrDefault(setting, otherwise));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Path at = root;
        try {
            TailedFiles open = Objects.requireNonNull(files, "start comes first");
            if (ready.isEmpty()) {
                ready = open.scan();
            }
            List<SourceRecord> records = new ArrayList<>();
            while (!ready.isEmpty() && records.size() < batchSize) {
                TailedFile file = ready.element();
                at = file.path();
                if (read(file, records)) {
                    ready.remove();
                    open.release(file);
                }
            }
            if (!records.isEmpty()) {
                return records;
            }
        } catch (IOException e) {
            throw new ConnectException(
                    "cannot read "
                            + at
                            + ": "
                            + reason(e)
                            + ". Check the path and its permissions.",
                    e);
        }
        synchronized (this) {
            wait(IDLE_WAIT_MS);
        }
        return null;
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException denied
                ? "this process may not read " + denied.getFile()
                : String.valueOf(e.getMessage());
    }

    /** Adds lines of {@code file} until the batch is full; whether the file has no more of them. */
    private boolean read(TailedFile file, List<SourceRecord> records) throws IOException {
        try {
            file.begin();
        } catch (NoSuchFileException e) {
            // It went after the scan that found it: the next scan says where to.
            return true;
        }
        Map<String, String> partition = TailedFiles.byName(file.path());
        int first = records.size();
        String line = null;
        while (records.size() < batchSize && (line = file.next(unterminated)) != null) {
            records.add(record(partition, Map.of(POSITION_FIELD, file.position()), line));
        }
        if (!file.end()) {
            records.subList(first, records.size()).clear();
            return false; // begins again, with what the file holds now
        }
        if (records.size() > first) {
            // The batch is committed as one: only its last offset counts, and carries the checksum.
            SourceRecord last = records.remove(records.size() - 1);
            records.add(record(partition, file.mark().toOffset(), String.valueOf(last.value())));
            keys.put(file.path().toString(), file.key());
        }
        return line == null && records.size() < batchSize;
    }

    private SourceRecord record(Map<String, String> partition, Map<String, ?> offset, String line) {
        return new SourceRecord(
                partition, offset, topic, null, null, null, Schema.STRING_SCHEMA, line);
    }

    /** Keeps each offset also under the key of its file, which outlives a rename. */
    @Override
    public Optional<Map<Map<String, Object>, @Nullable Map<String, Object>>> updateOffsets(
            Map<Map<String, Object>, @Nullable Map<String, Object>> offsets) {
        Map<Map<String, Object>, @Nullable Map<String, Object>> more = new HashMap<>(offsets);
        offsets.forEach(
                (partition, offset) -> {
                    String key = keys.get(String.valueOf(partition.get(FILENAME_FIELD)));
                    if (key != null) {
                        more.put(Map.of(FILE_KEY_FIELD, key), offset);
                    }
                });
        keys.clear();
        return Optional.of(more);
    }

    @Override
    public void stop() {
        try {
            if (files != null) {
                files.close();
            }
        } catch (IOException e) {
            throw new ConnectException("cannot close a file of " + root, e);
        }
    }
}
