package io.leat.clients.admin;

import io.leat.clients.admin.DescribeProducersResult.PartitionProducerState;
import io.leat.clients.network.Call;
import io.leat.clients.network.Coordinators;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeProducersRequest;
import io.leat.log.protocol.message.DescribeProducersResponse;
import io.leat.log.protocol.message.DescribeTransactionsRequest;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import io.leat.log.protocol.message.WriteTxnMarkersRequest;
import io.leat.log.protocol.message.WriteTxnMarkersResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Calls about producers and transactions. Stateless. */
final class TransactionCalls {

    private static final Coordinators.Kind TRANSACTION = Coordinators.Kind.TRANSACTION;

    private final Attempts attempts;

    TransactionCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<PartitionProducerState> producers(
            TopicPartition partition, DescribeProducersOptions options) {
        DescribeProducersRequest request =
                new DescribeProducersRequest(
                        List.of(
                                new DescribeProducersRequest.TopicRequest(
                                        partition.topic(), List.of(partition.partition()))));
        Call<DescribeProducersResponse> call = Call.of(request, DescribeProducersResponse::read);
        return attempts.run(
                options,
                "Describing the producers of " + partition,
                () -> {
                    CompletableFuture<DescribeProducersResponse> answer =
                            options.brokerId().isPresent()
                                    ? attempts.node(options.brokerId().getAsInt(), call)
                                    : attempts.leader(partition, call);
                    return answer.thenApply(this::states);
                });
    }

    private PartitionProducerState states(DescribeProducersResponse response) {
        DescribeProducersResponse.PartitionResponse partition =
                response.topics().get(0).partitions().get(0);
        attempts.check(partition.errorCode(), partition.errorMessage());
        List<ProducerState> states = new ArrayList<>();
        for (DescribeProducersResponse.ProducerState one : partition.activeProducers()) {
            states.add(
                    new ProducerState(
                            one.producerId(),
                            one.producerEpoch(),
                            one.lastSequence(),
                            one.lastTimestamp(),
                            one.coordinatorEpoch() < 0
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(one.coordinatorEpoch()),
                            one.currentTxnStartOffset() < 0
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(one.currentTxnStartOffset())));
        }
        return new PartitionProducerState(states);
    }

    KafkaFuture<TransactionDescription> describe(
            String transactionalId, DescribeTransactionsOptions options) {
        Call<DescribeTransactionsResponse> call =
                Call.of(
                        new DescribeTransactionsRequest(List.of(transactionalId)),
                        DescribeTransactionsResponse::read);
        return attempts.run(
                options,
                "Describing transaction " + transactionalId,
                () ->
                        attempts.io()
                                .coordinators()
                                .find(TRANSACTION, transactionalId)
                                .thenCompose(
                                        node ->
                                                attempts.coordinator(
                                                                TRANSACTION,
                                                                transactionalId,
                                                                call,
                                                                response ->
                                                                        response.transactionStates()
                                                                                .get(0)
                                                                                .errorCode())
                                                        .thenApply(
                                                                response ->
                                                                        description(
                                                                                response, node))));
    }

    private static TransactionDescription description(
            DescribeTransactionsResponse response, Node node) {
        DescribeTransactionsResponse.TransactionState state = response.transactionStates().get(0);
        Set<TopicPartition> partitions = new HashSet<>();
        state.topics()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                number ->
                                                        partitions.add(
                                                                new TopicPartition(
                                                                        topic.topic(), number))));
        return new TransactionDescription(
                node.id(),
                TransactionState.parse(state.transactionState()),
                state.producerId(),
                state.producerEpoch(),
                state.transactionTimeoutMs(),
                state.transactionStartTimeMs() < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(state.transactionStartTimeMs()),
                partitions);
    }

    KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> list(
            ListTransactionsOptions options) {
        return attempts.run(
                options,
                "Listing transactions",
                () ->
                        attempts.io()
                                .metadata()
                                .refresh()
                                .thenApply(view -> listAll(view.cluster().nodes(), options)));
    }

    private Map<Integer, KafkaFuture<Collection<TransactionListing>>> listAll(
            List<Node> nodes, ListTransactionsOptions options) {
        Map<Integer, KafkaFuture<Collection<TransactionListing>>> byBroker = new HashMap<>();
        for (Node node : nodes) {
            byBroker.put(
                    node.id(),
                    attempts.run(
                            options,
                            "Listing the transactions of broker " + node.id(),
                            () ->
                                    attempts.node(node.id(), listCall(options))
                                            .thenApply(this::listings)));
        }
        return byBroker;
    }

    private static Call<ListTransactionsResponse> listCall(ListTransactionsOptions options) {
        Call<ListTransactionsResponse> call =
                Call.of(
                        ApiKey.LIST_TRANSACTIONS,
                        version ->
                                ListTransactionsRequest.builder()
                                        .stateFilters(
                                                options.filteredStates().stream()
                                                        .map(TransactionState::toString)
                                                        .toList())
                                        .producerIdFilters(
                                                List.copyOf(options.filteredProducerIds()))
                                        .durationFilter(options.filteredDuration())
                                        .transactionalIdPattern(
                                                options.filteredTransactionalIdPattern())
                                        .build(),
                        ListTransactionsResponse::read);
        int lowest = options.filteredDuration() >= 0 ? 1 : 0;
        return call.versions(
                options.filteredTransactionalIdPattern() == null ? lowest : 2, call.highest());
    }

    private Collection<TransactionListing> listings(ListTransactionsResponse response) {
        attempts.check(response.errorCode(), null);
        List<TransactionListing> listings = new ArrayList<>();
        response.transactionStates()
                .forEach(
                        one ->
                                listings.add(
                                        new TransactionListing(
                                                one.transactionalId(),
                                                one.producerId(),
                                                TransactionState.parse(one.transactionState()))));
        return listings;
    }

    KafkaFuture<Void> abort(AbortTransactionSpec spec, AbortTransactionOptions options) {
        TopicPartition partition = spec.topicPartition();
        WriteTxnMarkersRequest request =
                new WriteTxnMarkersRequest(
                        List.of(
                                WriteTxnMarkersRequest.WritableTxnMarker.builder()
                                        .producerId(spec.producerId())
                                        .producerEpoch(spec.producerEpoch())
                                        .coordinatorEpoch(spec.coordinatorEpoch())
                                        .transactionResult(false)
                                        .topics(
                                                List.of(
                                                        new WriteTxnMarkersRequest
                                                                .WritableTxnMarkerTopic(
                                                                partition.topic(),
                                                                List.of(partition.partition()))))
                                        .build()));
        return attempts.run(
                options,
                "Aborting a transaction of " + partition,
                () ->
                        attempts.leader(partition, Call.of(request, WriteTxnMarkersResponse::read))
                                .thenApply(
                                        response -> {
                                            attempts.check(markerError(response), null);
                                            return null;
                                        }));
    }

    private static ErrorCode markerError(WriteTxnMarkersResponse response) {
        return response.markers().get(0).topics().get(0).partitions().get(0).errorCode();
    }

    /** Takes over the id with a new epoch, as a producer that starts does. */
    KafkaFuture<FenceProducersResult.Fenced> fence(
            String transactionalId, AbstractOptions<?> options) {
        InitProducerIdRequest request =
                InitProducerIdRequest.builder()
                        .transactionalId(transactionalId)
                        .transactionTimeoutMs(1)
                        .build();
        return attempts.run(
                options,
                "Fencing the producers of " + transactionalId,
                () ->
                        attempts.coordinator(
                                        TRANSACTION,
                                        transactionalId,
                                        Call.of(request, InitProducerIdResponse::read),
                                        InitProducerIdResponse::errorCode)
                                .thenApply(
                                        response ->
                                                new FenceProducersResult.Fenced(
                                                        response.producerId(),
                                                        response.producerEpoch())));
    }
}
