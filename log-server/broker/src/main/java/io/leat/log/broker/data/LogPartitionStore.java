package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import io.leat.log.runtime.Ports;
import io.leat.log.storage.CleanerWorker;
import io.leat.log.storage.ClosedLogs;
import io.leat.log.storage.DirectoryState;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogSettings;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.ReadBuffers;
import io.leat.log.storage.StorageException;
import io.leat.log.storage.TailCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps partitions as logs in the data directory, each in a directory named by topic id and number,
 * so that no name a client chose ever becomes a path. What belongs to a shard is used on its loop.
 */
public final class LogPartitionStore implements PartitionStore {

    private static final Logger log = LoggerFactory.getLogger(LogPartitionStore.class);
    private static final String ROOT = "partitions";
    private static final HexFormat HEX = HexFormat.of();
    private static final long TAIL_BYTES_MAX = 16L << 20;
    private static final long CLEANER_STEP_BYTES = 1L << 20;
    private static final int HEAP_SHARE_OF_KEYS = 8;
    private static final long LAG_CHECK_MS_MAX = 1L << 40;
    private static final int OPENERS = 3;

    private final Broker broker;
    private final Disk disk;
    private final boolean clean;
    private final ClosedLogs closedLogs;
    private final DirectoryState directoryState =
            new DirectoryState(this::directoryFailed, this::directoryFull);

    /** What could not be opened has to be recovered by a start that can. */
    private volatile boolean allOpened = true;

    private final Map<Shard, LogContext> contexts = new HashMap<>();

    /** Logs are opened side by side: a start has thousands of them to wait for. */
    private final List<Offload.Lane> openers = new ArrayList<>();

    private final Replication replication;

    /** Of a broker that has no others. */
    public LogPartitionStore(Broker broker, Disk disk, boolean clean) {
        this(broker, disk, clean, Replication.alone());
    }

    /**
     * @param clean whether the last process closed every log in order
     */
    public LogPartitionStore(Broker broker, Disk disk, boolean clean, Replication replication) {
        this.replication = replication;
        this.broker = broker;
        this.disk = disk;
        this.clean = clean;
        this.closedLogs = ClosedLogs.take(disk, clean);
        Ports ports = broker.ports();
        List<CleanerWorker> workers = workers();
        for (int i = 0; i < OPENERS; i++) {
            openers.add(ports.offload().lane("open-" + i));
        }
        for (Shard shard : broker.shards().shards()) {
            LogContext context =
                    new LogContext(
                            disk,
                            shard.loop(),
                            ports.offload().lane("force-" + shard.id()),
                            ports.offload().lane("read-" + shard.id()),
                            ports.clock(),
                            new TailCache(TAIL_BYTES_MAX),
                            new ReadBuffers(),
                            directoryState,
                            closedLogs);
            contexts.put(shard, context);
            scheduleTidy(shard);
            scheduleFollowerCheck(shard);
            CleanerWorker worker = workers.get(shard.id() % workers.size());
            new Compactor(shard, worker, broker.config().get(BrokerKeys.CLEANER_BACKOFF_MS))
                    .start();
        }
    }

    /** Each shard compacts one partition at a time, so they share what is allowed to all. */
    private List<CleanerWorker> workers() {
        int shards = broker.shards().shards().size();
        int lanes = Math.min(shards, broker.config().get(BrokerKeys.CLEANER_THREADS));
        long keyBytes =
                Math.min(
                        broker.config().get(BrokerKeys.CLEANER_KEYS_BYTES),
                        Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_KEYS);
        double rate = broker.config().get(BrokerKeys.CLEANER_BYTES_PER_SECOND);
        List<CleanerWorker> workers = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            Offload.Lane lane = broker.ports().offload().lane("compact-" + i);
            workers.add(
                    new CleanerWorker(lane, keyBytes / shards, CLEANER_STEP_BYTES, rate / shards));
        }
        return workers;
    }

    private void directoryFailed(StorageException cause) {
        log.error(
                "The data directory {} is offline: {}. Its partitions answer KAFKA_STORAGE_ERROR."
                        + " Repair or replace the disk (the kernel's log says what is wrong with"
                        + " it), then restart this server: what was acknowledged is kept",
                disk.root(),
                cause.getMessage());
        for (Shard shard : broker.shards().shards()) {
            shard.loop()
                    .execute(
                            () -> {
                                for (Partition partition : shard.partitions()) {
                                    if (partition instanceof LogPartition data) {
                                        data.directoryFailed();
                                    }
                                }
                            });
        }
    }

    private void directoryFull(@Nullable StorageException cause) {
        if (cause == null) {
            log.info("The disk of {} has room again: records are taken", disk.root());
        } else {
            log.error(
                    "The disk of {} is full: {}. Records are refused with KAFKA_STORAGE_ERROR until"
                            + " there is room: free some, shorten the retention of topics, or move"
                            + " the data to a larger disk. What was acknowledged is kept",
                    disk.root(),
                    cause.getMessage());
        }
    }

    @Override
    public boolean isIntact() {
        return directoryState.failure() == null && allOpened;
    }

    @Override
    public void closed() {
        try {
            closedLogs.write(disk);
        } catch (DiskException e) {
            log.warn("The next start has to look at every log: {}", e.getMessage());
        }
    }

    @Override
    public boolean isOffline() {
        return directoryState.failure() != null;
    }

    private void scheduleTidy(Shard shard) {
        shard.loop()
                .schedule(
                        broker.config().get(BrokerKeys.RETENTION_CHECK_MS),
                        () -> {
                            tidy(shard);
                            scheduleTidy(shard);
                        });
    }

    private void scheduleFollowerCheck(Shard shard) {
        long everyMs = replication.lagMaxMs() / 2;
        if (everyMs > LAG_CHECK_MS_MAX) {
            return; // there are no followers
        }
        shard.loop()
                .schedule(
                        everyMs,
                        () -> {
                            for (Partition partition : shard.partitions()) {
                                if (partition instanceof LogPartition data) {
                                    data.checkFollowers();
                                }
                            }
                            scheduleFollowerCheck(shard);
                        });
    }

    private void tidy(Shard shard) {
        long idleMs = broker.config().get(BrokerKeys.PRODUCER_ID_EXPIRATION_MS);
        long since = broker.ports().clock().epochMillis() - idleMs;
        for (Partition partition : shard.partitions()) {
            if (partition instanceof LogPartition data) {
                data.tidy(since);
            }
        }
    }

    private Offload.Lane opener(TopicIdPartition id) {
        return openers.get(Math.floorMod(id.topicId().hashCode() + id.partition(), OPENERS));
    }

    private LogContext context(Shard shard) {
        LogContext context = contexts.get(shard);
        if (context == null) {
            throw new IllegalArgumentException("not a shard of this broker: " + shard);
        }
        return context;
    }

    static String directory(TopicIdPartition id) {
        return ROOT + "/" + name(id);
    }

    private static String name(TopicIdPartition id) {
        Uuid topic = id.topicId();
        return HEX.toHexDigits(topic.high()) + HEX.toHexDigits(topic.low()) + '-' + id.partition();
    }

    @Override
    public void open(
            TopicIdPartition id,
            Shard shard,
            Partition.Assignment assignment,
            BiConsumer<@Nullable Partition, @Nullable Throwable> done) {
        LogContext context = context(shard);
        LogSettings settings = LogSettingsOf.config(assignment.config());
        EventLoop loop = shard.loop();
        opener(id)
                .run(
                        () -> PartitionLog.open(context, directory(id), settings, clean),
                        loop,
                        (opened, failure) -> {
                            if (opened == null) {
                                allOpened = false;
                                done.accept(null, failure);
                                return;
                            }
                            if (opened.lostOffsets() > 0) {
                                log.error(
                                        "Partition {} lost {} offsets that were known to be"
                                                + " durable: the disk did not keep what it forced",
                                        id,
                                        opened.lostOffsets());
                            }
                            LogPartition partition =
                                    new LogPartition(
                                            id,
                                            loop,
                                            opened,
                                            context,
                                            broker.coordinators(),
                                            TransactionVerifier.asking(loop, broker.coordinators()),
                                            replication,
                                            assignment);
                            partition.begin();
                            done.accept(partition, null);
                        });
    }

    @Override
    public void delete(TopicIdPartition id, Shard shard, Runnable done) {
        context(shard)
                .reads()
                .run(
                        () -> {
                            deleteDirectory(directory(id));
                            return null;
                        },
                        shard.loop(),
                        (result, failure) -> {
                            if (failure != null) {
                                log.error("Cannot delete the data of {}", id, failure);
                            }
                            done.run();
                        });
    }

    private void deleteDirectory(String directory) {
        for (String name : disk.list(directory)) {
            disk.delete(directory + "/" + name);
        }
        disk.delete(directory);
    }

    @Override
    public void deleteOthers(Set<TopicIdPartition> assigned) {
        Set<String> wanted = new HashSet<>();
        assigned.forEach(id -> wanted.add(name(id)));
        for (String name : disk.list(ROOT)) {
            if (!wanted.contains(name)) {
                log.info("Deleting {}/{}: its topic is gone", ROOT, name);
                deleteDirectory(ROOT + "/" + name);
            }
        }
    }
}
