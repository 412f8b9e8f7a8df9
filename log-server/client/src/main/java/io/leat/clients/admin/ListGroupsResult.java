package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Collection;

/** Result of {@link Admin#listGroups}. */
public class ListGroupsResult {

    private final KafkaFuture<Listed<GroupListing>> future;

    ListGroupsResult(KafkaFuture<Listed<GroupListing>> future) {
        this.future = future;
    }

    /** What all brokers list; fails when one broker did. */
    public KafkaFuture<Collection<GroupListing>> all() {
        return future.thenApply(Listed::orThrow);
    }

    /** What those brokers list that answered. */
    public KafkaFuture<Collection<GroupListing>> valid() {
        return future.thenApply(Listed::found);
    }

    /** The failures of those brokers that did not. */
    public KafkaFuture<Collection<Throwable>> errors() {
        return future.thenApply(Listed::errors);
    }
}
