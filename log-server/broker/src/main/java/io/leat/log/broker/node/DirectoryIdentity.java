package io.leat.log.broker.node;

import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose data a directory holds, as its {@code meta.properties} says. Immutable.
 *
 * @param initialVoters who votes when the cluster begins, as {@code id@host:port:directoryId};
 *     empty if the settings say so, or nobody here knows
 * @param initialLevels levels of features that the cluster begins with instead of the defaults
 * @param initialUsers SCRAM users that the cluster begins with, as {@link InitialUser} writes them
 */
public record DirectoryIdentity(
        String clusterId,
        int nodeId,
        Uuid directoryId,
        List<String> initialVoters,
        Map<String, Short> initialLevels,
        List<String> initialUsers) {

    static final String FILE = "meta.properties";
    private static final String VOTERS = "leat.initial.voters";
    private static final String USERS = "leat.initial.scram";
    private static final String LEVEL = "leat.initial.feature.";

    public DirectoryIdentity {
        initialVoters = List.copyOf(initialVoters);
        initialLevels = Map.copyOf(initialLevels);
        initialUsers = List.copyOf(initialUsers);
    }

    /** Of a cluster that begins as its settings say. */
    public DirectoryIdentity(String clusterId, int nodeId, Uuid directoryId) {
        this(clusterId, nodeId, directoryId, List.of(), Map.of(), List.of());
    }

    /**
     * Reads it; null if the directory was not formatted.
     *
     * @throws StartException if it says nothing that can be used
     */
    public static @Nullable DirectoryIdentity read(Disk disk) {
        if (!disk.exists(FILE)) {
            return null;
        }
        Map<String, String> values = properties(text(disk, FILE));
        Map<String, Short> levels = new HashMap<>();
        try {
            values.forEach(
                    (name, value) -> {
                        if (name.startsWith(LEVEL)) {
                            levels.put(name.substring(LEVEL.length()), Short.parseShort(value));
                        }
                    });
            String voters = values.getOrDefault(VOTERS, "");
            String users = values.getOrDefault(USERS, "");
            return new DirectoryIdentity(
                    required(disk, values, "cluster.id"),
                    Integer.parseInt(required(disk, values, "node.id")),
                    Uuid.parse(required(disk, values, "directory.id")),
                    voters.isEmpty() ? List.of() : List.of(voters.split(",")),
                    levels,
                    users.isEmpty() ? List.of() : List.of(users.split(",")));
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    disk.root()
                            + "/"
                            + FILE
                            + " cannot be used ("
                            + e.getMessage()
                            + "): restore it from a backup",
                    e);
        }
    }

    private static String required(Disk disk, Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new StartException(
                    disk.root() + "/" + FILE + " has no " + name + ": restore it from a backup");
        }
        return value;
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> map = new HashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                map.put(line.substring(0, equals).trim(), line.substring(equals + 1).trim());
            }
        }
        return map;
    }

    /** What it says, by name. */
    public Map<String, String> toProperties() {
        Map<String, String> values = new TreeMap<>();
        values.put("version", "1");
        values.put("cluster.id", clusterId);
        values.put("node.id", String.valueOf(nodeId));
        values.put("directory.id", directoryId.toString());
        if (!initialVoters.isEmpty()) {
            values.put(VOTERS, String.join(",", initialVoters));
        }
        if (!initialUsers.isEmpty()) {
            values.put(USERS, String.join(",", initialUsers));
        }
        initialLevels.forEach((name, level) -> values.put(LEVEL + name, String.valueOf(level)));
        return values;
    }

    /**
     * Marks an empty directory.
     *
     * @throws StartException if it holds something that is not Leat's
     * @throws DiskException if it cannot be written
     */
    public void write(Disk disk) {
        disk.createDirectories("");
        for (String name : disk.list("")) {
            if (!name.startsWith(".") && !name.equals("lost+found") && !name.endsWith(".tmp")) {
                throw new StartException(
                        "The directory "
                                + disk.root()
                                + " is not empty and holds no data of Leat ('"
                                + name
                                + "' is there). Choose an empty directory with --data or log.dirs");
            }
        }
        StringBuilder text = new StringBuilder();
        toProperties()
                .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        write(disk, FILE, text.toString());
    }

    /** Reads a small file. */
    static String text(Disk disk, String path) {
        try (DiskFile file = disk.openRead(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), 1 << 20));
            file.read(bytes, 0);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** Writes a small file, whole or not at all. */
    static void write(Disk disk, String path, String text) {
        String next = path + ".tmp";
        try (DiskFile file = disk.open(next)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            file.force(true);
        }
        disk.rename(next, path);
        disk.forceDirectory("");
    }
}
