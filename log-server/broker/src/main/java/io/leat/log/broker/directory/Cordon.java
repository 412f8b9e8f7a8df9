package io.leat.log.broker.directory;

import io.leat.log.broker.directory.LogDirectories.Missing;
import io.leat.log.protocol.Uuid;
import io.leat.log.storage.LogDirectory;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which folders take no new replicas, by {@code cordoned.log.dirs} (KIP-1066): what is in them
 * stays and is served. Safe on every thread.
 */
public final class Cordon {

    private static final String ALL = "*";

    private final List<LogDirectory> directories;
    private final List<Missing> missing;
    private volatile Set<Uuid> cordoned = Set.of();

    Cordon(List<LogDirectory> directories, List<Missing> missing) {
        this.directories = directories;
        this.missing = missing;
    }

    /** What is wrong with {@code names} as the value of the setting, or null if nothing is. */
    public @Nullable String violation(List<String> names) {
        if (names.contains(ALL)) {
            return names.size() == 1
                    ? null
                    : "cordoned.log.dirs is * or names folders, but not both: " + names;
        }
        for (String name : names) {
            if (directories.stream().noneMatch(each -> is(name, each.path()))
                    && missing.stream().noneMatch(each -> is(name, each.path()))) {
                return "cordoned.log.dirs names "
                        + name
                        + ", which is none of log.dirs: name folders as they are there, or * for"
                        + " all";
            }
        }
        return null;
    }

    private static boolean is(String name, String path) {
        return name.equals(path)
                || Path.of(name).toAbsolutePath().normalize().equals(Path.of(path));
    }

    /** From here on these folders take none. Returns whether that is another choice than before. */
    public boolean set(List<String> names) {
        Set<Uuid> chosen = new LinkedHashSet<>();
        for (LogDirectory each : directories) {
            if (names.contains(ALL) || names.stream().anyMatch(name -> is(name, each.path()))) {
                chosen.add(each.id());
            }
        }
        boolean changed = !chosen.equals(cordoned);
        cordoned = chosen;
        return changed;
    }

    /** Ids of the folders that take none. */
    public List<Uuid> ids() {
        return List.copyOf(cordoned);
    }

    /** Whether a folder takes none. */
    public boolean has(LogDirectory directory) {
        return cordoned.contains(directory.id());
    }
}
