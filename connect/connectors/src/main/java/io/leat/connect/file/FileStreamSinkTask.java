package io.leat.connect.file;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.config.AbstractConfig;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.sink.SinkRecord;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.sink.SinkTaskContext;
import io.leat.log.runtime.DiskException;
import io.leat.log.transport.RealPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes lines through an {@link OffsetFile}. */
public class FileStreamSinkTask extends SinkTask {

    private @Nullable OffsetFile output;
    private @Nullable String keySeparator;

    @Override
    public String version() {
        return new FileStreamSinkConnector().version();
    }

    @Override
    public void start(Map<String, String> props) {
        AbstractConfig config = new AbstractConfig(FileStreamSinkConnector.CONFIG_DEF, props);
        // As it was given: a setting that is only white space would be trimmed away.
        keySeparator = props.get(FileStreamSinkConnector.KEY_SEPARATOR_CONFIG);
        Path file = Path.of(config.getString(FileStreamSinkConnector.FILE_CONFIG)).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new ConnectException(
                    "file=" + file + " is a folder. Give the name of a file to write.");
        }
        try {
            output = OffsetFile.open(RealPorts.disk(folder), file.getFileName().toString());
        } catch (DiskException e) {
            throw cannotWrite(file.toString(), e);
        }
    }

    private static ConnectException cannotWrite(String file, DiskException e) {
        return new ConnectException(
                "cannot write "
                        + file
                        + ": "
                        + e.getMessage()
                        + ". Check the path, its permissions and the free space.",
                e);
    }

    /** Goes on where the file stands, whatever the group's committed offset says. */
    @Override
    public void open(Collection<TopicPartition> partitions) {
        SinkTaskContext worker = Objects.requireNonNull(context, "initialize comes first");
        Map<TopicPartition, Long> known = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long offset = output().offset(partition);
            if (offset != null) {
                known.put(partition, offset);
            }
        }
        worker.offset(known);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        try {
            for (SinkRecord record : records) {
                TopicPartition partition =
                        new TopicPartition(
                                Objects.requireNonNull(record.originalTopic()),
                                Objects.requireNonNull(record.originalKafkaPartition()));
                output().append(line(record), partition, record.originalKafkaOffset());
            }
        } catch (DiskException e) {
            throw cannotWrite(output().path(), e);
        }
    }

    private String line(SinkRecord record) {
        return keySeparator == null
                ? String.valueOf(record.value())
                : record.key() + keySeparator + record.value();
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        try {
            output().commit();
        } catch (DiskException e) {
            throw cannotWrite(output().path(), e);
        }
        return currentOffsets;
    }

    @Override
    public void stop() {
        if (output != null) {
            output.close();
            output = null;
        }
    }

    private OffsetFile output() {
        return Objects.requireNonNull(output, "start comes first");
    }
}
