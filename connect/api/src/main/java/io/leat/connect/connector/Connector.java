package io.leat.connect.connector;

import io.leat.common.config.Config;
import io.leat.common.config.ConfigValue;
import io.leat.connect.components.ConnectPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Divides a job of moving data into tasks. The worker calls it from one thread: {@code initialize},
 * {@code start}, {@code taskConfigs} as often as needed, {@code stop}.
 */
public abstract class Connector implements ConnectPlugin {

    /** Set by {@link #initialize}. */
    protected @Nullable ConnectorContext context;

    public void initialize(ConnectorContext ctx) {
        context = ctx;
    }

    public void initialize(ConnectorContext ctx, List<Map<String, String>> taskConfigs) {
        context = ctx;
    }

    protected @Nullable ConnectorContext context() {
        return context;
    }

    /** Starts with validated settings; tasks may not exist yet. */
    public abstract void start(Map<String, String> props);

    /** Takes new settings; by default stops and starts again. */
    public void reconfigure(Map<String, String> props) {
        stop();
        start(props);
    }

    /** The class of the tasks, with a public constructor without parameters. */
    public abstract Class<? extends Task> taskClass();

    /** The settings of each task: at least one map, at most {@code maxTasks}. */
    public abstract List<Map<String, String>> taskConfigs(int maxTasks);

    public abstract void stop();

    /** Checks settings and says for each what is wrong with it. */
    public Config validate(Map<String, String> connectorConfigs) {
        List<ConfigValue> values = new ArrayList<>(config().validate(connectorConfigs));
        return new Config(values);
    }
}
