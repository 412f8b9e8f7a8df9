package io.leat.log.broker.data;

import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compacts the partitions of one shard, in rounds: those that are due, one after the other, the
 * dirtiest first. Owned by the shard's loop; the work runs on the worker's lane.
 */
final class Compactor {

    private final Shard shard;
    private final CleanerWorkers workers;
    private final ArrayDeque<LogPartition> due = new ArrayDeque<>();
    private boolean busy;

    Compactor(Shard shard, CleanerWorkers workers) {
        this.shard = shard;
        this.workers = workers;
    }

    /** Begins the rounds; from any thread. */
    void start() {
        shard.loop().schedule(workers.backoffMs(), this::round);
    }

    private void round() {
        if (!busy) {
            choose();
            next();
        }
        start();
    }

    private void choose() {
        record Candidate(LogPartition partition, double dirtiness) {}
        List<Candidate> candidates = new ArrayList<>();
        for (Partition partition : shard.partitions()) {
            if (partition instanceof LogPartition data && data.dirtiness() > 0) {
                candidates.add(new Candidate(data, data.dirtiness()));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::dirtiness).reversed());
        candidates.forEach(candidate -> due.add(candidate.partition()));
    }

    private void next() {
        @Nullable LogPartition first = due.poll();
        busy = first != null;
        if (first != null) {
            first.compact(workers.of(shard), this::next);
        }
    }
}
