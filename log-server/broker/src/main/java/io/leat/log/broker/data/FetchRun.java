package io.leat.log.broker.data;

import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.partition.Shard;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the partitions of one shard that a fetch wants, one after the other within its limit: one
 * hop to the shard for all of them. Owned by the shard's loop once it has begun.
 */
final class FetchRun {

    private final Shard shard;
    private final List<FetchItem> items = new ArrayList<>();
    private int bytesLeft;
    private boolean first;
    private boolean nothingYet;
    private int bytes;
    private int next;
    private boolean busy;
    private boolean pumping;

    FetchRun(Shard shard) {
        this.shard = shard;
    }

    void add(FetchItem item) {
        items.add(item);
    }

    List<FetchItem> items() {
        return items;
    }

    /** Bytes that were read, once it is done. */
    int bytes() {
        return bytes;
    }

    /**
     * Begins.
     *
     * @param limit most bytes, about
     * @param nothingRead whether nothing was read before: then one batch always passes
     * @param firstLook whether the fetch has not looked at them before
     * @param done runs on the shard's loop, once
     */
    void start(
            FetchReader reader, int limit, boolean nothingRead, boolean firstLook, Runnable done) {
        bytesLeft = limit;
        nothingYet = nothingRead;
        first = firstLook;
        if (shard.loop().inLoop()) {
            pump(reader, done);
        } else {
            shard.loop().execute(() -> pump(reader, done));
        }
    }

    /** A loop, so that a thousand of them need no deep stack. */
    private void pump(FetchReader reader, Runnable done) {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!busy && next < items.size()) {
            busy = true;
            read(items.get(next), reader, done);
        }
        pumping = false;
        if (!busy) {
            busy = true; // for good
            done.run();
        }
    }

    private void read(FetchItem item, FetchReader reader, Runnable done) {
        PartitionRef ref = item.ref();
        if (ref == null) {
            throw new IllegalStateException("no shard has a partition that is not there");
        }
        Partition partition = shard.partition(ref.id());
        FetchWatch watch = item.watch();
        if (watch != null && partition instanceof LogPartition data) {
            watch.begin(data);
        }
        int limit = Math.max(0, Math.min(bytesLeft, item.member().wanted().partitionMaxBytes()));
        new FetchQuery(item.member().wanted(), reader, limit, nothingYet, first)
                .run(
                        partition,
                        ref.absence(),
                        result -> {
                            if (watch != null) {
                                watch.looked();
                            }
                            arrived(item, result);
                            pump(reader, done);
                        });
    }

    private void arrived(FetchItem item, FetchedPartition result) {
        item.result(result);
        bytes += result.bytes();
        bytesLeft -= result.bytes();
        nothingYet &= result.bytes() == 0;
        next++;
        busy = false;
    }
}
