package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.partition.Shard;
import io.leat.log.runtime.Offload;
import io.leat.log.storage.CleanerWorker;
import java.util.ArrayList;
import java.util.List;

/**
 * Who compacts for which shard, as the settings have it when the compaction begins. Each shard
 * compacts one partition at a time, so they share what is allowed to all. Safe on every loop.
 */
final class CleanerWorkers {

    private static final long STEP_BYTES = 1L << 20;
    private static final int HEAP_SHARE_OF_KEYS = 8;

    private final Broker broker;
    private final int shards;

    /** One for each shard; how many of them are used is a setting. */
    private final List<Offload.Lane> lanes = new ArrayList<>();

    CleanerWorkers(Broker broker) {
        this.broker = broker;
        this.shards = broker.shards().shards().size();
        for (int i = 0; i < shards; i++) {
            lanes.add(broker.ports().offload().lane("compact-" + i));
        }
    }

    CleanerWorker of(Shard shard) {
        BrokerConfig config = broker.config();
        long keyBytes =
                Math.min(
                        config.get(BrokerKeys.CLEANER_KEYS_BYTES),
                        Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_KEYS);
        int used = Math.min(shards, config.get(BrokerKeys.CLEANER_THREADS));
        double rate = config.get(BrokerKeys.CLEANER_BYTES_PER_SECOND);
        return new CleanerWorker(
                lanes.get(shard.id() % used), keyBytes / shards, STEP_BYTES, rate / shards);
    }

    /** Time between two rounds of compactions. */
    long backoffMs() {
        return Math.max(1, broker.config().get(BrokerKeys.CLEANER_BACKOFF_MS));
    }
}
