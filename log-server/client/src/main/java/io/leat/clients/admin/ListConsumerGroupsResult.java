package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Collection;

/** Result of {@link Admin#listConsumerGroups}. */
public class ListConsumerGroupsResult {

    private final KafkaFuture<Listed<ConsumerGroupListing>> future;

    ListConsumerGroupsResult(KafkaFuture<Listed<ConsumerGroupListing>> future) {
        this.future = future;
    }

    /** What all brokers list; fails when one broker did. */
    public KafkaFuture<Collection<ConsumerGroupListing>> all() {
        return future.thenApply(Listed::orThrow);
    }

    /** What those brokers list that answered. */
    public KafkaFuture<Collection<ConsumerGroupListing>> valid() {
        return future.thenApply(Listed::found);
    }

    /** The failures of those brokers that did not. */
    public KafkaFuture<Collection<Throwable>> errors() {
        return future.thenApply(Listed::errors);
    }
}
