package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.config.ConfigResource;
import java.util.Collection;

/** Result of {@link Admin#listConfigResources}. */
public class ListConfigResourcesResult {

    private final KafkaFuture<Collection<ConfigResource>> future;

    ListConfigResourcesResult(KafkaFuture<Collection<ConfigResource>> future) {
        this.future = future;
    }

    /** All of them. */
    public KafkaFuture<Collection<ConfigResource>> all() {
        return future;
    }
}
