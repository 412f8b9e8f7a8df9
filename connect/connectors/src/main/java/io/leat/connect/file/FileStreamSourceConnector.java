package io.leat.connect.file;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.Task;
import io.leat.connect.source.ExactlyOnceSupport;
import io.leat.connect.source.SourceConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines from a file, or from all files of a directory, and goes on as they grow. Each line
 * becomes a record; the source offset is the byte after it, so that a restart neither repeats nor
 * leaves out a line. With several tasks, each takes its share of a directory's files.
 */
public class FileStreamSourceConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(FileStreamSourceConnector.class);

    public static final String TOPIC_CONFIG = "topic";
    public static final String FILE_CONFIG = "file";
    public static final String TASK_BATCH_SIZE_CONFIG = "batch.size";
    public static final String UNTERMINATED_CONFIG = "emit.unterminated.line";

    /** The setting with the length of the longest line. */
    public static final String MAX_LINE_BYTES_CONFIG = "max.line.bytes";

    /** Internal: how many tasks share a directory, and which of them this is. */
    static final String SHARE_CONFIG = "share";

    static final String SHARES_CONFIG = "shares";

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            FILE_CONFIG,
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "The file to read, or a directory whose files are read, but those whose"
                                    + " names begin with a dot.")
                    .define(
                            TOPIC_CONFIG,
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "The topic that the lines are written to.")
                    .define(
                            TASK_BATCH_SIZE_CONFIG,
                            ConfigDef.Type.INT,
                            2_000,
                            ConfigDef.Range.atLeast(1),
                            ConfigDef.Importance.LOW,
                            "The most lines that one batch (and its transaction) holds.")
                    .define(
                            UNTERMINATED_CONFIG,
                            ConfigDef.Type.BOOLEAN,
                            false,
                            ConfigDef.Importance.LOW,
                            "Whether a last line without an end-of-line counts. Only for files that"
                                    + " do not grow any more: a line read too early is torn in two.")
                    .define(
                            MAX_LINE_BYTES_CONFIG,
                            ConfigDef.Type.INT,
                            1 << 20,
                            ConfigDef.Range.atLeast(1),
                            ConfigDef.Importance.LOW,
                            "The most bytes of a line; a longer one fails the task.");

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
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, props);
        Path file = Path.of(config.getString(FILE_CONFIG));
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw new ConfigException(
                    FILE_CONFIG, file, "this process may not read it; check its permissions");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ConfigException(
                    FILE_CONFIG, file, "there is no folder " + folder + "; check the path");
        }
        if (!Files.exists(file)) {
            LOG.atWarn().addKeyValue("file", file).log("file is not there yet, waiting for it");
        }
        this.props = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FileStreamSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        String file = props.get(FILE_CONFIG);
        int tasks = file != null && Files.isDirectory(Path.of(file)) ? Math.max(1, maxTasks) : 1;
        List<Map<String, String>> configs = new ArrayList<>();
        for (int share = 0; share < tasks; share++) {
            Map<String, String> config = new HashMap<>(props);
            config.put(SHARE_CONFIG, Integer.toString(share));
            config.put(SHARES_CONFIG, Integer.toString(tasks));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {}

    @Override
    public @Nullable ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }
}
