package io.leat.connect.file;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.Task;
import io.leat.connect.sink.SinkConnector;
import java.util.List;
import java.util.Map;

/**
 * Appends each record to a file as one line, exactly once: beside the file it keeps how long the
 * file was at which offsets, and after a crash it cuts the file back to that and reads on from
 * there.
 */
public class FileStreamSinkConnector extends SinkConnector {

    public static final String FILE_CONFIG = "file";
    public static final String KEY_SEPARATOR_CONFIG = "print.key.separator";

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            FILE_CONFIG,
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "The file to append to.")
                    .define(
                            KEY_SEPARATOR_CONFIG,
                            ConfigDef.Type.STRING,
                            null,
                            ConfigDef.Importance.LOW,
                            "Write key, this text, value; by default only the value.");

    private Map<String, String> props = Map.of();

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void start(Map<String, String> props) {
        new AbstractConfig(CONFIG_DEF, props);
        this.props = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FileStreamSinkTask.class;
    }

    /** One file, one writer. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(props);
    }

    @Override
    public void stop() {}
}
