package io.leat.connect.source;

import io.leat.connect.storage.OffsetStorageReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a source task speaks to the worker that runs it. */
public interface SourceTaskContext {

    /** The task's current settings. */
    Map<String, String> configs();

    /** Where the last committed records of this connector came from. */
    OffsetStorageReader offsetStorageReader();

    /**
     * For connectors that set transaction boundaries themselves; null when the worker sets them.
     */
    default @Nullable TransactionContext transactionContext() {
        return null;
    }
}
