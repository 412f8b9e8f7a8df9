package io.leat.log.broker.node;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Entropy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory with everything a node keeps: held by one process at a time, marked with the
 * cluster and node it belongs to. Formats itself when it is empty. Used at start and stop, on the
 * first loop.
 */
final class DataDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK = ".lock";
    private static final String CLEAN = ".leat_cleanshutdown";
    private static final long UNKNOWN_EPOCH = -1;

    private final Disk disk;
    private final AutoCloseable lock;
    private final DirectoryIdentity identity;
    private final boolean clean;
    private final long lastEpoch;

    private DataDirectory(
            Disk disk,
            AutoCloseable lock,
            DirectoryIdentity identity,
            boolean clean,
            long lastEpoch) {
        this.disk = disk;
        this.lock = lock;
        this.lastEpoch = lastEpoch;
        this.identity = identity;
        this.clean = clean;
    }

    /**
     * Takes the directory for this process.
     *
     * @throws StartException if another process has it, or it belongs to another node or cluster
     */
    static DataDirectory open(Disk disk, BrokerConfig config, Entropy entropy) {
        AutoCloseable lock;
        try {
            disk.createDirectories("");
            lock = disk.tryLock(LOCK);
        } catch (DiskException e) {
            throw new StartException(
                    "Cannot use the data directory "
                            + disk.root()
                            + ": "
                            + e.getMessage()
                            + ". Choose another with --data or log.dirs",
                    e);
        }
        if (lock == null) {
            throw new StartException(
                    "The data directory "
                            + disk.root()
                            + " is in use by another process. Stop that one, or choose another"
                            + " directory with --data or log.dirs");
        }
        try {
            return opened(disk, config, entropy, lock);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static DataDirectory opened(
            Disk disk, BrokerConfig config, Entropy entropy, AutoCloseable lock) {
        DirectoryIdentity identity = DirectoryIdentity.read(disk);
        if (identity == null) {
            identity = identity(config, entropy);
            identity.write(disk);
        }
        String clusterId = identity.clusterId();
        int nodeId = identity.nodeId();
        String wantedCluster = config.find(BrokerKeys.CLUSTER_ID);
        if (wantedCluster != null && !wantedCluster.equals(clusterId)) {
            throw foreign(disk, "cluster.id " + clusterId, "cluster.id=" + wantedCluster);
        }
        boolean nodeGiven = config.given().containsKey(BrokerKeys.NODE_ID.name());
        if (nodeGiven && config.get(BrokerKeys.NODE_ID) != nodeId) {
            throw foreign(disk, "node.id " + nodeId, "node.id=" + config.get(BrokerKeys.NODE_ID));
        }
        boolean clean = disk.exists(CLEAN);
        long epoch = clean ? epoch(DirectoryIdentity.text(disk, CLEAN)) : UNKNOWN_EPOCH;
        return new DataDirectory(disk, lock, identity, clean, epoch);
    }

    private static StartException foreign(Disk disk, String is, String wanted) {
        return new StartException(
                "The data directory "
                        + disk.root()
                        + " belongs to "
                        + is
                        + ", but the settings say "
                        + wanted
                        + ". Correct the setting, or choose another directory with --data or"
                        + " log.dirs");
    }

    /** Of a directory that is empty yet. */
    private static DirectoryIdentity identity(BrokerConfig config, Entropy entropy) {
        String clusterId = config.find(BrokerKeys.CLUSTER_ID);
        return new DirectoryIdentity(
                clusterId != null ? clusterId : newClusterId(config, entropy),
                config.get(BrokerKeys.NODE_ID),
                randomId(entropy));
    }

    /**
     * Nodes that name the same controllers are one cluster: they find the same id, each for itself.
     */
    private static String newClusterId(BrokerConfig config, Entropy entropy) {
        List<String> voters = config.find(ClusterKeys.VOTERS);
        if (voters == null || voters.size() < 2) {
            return randomId(entropy).toString();
        }
        String names = voters.stream().map(String::trim).sorted().collect(Collectors.joining(","));
        java.util.UUID id =
                java.util.UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8));
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }

    static Uuid randomId(Entropy entropy) {
        java.util.UUID id = entropy.nextUuid();
        Uuid uuid = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
        return uuid.toString().startsWith("-") ? randomId(entropy) : uuid; // no option of a shell
    }

    String path() {
        return disk.root();
    }

    String clusterId() {
        return identity.clusterId();
    }

    int nodeId() {
        return identity.nodeId();
    }

    /** What it was formatted with. */
    DirectoryIdentity identity() {
        return identity;
    }

    /** The id of the directory itself: a replaced disk has another. */
    Uuid directoryId() {
        return identity.directoryId();
    }

    /** Whether the last process that had it closed everything in order. */
    boolean clean() {
        return clean;
    }

    /** From here on things change: unless it is closed in order, the next start has to recover. */
    void begin() {
        disk.delete(CLEAN);
        disk.forceDirectory("");
    }

    Disk disk() {
        return disk;
    }

    /** The broker epoch of the last process, if it closed everything in order; else -1. */
    long lastEpoch() {
        return lastEpoch;
    }

    /**
     * Leaves word that everything was closed in order: the next start needs no recovery, and the
     * controller is told so.
     */
    void markClean(long brokerEpoch) {
        try {
            DirectoryIdentity.write(disk, CLEAN, String.valueOf(brokerEpoch));
        } catch (DiskException e) {
            log.warn(
                    "The next start has to recover, because this cannot be noted: {}",
                    e.getMessage());
        }
    }

    private static long epoch(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return UNKNOWN_EPOCH;
        }
    }

    @Override
    public void close() {
        release(lock);
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            throw new StartException("The lock of the data directory cannot be given back", e);
        }
    }
}
