package io.leat.log.broker.data;

import io.leat.log.broker.coordinator.Coordinators;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks the transaction coordinator whether a producer may write to a partition in its ongoing
 * transaction (KIP-890). Called on the partition's loop.
 */
public interface TransactionVerifier {

    /** Asks the coordinators of this broker or another, from {@code loop}. */
    static TransactionVerifier asking(EventLoop loop, Coordinators coordinators) {
        return (question, done) ->
                coordinators.verify(
                        loop,
                        new TopicPartition(
                                question.partition().topic(), question.partition().partition()),
                        question.transactionalId(),
                        new ProducerIdentity(question.producerId(), question.producerEpoch()),
                        question.addPartition(),
                        done);
    }

    /**
     * Takes the producer's word where a setting says so: only for transactions of version 1, as
     * those of version 2 begin with the question.
     */
    default TransactionVerifier unless(BooleanSupplier believed) {
        return (question, done) -> {
            if (!question.addPartition() && believed.getAsBoolean()) {
                done.accept(ErrorCode.NONE);
            } else {
                verify(question, done);
            }
        };
    }

    /** Calls {@code done} on any loop, with NONE if the write may go on. */
    void verify(Question question, Consumer<ErrorCode> done);

    /**
     * What is asked.
     *
     * @param addPartition whether the coordinator adds the partition: transactions of version 2
     */
    record Question(
            TopicIdPartition partition,
            String transactionalId,
            long producerId,
            short producerEpoch,
            boolean addPartition) {}
}
