package io.leat.log.broker.directory;

import io.leat.log.runtime.Disk;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one folder notes about replicas that come to it from another one, so that after a crash one
 * of the two is known to count. Its methods block, and run off the loops.
 *
 * <pre>
 *   (none) --begin--> coming/NAME: a copy, the other one counts
 *          --arrive-> arrived/NAME: this one counts, what another folder has is to be deleted
 *          --end----> (none): there is no other one
 * </pre>
 *
 * <p>Each mark is durable before what it allows is done. Where there are both, the replica has
 * arrived.
 */
final class MoveMarks {

    private static final String COMING = "coming";
    private static final String ARRIVED = "arrived";

    private final Disk disk;

    MoveMarks(Disk disk) {
        this.disk = disk;
    }

    /** Replicas of which there is a copy here that does not count yet. */
    Set<String> coming() {
        Set<String> coming = new TreeSet<>(disk.list(COMING));
        coming.removeAll(disk.list(ARRIVED));
        return coming;
    }

    /** Replicas that count here, though another folder may have what they were copied from. */
    Set<String> arrived() {
        return new TreeSet<>(disk.list(ARRIVED));
    }

    void begin(String name) {
        set(COMING, name);
    }

    void arrive(String name) {
        set(ARRIVED, name);
        disk.delete(COMING + "/" + name);
    }

    /** Once the other one is durably gone. */
    void end(String name) {
        disk.delete(COMING + "/" + name);
        disk.delete(ARRIVED + "/" + name);
    }

    private void set(String mark, String name) {
        disk.createDirectories(mark);
        disk.open(mark + "/" + name).close();
        disk.forceDirectory(mark);
        disk.forceDirectory("");
    }
}
