package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Result of {@link Admin#listTransactions}. */
public class ListTransactionsResult {

    private final KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> future;
    private final KafkaFuture<Map<Integer, Collection<TransactionListing>>> flat;

    /** From the futures of each broker, and the same with all of them awaited. */
    ListTransactionsResult(
            KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> future,
            KafkaFuture<Map<Integer, Collection<TransactionListing>>> flat) {
        this.future = future;
        this.flat = flat;
    }

    /** The transactions of all coordinators; fails when one broker did. */
    public KafkaFuture<Collection<TransactionListing>> all() {
        return allByBrokerId()
                .thenApply(
                        byBroker -> {
                            List<TransactionListing> all = new ArrayList<>();
                            byBroker.values().forEach(all::addAll);
                            return all;
                        });
    }

    /** For each broker the outcome. */
    public KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBrokerId() {
        return future;
    }

    /** For each broker the transactions it coordinates; fails when one broker did. */
    public KafkaFuture<Map<Integer, Collection<TransactionListing>>> allByBrokerId() {
        return flat;
    }
}
