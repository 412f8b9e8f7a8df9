package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One question to one partition, asked on the partition's loop.
 *
 * @param question asks the partition, which must lead; answers once through the consumer
 * @param failed the answer when the partition is unknown or not led here
 */
record PartitionAsk<R>(
        String topic,
        int partition,
        BiConsumer<LogPartition, Consumer<R>> question,
        Function<ErrorCode, R> failed) {

    /** Asks all; {@code done} gets the answers in the order of the questions, on {@code loop}. */
    static <R> void all(
            Broker broker, EventLoop loop, List<PartitionAsk<R>> asks, Consumer<List<R>> done) {
        MetadataImage image = broker.image();
        List<R> answers = new ArrayList<>(Collections.nCopies(asks.size(), null));
        PartitionFanOut fanOut = new PartitionFanOut(loop, () -> done.accept(answers));
        for (int i = 0; i < asks.size(); i++) {
            int index = i;
            asks.get(i).ask(broker, image, fanOut.expect(answer -> answers.set(index, answer)));
        }
        fanOut.asked();
    }

    private void ask(Broker broker, MetadataImage image, Consumer<R> done) {
        PartitionRef ref = broker.topics().find(image, topic, partition);
        if (ref == null) {
            done.accept(failed.apply(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            return;
        }
        ref.post(
                found -> {
                    ErrorCode refusal =
                            found instanceof LogPartition data
                                    ? data.checkEpoch(-1)
                                    : ref.absence();
                    if (found instanceof LogPartition data && refusal == ErrorCode.NONE) {
                        question.accept(data, done);
                    } else {
                        done.accept(failed.apply(refusal));
                    }
                });
    }
}
