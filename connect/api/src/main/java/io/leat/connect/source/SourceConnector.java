package io.leat.connect.source;

import io.leat.connect.connector.Connector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides the reading of a source into tasks. */
public abstract class SourceConnector extends Connector {

    @Override
    protected @Nullable SourceConnectorContext context() {
        return (SourceConnectorContext) context;
    }

    /** Whether exactly-once works with these settings; null when the connector does not know. */
    public @Nullable ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return null;
    }

    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(
            Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    /** Vets offsets that a person wants to set; true when checked, false when not supported. */
    public boolean alterOffsets(
            Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        return false;
    }
}
