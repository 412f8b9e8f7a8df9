package io.leat.connect.runtime;

import io.leat.connect.sink.SinkConnectorContext;
import io.leat.connect.source.SourceConnectorContext;
import io.leat.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connector sees of the worker. */
final class Context implements SourceConnectorContext, SinkConnectorContext {

    private static final Logger LOG = LoggerFactory.getLogger(Context.class);

    private final String connector;

    Context(String connector) {
        this.connector = connector;
    }

    @Override
    public void requestTaskReconfiguration() {
        LOG.atWarn()
                .addKeyValue("connector", connector)
                .log("the standalone worker keeps the tasks that it started with");
    }

    @Override
    public void raiseError(Exception e) {
        LOG.atError()
                .addKeyValue("connector", connector)
                .setCause(e)
                .log("connector reported a failure");
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        throw new UnsupportedOperationException(
                "connectors of the standalone worker read offsets in their tasks only");
    }
}
