package io.leat.log.broker.directory;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.storage.LogDirectory;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replicas that are no longer anybody's, whose bytes stay a while: each is renamed out of the way,
 * which is all or nothing in a crash, and removed later. What a start finds there is removed too.
 * Its methods block, and are safe on every thread.
 *
 * <pre>
 *   partitions/NAME --add--> deleted/NAME.N --remove, file by file--> (none)
 * </pre>
 */
public final class DeletedReplicas {

    private static final Logger log = LoggerFactory.getLogger(DeletedReplicas.class);
    private static final String ROOT = "deleted";

    /** A directory that waits for its removal. */
    private record Place(LogDirectory directory, String path) {}

    /** With when they came here, by the clock of whoever asks. */
    private final Map<Place, Long> waiting = new ConcurrentHashMap<>();

    /** What the last process left here waits from now on. */
    void find(LogDirectory directory, long now) {
        for (String name : directory.disk().list(ROOT)) {
            waiting.put(new Place(directory, ROOT + "/" + name), now);
        }
    }

    /** Takes a replica out of the way: from here on no start finds it. */
    void add(LogDirectory directory, String path, String name, long now) {
        Disk disk = directory.disk();
        disk.createDirectories(ROOT);
        int number = 0;
        while (disk.exists(ROOT + "/" + name + "." + number)) {
            number++; // it was here before, went, came back, and goes again
        }
        String away = ROOT + "/" + name + "." + number;
        disk.rename(path, away);
        waiting.put(new Place(directory, away), now);
    }

    /** When the next one has waited for {@code delayMs}; empty if none waits. */
    public OptionalLong dueMs(long delayMs) {
        OptionalLong first = waiting.values().stream().mapToLong(Long::longValue).min();
        return first.isEmpty() ? first : OptionalLong.of(first.getAsLong() + delayMs);
    }

    /** Removes those that came before {@code time} or at it. */
    public void remove(long time) {
        waiting.forEach(
                (place, since) -> {
                    if (since <= time) {
                        waiting.remove(place);
                        remove(place);
                    }
                });
    }

    private static void remove(Place place) {
        Disk disk = place.directory.disk();
        if (!place.directory.isOnline()) {
            return;
        }
        try {
            for (String file : disk.list(place.path)) {
                disk.delete(place.path + "/" + file);
            }
            disk.delete(place.path);
        } catch (DiskException e) {
            log.warn(
                    "{}/{} could not be removed: {}. The next start tries again",
                    place.directory.path(),
                    place.path,
                    e.getMessage());
            place.directory.failed(e);
        }
    }
}
