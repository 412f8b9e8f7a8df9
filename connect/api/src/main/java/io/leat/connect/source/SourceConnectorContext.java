package io.leat.connect.source;

import io.leat.connect.connector.ConnectorContext;
import io.leat.connect.storage.OffsetStorageReader;

/** How a source connector speaks to the worker that runs it. */
public interface SourceConnectorContext extends ConnectorContext {

    /** Where the last committed records of this connector came from. */
    OffsetStorageReader offsetStorageReader();
}
