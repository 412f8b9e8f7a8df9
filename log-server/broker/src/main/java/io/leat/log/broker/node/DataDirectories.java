package io.leat.log.broker.node;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.directory.LogDirectories.Missing;
import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Entropy;
import io.leat.log.storage.LogDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All folders of a node, taken for this process: they belong to the same node of the same cluster,
 * and empty ones are marked so. Those that cannot be used are left out, but for the one with the
 * metadata log. Used at start and stop, on the first loop.
 */
final class DataDirectories implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataDirectories.class);

    private final DataDirectory metadata;
    private final List<DataDirectory> data;
    private final LogDirectories logs;

    private DataDirectories(DataDirectory metadata, List<DataDirectory> data, LogDirectories logs) {
        this.metadata = metadata;
        this.data = data;
        this.logs = logs;
    }

    /**
     * Takes the folders.
     *
     * @throws StartException if another process has one, if one belongs to another node or cluster,
     *     if a replica is in two of them, or if those that are left are not enough
     */
    static DataDirectories open(DataFolders folders, BrokerConfig config, Entropy entropy) {
        Map<Disk, DataDirectory> taken = new HashMap<>();
        try {
            return open(folders, config, entropy, taken);
        } catch (RuntimeException e) {
            taken.values().forEach(DataDirectory::close);
            throw e;
        }
    }

    private static DataDirectories open(
            DataFolders folders,
            BrokerConfig config,
            Entropy entropy,
            Map<Disk, DataDirectory> taken) {
        DataDirectory metadata;
        try {
            metadata = take(folders.metadata(), taken);
        } catch (DiskException e) {
            throw unusable(folders.metadata(), e);
        }
        List<Missing> missing = new ArrayList<>(folders.missing());
        List<DataDirectory> data = new ArrayList<>();
        for (Disk disk : folders.data()) {
            try {
                data.add(disk == folders.metadata() ? metadata : take(disk, taken));
            } catch (DiskException e) {
                missing.add(Missing.of(disk.root(), e));
            }
        }
        format(metadata, data, missing, config, entropy);
        check(metadata, data, config);
        LogDirectories logs =
                new LogDirectories(
                        data.stream()
                                .map(d -> new LogDirectories.Folder(d.id(), d.disk(), d.clean()))
                                .toList(),
                        missing);
        check(logs);
        return new DataDirectories(metadata, List.copyOf(data), logs);
    }

    private static DataDirectory take(Disk disk, Map<Disk, DataDirectory> taken) {
        DataDirectory directory = DataDirectory.take(disk);
        taken.put(disk, directory);
        return directory;
    }

    private static StartException unusable(Disk disk, DiskException cause) {
        return new StartException(
                "Cannot use the data directory "
                        + disk.root()
                        + ": "
                        + cause.getMessage()
                        + ". Choose another with --data or log.dirs",
                cause);
    }

    /** Empty folders get the owner that the others have; those that cannot are missing. */
    private static void format(
            DataDirectory metadata,
            List<DataDirectory> data,
            List<Missing> missing,
            BrokerConfig config,
            Entropy entropy) {
        DirectoryIdentity owner = metadata.identity();
        if (owner == null) {
            for (DataDirectory each : data) {
                refuseWithoutMetadata(metadata, each);
            }
            owner = newOwner(config, entropy);
            metadata.format(owner);
        }
        for (DataDirectory each : List.copyOf(data)) {
            if (each.identity() != null) {
                continue;
            }
            try {
                each.format(
                        new DirectoryIdentity(
                                owner.clusterId(), owner.nodeId(), randomId(entropy)));
            } catch (DiskException e) {
                data.remove(each);
                missing.add(Missing.of(each.path(), e));
                each.close();
            }
        }
    }

    /** With an empty metadata log no partition would be known, and all of them deleted. */
    private static void refuseWithoutMetadata(DataDirectory metadata, DataDirectory other) {
        if (other.identity() != null) {
            throw new StartException(
                    "The data directory "
                            + metadata.path()
                            + ", where the metadata log should be, is empty, but "
                            + other.path()
                            + " holds data. Bring it back, or name the one that has the metadata"
                            + " log as metadata.log.dir or first in log.dirs");
        }
    }

    private static void check(
            DataDirectory metadata, List<DataDirectory> data, BrokerConfig config) {
        Map<Uuid, String> paths = new HashMap<>();
        String clusterId = config.find(BrokerKeys.CLUSTER_ID);
        boolean nodeGiven = config.given().containsKey(BrokerKeys.NODE_ID.name());
        List<DataDirectory> all = new ArrayList<>(data);
        if (!data.contains(metadata)) {
            all.add(metadata);
        }
        DirectoryIdentity first = owner(metadata);
        for (DataDirectory each : all) {
            DirectoryIdentity owner = owner(each);
            if (clusterId != null && !clusterId.equals(owner.clusterId())) {
                throw foreign(
                        each,
                        "cluster.id " + owner.clusterId(),
                        "the settings say cluster.id=" + clusterId);
            }
            if (nodeGiven && config.get(BrokerKeys.NODE_ID) != owner.nodeId()) {
                throw foreign(
                        each,
                        "node.id " + owner.nodeId(),
                        "the settings say node.id=" + config.get(BrokerKeys.NODE_ID));
            }
            if (!owner.clusterId().equals(first.clusterId())) {
                throw foreign(
                        each,
                        "cluster.id " + owner.clusterId(),
                        metadata.path() + " to cluster.id " + first.clusterId());
            }
            if (owner.nodeId() != first.nodeId()) {
                throw foreign(
                        each,
                        "node.id " + owner.nodeId(),
                        metadata.path() + " to node.id " + first.nodeId());
            }
            String twin = paths.put(each.id(), each.path());
            if (twin != null) {
                throw new StartException(
                        "The data directories "
                                + twin
                                + " and "
                                + each.path()
                                + " have the same directory.id "
                                + each.id()
                                + ": one is a copy of the other, take it off log.dirs");
            }
        }
    }

    private static DirectoryIdentity owner(DataDirectory directory) {
        return Objects.requireNonNull(directory.identity());
    }

    private static StartException foreign(DataDirectory directory, String is, String other) {
        return new StartException(
                "The data directory "
                        + directory.path()
                        + " belongs to "
                        + is
                        + ", but "
                        + other
                        + ". Correct the setting, or choose another directory with --data or"
                        + " log.dirs");
    }

    private static void check(LogDirectories logs) {
        if (!logs.conflicts().isEmpty()) {
            throw new StartException(
                    "The data of a partition is in two directories: "
                            + String.join("; ", logs.conflicts())
                            + ". Move the one that is not wanted out of the way");
        }
        if (logs.all().isEmpty()) {
            throw new StartException(
                    "None of the data directories can be used: "
                            + logs.missing().stream()
                                    .map(each -> each.path() + " (" + each.reason() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        for (Missing each : logs.missing()) {
            log.error(
                    "The data directory {} is offline: {}. Its partitions answer"
                            + " KAFKA_STORAGE_ERROR. Repair or replace the disk, then restart this"
                            + " server",
                    each.path(),
                    each.reason());
        }
    }

    /** Of a node that is new. */
    private static DirectoryIdentity newOwner(BrokerConfig config, Entropy entropy) {
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

    /** What the node was formatted with. */
    DirectoryIdentity identity() {
        return owner(metadata);
    }

    String clusterId() {
        return identity().clusterId();
    }

    int nodeId() {
        return identity().nodeId();
    }

    /** The one with the metadata log. */
    DataDirectory metadata() {
        return metadata;
    }

    /** Those with partitions. */
    LogDirectories logs() {
        return logs;
    }

    private List<DataDirectory> all() {
        List<DataDirectory> all = new ArrayList<>(data);
        if (!all.contains(metadata)) {
            all.add(metadata);
        }
        return all;
    }

    /** The broker epoch of the last process, if it closed everything in order; else -1. */
    long lastEpoch() {
        boolean clean = all().stream().allMatch(DataDirectory::clean);
        return clean ? all().stream().mapToLong(DataDirectory::lastEpoch).max().orElse(-1) : -1;
    }

    /**
     * From here on things change: unless it is closed in order, the next start has to recover. A
     * folder of partitions that fails now goes offline, like one that fails later.
     */
    void begin() {
        metadata.begin();
        for (DataDirectory each : data) {
            LogDirectory logDirectory = logs.find(each.path());
            if (each == metadata || logDirectory == null) {
                continue; // begun, or missing
            }
            try {
                each.begin();
            } catch (DiskException e) {
                // Also a full disk: with the mark of an orderly end nothing may change in it.
                logDirectory.failed(
                        new DiskException(
                                DiskException.Kind.IO, String.valueOf(e.getMessage()), e));
            }
        }
    }

    /**
     * Leaves word that everything was closed in order: the next start needs no recovery, and the
     * controller is told so. Not where something could not be closed or opened.
     */
    void markClean(long brokerEpoch) {
        for (DataDirectory each : all()) {
            LogDirectory logDirectory = logs.find(each.path());
            if (logDirectory == null) {
                each.markClean(brokerEpoch);
            } else if (logs.isIntact(logDirectory)) {
                writeClosed(logDirectory);
                each.markClean(brokerEpoch);
            }
        }
    }

    private static void writeClosed(LogDirectory directory) {
        try {
            directory.closed().write(directory.disk());
        } catch (DiskException e) {
            log.warn("The next start has to look at every log: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (DataDirectory each : all()) {
            try {
                each.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
