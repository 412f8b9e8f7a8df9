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
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * ListTransactions, versions 0 to 2: the transactional ids whose coordinator is this broker, by
 * state, producer, duration and pattern.
 */
public final class ListTransactionsHandler
        implements Handler<ListTransactionsRequest, ListTransactionsResponse> {

    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;
    private final int nodeId;

    public ListTransactionsHandler(Broker broker) {
        this.transactions = broker.coordinators().transactions();
        this.nodeId = broker.nodeId();
    }

    @Override
    public ApiKey key() {
        return ApiKey.LIST_TRANSACTIONS;
    }

    @Override
    public ListTransactionsRequest read(Reader in) {
        return ListTransactionsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ListTransactionsRequest request,
            Reply<ListTransactionsResponse> reply) {
        List<Integer> partitions = transactions.led(nodeId);
        Gathering<ListTransactionsResponse> all =
                new Gathering<>(
                        context.loop(), partitions.size(), parts -> reply.complete(merged(parts)));
        for (int i = 0; i < partitions.size(); i++) {
            int number = i;
            transactions.<ListTransactionsResponse>ask(
                    partitions.get(i),
                    (coordinator, promise, now) -> coordinator.list(request, promise, now),
                    part -> all.add(number, part),
                    error ->
                            all.add(
                                    number,
                                    ListTransactionsResponse.builder().errorCode(error).build()));
        }
    }

    private static ListTransactionsResponse merged(List<ListTransactionsResponse> parts) {
        List<ListTransactionsResponse.TransactionState> states = new ArrayList<>();
        List<String> unknown = List.of();
        ErrorCode error = ErrorCode.NONE;
        for (ListTransactionsResponse part : parts) {
            states.addAll(part.transactionStates());
            unknown = part.unknownStateFilters().isEmpty() ? unknown : part.unknownStateFilters();
            // A partition that has moved meanwhile is listed by its new coordinator.
            if (part.errorCode() != ErrorCode.NONE
                    && part.errorCode() != ErrorCode.NOT_COORDINATOR) {
                error = part.errorCode();
            }
        }
        return ListTransactionsResponse.builder()
                .errorCode(error)
                .unknownStateFilters(unknown)
                .transactionStates(error == ErrorCode.NONE ? states : List.of())
                .build();
    }
}
