package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#describeTransactions}. */
public class DescribeTransactionsResult {

    private final Map<String, KafkaFuture<TransactionDescription>> futures;

    DescribeTransactionsResult(Map<String, KafkaFuture<TransactionDescription>> futures) {
        this.futures = futures;
    }

    /** The outcome for one that was asked for. */
    public KafkaFuture<TransactionDescription> description(String transactionalId) {
        return Futures.of(futures, transactionalId);
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<String, TransactionDescription>> all() {
        return Futures.byKey(futures);
    }
}
