package io.leat.connect.sink;

import io.leat.connect.connector.ConnectorContext;

/** How a sink connector speaks to the worker that runs it. */
public interface SinkConnectorContext extends ConnectorContext {}
