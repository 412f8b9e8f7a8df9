package io.leat.connect.file;

import io.leat.common.config.AbstractConfig;
import io.leat.connect.data.Schema;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTask;
import io.leat.connect.source.SourceTaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads this task's share of the files, one after the other in the order of their names. */
public class FileStreamSourceTask extends SourceTask {

    /** The key of a source partition: which file. */
    public static final String FILENAME_FIELD = "filename";

    /** The key of a source offset: the byte after the last line read. */
    public static final String POSITION_FIELD = "position";

    private static final long IDLE_WAIT_MS = 100;

    private Path root = Path.of("");
    private String topic = "";
    private int batchSize;
    private boolean unterminated;
    private int share;
    private int shares = 1;
    private final Map<Path, LineReader> readers = new TreeMap<>();

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
        share = Integer.parseInt(props.getOrDefault(FileStreamSourceConnector.SHARE_CONFIG, "0"));
        shares = Integer.parseInt(props.getOrDefault(FileStreamSourceConnector.SHARES_CONFIG, "1"));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        try {
            List<SourceRecord> records = new ArrayList<>();
            for (Path file : files()) {
                read(file, records);
                if (records.size() >= batchSize) {
                    break;
                }
            }
            if (!records.isEmpty()) {
                return records;
            }
        } catch (IOException e) {
            throw new ConnectException(
                    "cannot read " + root + ": " + e + ". Check the path and its permissions.", e);
        }
        synchronized (this) {
            wait(IDLE_WAIT_MS);
        }
        return null;
    }

    private void read(Path file, List<SourceRecord> records) throws IOException {
        LineReader reader = readers.get(file);
        if (reader == null) {
            reader = new LineReader(file, committedPosition(file), unterminated);
            readers.put(file, reader);
        }
        Map<String, String> partition = Map.of(FILENAME_FIELD, file.toString());
        while (records.size() < batchSize) {
            String line = reader.next();
            if (line == null) {
                return;
            }
            records.add(
                    new SourceRecord(
                            partition,
                            Map.of(POSITION_FIELD, reader.position()),
                            topic,
                            null,
                            null,
                            null,
                            Schema.STRING_SCHEMA,
                            line));
        }
    }

    private long committedPosition(Path file) {
        SourceTaskContext worker = Objects.requireNonNull(context, "initialize comes first");
        Map<String, Object> offset =
                worker.offsetStorageReader().offset(Map.of(FILENAME_FIELD, file.toString()));
        Object position = offset == null ? null : offset.get(POSITION_FIELD);
        if (position == null) {
            return 0;
        }
        if (position instanceof Number number) {
            return number.longValue();
        }
        throw new ConnectException("the offset of " + file + " is no number: " + position);
    }

    /** The files of this share that exist now: a directory may get more later. */
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(root)) {
            return Files.exists(root) ? List.of(root) : List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(Files::isRegularFile)
                    .filter(
                            file ->
                                    Math.floorMod(file.getFileName().toString().hashCode(), shares)
                                            == share)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void stop() {
        synchronized (this) {
            notifyAll();
        }
        for (LineReader reader : readers.values()) {
            reader.close();
        }
        readers.clear();
    }
}
