package io.leat.log.broker.transaction;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.transaction.ClientCall;
import io.leat.log.coordinator.transaction.TransactionCoordinator;
import io.leat.log.coordinator.transaction.TransactionRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * AddPartitionsToTxn, versions 0 to 5. Up to version 3 clients announce what they will write; from
 * 4 on leaders of partitions ask whether a producer may write, or add the partition (KIP-890).
 */
public final class AddPartitionsToTxnHandler
        implements Handler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> {

    private final Broker broker;
    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;

    public AddPartitionsToTxnHandler(Broker broker) {
        this.broker = broker;
        this.transactions = broker.coordinators().transactions();
    }

    @Override
    public ApiKey key() {
        return ApiKey.ADD_PARTITIONS_TO_TXN;
    }

    @Override
    public AddPartitionsToTxnRequest read(Reader in) {
        return AddPartitionsToTxnRequest.read(in);
    }

    private static final int FIRST_WITH_FENCED = 2;
    private static final int FIRST_BATCHED = 4;
    private static final int FIRST_OF_VERSION_TWO = 5;

    @Override
    public void handle(
            RequestContext context,
            AddPartitionsToTxnRequest request,
            Reply<AddPartitionsToTxnResponse> reply) {
        if (context.apiVersion() >= FIRST_BATCHED) {
            batched(context, request, reply);
        } else {
            single(context, request, reply);
        }
    }

    private void single(
            RequestContext context,
            AddPartitionsToTxnRequest request,
            Reply<AddPartitionsToTxnResponse> reply) {
        Set<TopicPartition> partitions = partitions(request.v3AndBelowTopics());
        Set<TopicPartition> missing = missing(partitions);
        if (!missing.isEmpty()) {
            reply.complete(
                    answer(
                            partitions,
                            p ->
                                    missing.contains(p)
                                            ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                                            : ErrorCode.OPERATION_NOT_ATTEMPTED));
            return;
        }
        ClientCall call =
                new ClientCall(
                        request.v3AndBelowTransactionalId(),
                        new ProducerIdentity(
                                request.v3AndBelowProducerId(), request.v3AndBelowProducerEpoch()),
                        1,
                        context.connectionId());
        Consumer<ErrorCode> done =
                error -> {
                    ErrorCode fit =
                            FencedErrors.fit(error, context.apiVersion(), FIRST_WITH_FENCED);
                    reply.complete(answer(partitions, p -> fit));
                };
        transactions.<ErrorCode>ask(
                call.transactionalId(),
                (coordinator, promise, now) -> coordinator.enlist(call, partitions, promise, now),
                done,
                done);
    }

    private void batched(
            RequestContext context,
            AddPartitionsToTxnRequest request,
            Reply<AddPartitionsToTxnResponse> reply) {
        List<AddPartitionsToTxnRequest.Transaction> wanted = request.transactions();
        Gathering<AddPartitionsToTxnResponse.Result> all =
                new Gathering<>(
                        context.loop(),
                        wanted.size(),
                        results ->
                                reply.complete(
                                        AddPartitionsToTxnResponse.builder()
                                                .resultsByTransaction(results)
                                                .build()));
        for (int i = 0; i < wanted.size(); i++) {
            int number = i;
            AddPartitionsToTxnRequest.Transaction each = wanted.get(i);
            ClientCall call =
                    new ClientCall(
                            each.transactionalId(),
                            new ProducerIdentity(each.producerId(), each.producerEpoch()),
                            context.apiVersion() >= FIRST_OF_VERSION_TWO ? 2 : 1,
                            ClientCall.ANY_CONNECTION);
            Set<TopicPartition> partitions = partitions(each.topics());
            decide(
                    call,
                    each.verifyOnly(),
                    partitions,
                    errors ->
                            all.add(
                                    number,
                                    new AddPartitionsToTxnResponse.Result(
                                            each.transactionalId(), results(partitions, errors))));
        }
    }

    private void decide(
            ClientCall call,
            boolean verifyOnly,
            Set<TopicPartition> partitions,
            Consumer<Function<TopicPartition, ErrorCode>> done) {
        Consumer<ErrorCode> same = error -> done.accept(p -> error);
        if (verifyOnly) {
            transactions.<Map<TopicPartition, ErrorCode>>ask(
                    call.transactionalId(),
                    (coordinator, promise, now) -> coordinator.verify(call, partitions, promise),
                    errors ->
                            done.accept(
                                    p -> errors.getOrDefault(p, ErrorCode.UNKNOWN_SERVER_ERROR)),
                    same);
        } else {
            transactions.<ErrorCode>ask(
                    call.transactionalId(),
                    (coordinator, promise, now) ->
                            coordinator.enlist(call, partitions, promise, now),
                    same,
                    same);
        }
    }

    private static Set<TopicPartition> partitions(List<AddPartitionsToTxnRequest.Topic> topics) {
        Set<TopicPartition> all = new HashSet<>();
        for (AddPartitionsToTxnRequest.Topic topic : topics) {
            topic.partitions().forEach(p -> all.add(new TopicPartition(topic.name(), p)));
        }
        return all;
    }

    private Set<TopicPartition> missing(Set<TopicPartition> partitions) {
        MetadataImage image = broker.image();
        Set<TopicPartition> missing = new HashSet<>(partitions);
        missing.removeIf(
                p -> {
                    TopicImage topic = image.topic(p.topic());
                    return topic != null && topic.partition(p.partition()) != null;
                });
        return missing;
    }

    private static AddPartitionsToTxnResponse answer(
            Set<TopicPartition> partitions, Function<TopicPartition, ErrorCode> errors) {
        return AddPartitionsToTxnResponse.builder()
                .resultsByTopicV3AndBelow(results(partitions, errors))
                .build();
    }

    private static List<AddPartitionsToTxnResponse.TopicResult> results(
            Set<TopicPartition> partitions, Function<TopicPartition, ErrorCode> errors) {
        Map<String, List<AddPartitionsToTxnResponse.PartitionResult>> topics = new HashMap<>();
        for (TopicPartition each : partitions) {
            topics.computeIfAbsent(each.topic(), t -> new ArrayList<>())
                    .add(
                            new AddPartitionsToTxnResponse.PartitionResult(
                                    each.partition(), errors.apply(each)));
        }
        List<AddPartitionsToTxnResponse.TopicResult> results = new ArrayList<>();
        topics.forEach(
                (topic, all) ->
                        results.add(new AddPartitionsToTxnResponse.TopicResult(topic, all)));
        return results;
    }
}
