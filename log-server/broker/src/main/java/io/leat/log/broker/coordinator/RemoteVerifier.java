package io.leat.log.broker.coordinator;

import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks transaction coordinators on other brokers whether a producer may write (KIP-890). Owned by
 * the loop of the partitions it asks for.
 */
final class RemoteVerifier {

    private static final int VERSION_ONE = 4;
    private static final int VERSION_TWO = 5;
    private static final long TIMEOUT_MS = 5_000;

    private final Peers peers;

    RemoteVerifier(Peers peers) {
        this.peers = peers;
    }

    /**
     * @param addPartition whether the coordinator adds the partition: transactions of version 2
     * @param done gets NONE if the producer may write; {@link ErrorCode#NETWORK_EXCEPTION} if the
     *     coordinator did not answer
     */
    void verify(
            Endpoint coordinator,
            TopicPartition partition,
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            Consumer<ErrorCode> done) {
        AddPartitionsToTxnRequest.Transaction transaction =
                AddPartitionsToTxnRequest.Transaction.builder()
                        .transactionalId(transactionalId)
                        .producerId(producer.id())
                        .producerEpoch(producer.epoch())
                        .verifyOnly(!addPartition)
                        .topics(
                                List.of(
                                        new AddPartitionsToTxnRequest.Topic(
                                                partition.topic(), List.of(partition.partition()))))
                        .build();
        peers.send(
                coordinator,
                AddPartitionsToTxnRequest.builder().transactions(List.of(transaction)).build(),
                addPartition ? VERSION_TWO : VERSION_ONE,
                TIMEOUT_MS,
                new PeerCallback<AddPartitionsToTxnResponse>() {
                    @Override
                    public void answered(AddPartitionsToTxnResponse response, Frame frame) {
                        done.accept(error(response));
                    }

                    @Override
                    public void failed(PeerException cause) {
                        done.accept(ErrorCode.NETWORK_EXCEPTION);
                    }
                });
    }

    private static ErrorCode error(AddPartitionsToTxnResponse response) {
        if (response.errorCode() != ErrorCode.NONE) {
            return response.errorCode();
        }
        for (AddPartitionsToTxnResponse.Result result : response.resultsByTransaction()) {
            for (AddPartitionsToTxnResponse.TopicResult topic : result.topicResults()) {
                for (AddPartitionsToTxnResponse.PartitionResult each : topic.resultsByPartition()) {
                    return each.partitionErrorCode();
                }
            }
        }
        return ErrorCode.UNKNOWN_SERVER_ERROR;
    }
}
