package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TransactionGuard;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * TxnOffsetCommit, versions 0 to 5: offsets that take effect when the transaction commits. The
 * partition first has the producer verified; from version 5 on that also adds the partition to the
 * transaction (KIP-890).
 */
public final class TxnOffsetCommitHandler
        implements Handler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {

    private final Broker broker;
    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public TxnOffsetCommitHandler(Broker broker) {
        this.broker = broker;
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.TXN_OFFSET_COMMIT;
    }

    @Override
    public TxnOffsetCommitRequest read(Reader in) {
        return TxnOffsetCommitRequest.read(in);
    }

    private static final int FIRST_OF_VERSION_TWO = 5;
    private static final int FIRST_WITH_ABORTABLE = 4;

    @Override
    public void handle(
            RequestContext context,
            TxnOffsetCommitRequest request,
            Reply<TxnOffsetCommitResponse> reply) {
        Consumer<ErrorCode> refused =
                error -> reply.complete(failed(request, fit(error, context.apiVersion())));
        if (!exist(request)) {
            reply.complete(failed(request, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            return;
        }
        int partition = groups.partitionOf(request.groupId());
        groups.at(
                partition,
                coordinator ->
                        coordinator
                                .log()
                                .verify(
                                        request.transactionalId(),
                                        new ProducerIdentity(
                                                request.producerId(), request.producerEpoch()),
                                        context.apiVersion() >= FIRST_OF_VERSION_TWO,
                                        (error, guard) -> {
                                            if (error != ErrorCode.NONE) {
                                                refused.accept(error);
                                            } else {
                                                commit(partition, request, guard, reply, refused);
                                            }
                                        }),
                refused);
    }

    private void commit(
            int partition,
            TxnOffsetCommitRequest request,
            @Nullable TransactionGuard guard,
            Reply<TxnOffsetCommitResponse> reply,
            Consumer<ErrorCode> refused) {
        groups.<TxnOffsetCommitResponse>ask(
                partition,
                (coordinator, promise, now) ->
                        coordinator.commitInTransaction(request, guard, promise, now),
                reply::complete,
                refused);
    }

    private boolean exist(TxnOffsetCommitRequest request) {
        MetadataImage image = broker.image();
        for (TxnOffsetCommitRequest.Topic topic : request.topics()) {
            TopicImage known = image.topic(topic.name());
            for (TxnOffsetCommitRequest.Partition each : topic.partitions()) {
                if (known == null || known.partition(each.partitionIndex()) == null) {
                    return false;
                }
            }
        }
        return true;
    }

    private static ErrorCode fit(ErrorCode error, int version) {
        return error == ErrorCode.TRANSACTION_ABORTABLE && version < FIRST_WITH_ABORTABLE
                ? ErrorCode.INVALID_TXN_STATE
                : error;
    }

    private static TxnOffsetCommitResponse failed(TxnOffsetCommitRequest request, ErrorCode error) {
        List<TxnOffsetCommitResponse.Topic> topics = new ArrayList<>();
        for (TxnOffsetCommitRequest.Topic topic : request.topics()) {
            topics.add(
                    new TxnOffsetCommitResponse.Topic(
                            topic.name(),
                            topic.partitions().stream()
                                    .map(
                                            p ->
                                                    new TxnOffsetCommitResponse.Partition(
                                                            p.partitionIndex(), error))
                                    .toList()));
        }
        return TxnOffsetCommitResponse.builder().topics(topics).build();
    }
}
