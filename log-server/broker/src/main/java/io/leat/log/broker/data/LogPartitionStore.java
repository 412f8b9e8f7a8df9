package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.directory.DirectoryReports;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import io.leat.log.runtime.Ports;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.LogSettings;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.ReadBuffers;
import io.leat.log.storage.StorageException;
import io.leat.log.storage.TailCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps partitions as logs in the folders of the broker. What belongs to a shard is used on its
 * loop.
 */
public final class LogPartitionStore implements PartitionStore {

    private static final Logger log = LoggerFactory.getLogger(LogPartitionStore.class);
    private static final long TAIL_BYTES_MAX = 16L << 20;
    private static final long LAG_CHECK_MS_MAX = 1L << 40;
    private static final int OPENERS = 3;

    private final Broker broker;
    private final LogDirectories directories;
    private final DirectoryReports reports;

    /** Of the logs of each shard, by the id of their folder. */
    private final Map<Shard, Map<Uuid, LogContext>> contexts = new HashMap<>();

    /** Logs are opened side by side: a start has thousands of them to wait for. */
    private final List<Offload.Lane> openers = new ArrayList<>();

    private final Replication replication;
    private final Offload.Lane remover;
    private boolean removalDue;

    /** Of a broker that has no others. */
    public LogPartitionStore(Broker broker, LogDirectories directories) {
        this(broker, directories, Replication.alone());
    }

    public LogPartitionStore(Broker broker, LogDirectories directories, Replication replication) {
        this.replication = replication;
        this.broker = broker;
        this.directories = directories;
        Ports ports = broker.ports();
        this.reports =
                new DirectoryReports(
                        ports.loop(), broker.controllerCalls(), broker.nodeId(), this::brokerEpoch);
        this.remover = ports.offload().lane("remove");
        CleanerWorkers workers = new CleanerWorkers(broker);
        for (int i = 0; i < OPENERS; i++) {
            openers.add(ports.offload().lane("open-" + i));
        }
        for (Shard shard : broker.shards().shards()) {
            TailCache tail = new TailCache(TAIL_BYTES_MAX);
            Map<Uuid, LogContext> ofShard = new HashMap<>();
            for (LogDirectory directory : directories.all()) {
                ofShard.put(directory.id(), context(shard, directory, tail));
            }
            contexts.put(shard, ofShard);
            scheduleTidy(shard);
            scheduleFollowerCheck(shard);
            new Compactor(shard, workers).start();
        }
        directories.onFailure(this::directoryFailed);
    }

    private LogContext context(Shard shard, LogDirectory directory, TailCache tail) {
        Ports ports = broker.ports();
        return new LogContext(
                directory.disk(),
                shard.loop(),
                ports.offload().lane("force-" + shard.id()),
                ports.offload().lane("read-" + shard.id()),
                ports.clock(),
                tail,
                new ReadBuffers(),
                directory.state(),
                directory.closed());
    }

    private long brokerEpoch() {
        BrokerImage registered = broker.image().broker(broker.nodeId());
        return registered == null ? -1 : registered.epoch();
    }

    private void directoryFailed(LogDirectory directory) {
        for (Shard shard : broker.shards().shards()) {
            shard.loop()
                    .execute(
                            () -> {
                                for (Partition partition : shard.partitions()) {
                                    if (partition instanceof LogPartition data) {
                                        data.directoryFailed(directory);
                                    }
                                }
                            });
        }
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

    private LogContext context(Shard shard, LogDirectory directory) {
        LogContext context = contexts.getOrDefault(shard, Map.of()).get(directory.id());
        if (context == null) {
            throw new IllegalArgumentException("not a shard of this broker: " + shard);
        }
        return context;
    }

    @Override
    public void open(
            TopicIdPartition id,
            Shard shard,
            Partition.Assignment assignment,
            BiConsumer<@Nullable Partition, @Nullable Throwable> done) {
        LogDirectory home;
        try {
            home = directories.home(id, assignment);
        } catch (StorageException e) {
            done.accept(null, e);
            return;
        }
        LogContext context = context(shard, home);
        LogSettings settings = LogSettingsOf.config(assignment.config());
        opener(id)
                .run(
                        () -> {
                            directories.adoptCopy(id);
                            return open(id, context, settings, home);
                        },
                        shard.loop(),
                        (opened, failure) -> {
                            if (opened == null) {
                                directories.doubt(home);
                                home.failed(Objects.requireNonNull(failure));
                                done.accept(null, failure);
                            } else {
                                done.accept(opened(id, shard, home, opened, assignment), null);
                            }
                        });
    }

    private static PartitionLog open(
            TopicIdPartition id, LogContext context, LogSettings settings, LogDirectory home) {
        StorageException failure = home.state().failure();
        if (failure != null) {
            throw failure;
        }
        return PartitionLog.open(context, LogDirectories.path(id), settings, home.clean());
    }

    private LogPartition opened(
            TopicIdPartition id,
            Shard shard,
            LogDirectory home,
            PartitionLog opened,
            Partition.Assignment assignment) {
        if (opened.lostOffsets() > 0) {
            log.error(
                    "Partition {} lost {} offsets that were known to be durable: the disk did not"
                            + " keep what it forced",
                    id,
                    opened.lostOffsets());
        }
        if (directories.isNews(home, assignment)) {
            reports.tell(id, home.id());
        }
        EventLoop loop = shard.loop();
        MoveSteps steps =
                new MoveSteps(
                        directories,
                        reports,
                        broker.throttles().directories(),
                        opener(id),
                        directory -> context(shard, directory));
        LogPartition partition =
                new LogPartition(
                        id,
                        home,
                        opened,
                        steps,
                        broker.coordinators(),
                        TransactionVerifier.asking(loop, broker.coordinators())
                                .unless(
                                        () ->
                                                !broker.config()
                                                        .get(BrokerKeys.TRANSACTION_VERIFICATION)),
                        replication,
                        assignment);
        partition.begin();
        partition.moves().resume();
        return partition;
    }

    @Override
    public void delete(TopicIdPartition id, Shard shard, Runnable done) {
        opener(id)
                .run(
                        () -> {
                            directories.delete(id, nowMs());
                            return null;
                        },
                        shard.loop(),
                        (result, failure) -> {
                            if (failure != null) {
                                log.error("Cannot delete the data of {}", id, failure);
                            }
                            broker.ports().loop().execute(this::scheduleRemoval);
                            done.run();
                        });
    }

    @Override
    public void deleteOthers(Set<TopicIdPartition> assigned) {
        directories.deleteOthers(assigned, nowMs());
        broker.ports().loop().execute(this::scheduleRemoval);
    }

    private long nowMs() {
        return broker.ports().clock().millis();
    }

    /** As long as what was deleted waits for its removal, on the first loop. */
    private void scheduleRemoval() {
        OptionalLong due = directories.deleted().dueMs(deleteDelayMs());
        if (removalDue || due.isEmpty()) {
            return;
        }
        removalDue = true;
        EventLoop loop = broker.ports().loop();
        loop.schedule(
                Math.max(0, due.getAsLong() - nowMs()),
                () ->
                        remover.run(
                                () -> {
                                    directories.deleted().remove(nowMs() - deleteDelayMs());
                                    return null;
                                },
                                loop,
                                (result, failure) -> {
                                    if (failure != null) {
                                        log.error("What was deleted stays", failure);
                                    }
                                    removalDue = false;
                                    scheduleRemoval();
                                }));
    }

    /** Of the broker: a topic that is gone has no settings of its own. */
    private long deleteDelayMs() {
        return broker.config().topic(Map.of()).get(TopicKeys.FILE_DELETE_DELAY_MS);
    }
}
