package io.leat.log.broker.transaction;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.transaction.TransactionCoordinator;
import io.leat.log.coordinator.transaction.TransactionRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeTransactionsRequest;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import java.util.List;

/** DescribeTransactions, version 0: where transactions stand (KIP-664). */
public final class DescribeTransactionsHandler
        implements Handler<DescribeTransactionsRequest, DescribeTransactionsResponse> {

    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;

    public DescribeTransactionsHandler(Broker broker) {
        this.transactions = broker.coordinators().transactions();
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_TRANSACTIONS;
    }

    @Override
    public DescribeTransactionsRequest read(Reader in) {
        return DescribeTransactionsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeTransactionsRequest request,
            Reply<DescribeTransactionsResponse> reply) {
        List<String> ids = request.transactionalIds();
        Gathering<DescribeTransactionsResponse.TransactionState> all =
                new Gathering<>(
                        context.loop(),
                        ids.size(),
                        states ->
                                reply.complete(
                                        DescribeTransactionsResponse.builder()
                                                .transactionStates(states)
                                                .build()));
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            transactions.<DescribeTransactionsResponse.TransactionState>ask(
                    id,
                    (coordinator, promise, now) -> coordinator.describe(id, promise),
                    state -> all.add(number, state),
                    error ->
                            all.add(
                                    number,
                                    DescribeTransactionsResponse.TransactionState.builder()
                                            .transactionalId(id)
                                            .errorCode(error)
                                            .build()));
        }
    }
}
