package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The batches that a message set of an old client became: appended one behind the other with
 * nothing in between, as the client counts on from the first offset. Owned by the partition's loop.
 *
 * <p>It is answered when all are, with the first failure if there is one: then the batches before
 * stay, and the client sends all again, as it does after a lost answer.
 */
final class SeveralBatches {

    private final Consumer<Produced> done;
    private int missing = 1;
    private @Nullable Produced first;
    private @Nullable Produced failure;

    private SeveralBatches(Consumer<Produced> done) {
        this.done = done;
    }

    static void produce(PartitionWrites writes, List<Produce> batches, Consumer<Produced> done) {
        SeveralBatches all = new SeveralBatches(done);
        for (int i = 0; i < batches.size() && all.failure == null; i++) {
            boolean isFirst = i == 0;
            all.missing++;
            writes.produce(batches.get(i), result -> all.arrived(result, isFirst));
        }
        all.countDown();
    }

    private void arrived(Produced result, boolean isFirst) {
        if (isFirst) {
            first = result;
        }
        if (result.error() != ErrorCode.NONE && failure == null) {
            failure = result;
        }
        countDown();
    }

    private void countDown() {
        if (--missing == 0) {
            Produced answer = failure != null ? failure : first;
            if (answer == null) {
                throw new IllegalStateException("no batch was written");
            }
            done.accept(answer);
        }
    }
}
