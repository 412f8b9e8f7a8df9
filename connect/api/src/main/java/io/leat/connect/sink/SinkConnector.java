package io.leat.connect.sink;

import io.leat.common.TopicPartition;
import io.leat.connect.connector.Connector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides the writing to a sink into tasks. */
public abstract class SinkConnector extends Connector {

    /** The setting that lists the topics to read. */
    public static final String TOPICS_CONFIG = "topics";

    @Override
    protected @Nullable SinkConnectorContext context() {
        return (SinkConnectorContext) context;
    }

    /** Vets offsets that a person wants to set; true when checked, false when not supported. */
    public boolean alterOffsets(
            Map<String, String> connectorConfig, Map<TopicPartition, @Nullable Long> offsets) {
        return false;
    }
}
