package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the logs of one data directory were when they were closed in order, kept in one file: a
 * start opens thousands of logs from it without looking into their files. What it says of a log
 * counts once, for it changes as soon as it is open. Safe on every thread.
 */
public final class ClosedLogs {

    static final String FILE = "closed-logs";

    private static final int FORMAT = 1;

    private final Map<String, ClosedLog> logs = new ConcurrentHashMap<>();

    /** Of a directory whose logs are all to be looked at. */
    public ClosedLogs() {}

    /**
     * What the last process wrote. Blocks.
     *
     * @param clean whether that process closed everything in order; else nothing is believed
     */
    public static ClosedLogs read(Disk disk, boolean clean) {
        ClosedLogs closed = new ClosedLogs();
        ByteBuffer in = clean ? SealedFile.read(disk, FILE) : null;
        if (in != null && in.remaining() >= 2 * Integer.BYTES && in.getInt() == FORMAT) {
            for (int left = in.getInt(); left > 0; left--) {
                closed.put(ClosedLog.decode(in));
            }
        }
        return closed;
    }

    /** Before the first log changes: what the last process wrote is true no longer. Blocks. */
    public static void delete(Disk disk) {
        disk.delete(FILE);
    }

    /** What is known of the log in {@code directory}; null if it has to be looked at. */
    @Nullable ClosedLog take(String directory) {
        return logs.remove(directory);
    }

    void put(ClosedLog log) {
        logs.put(log.directory(), log);
    }

    /** Writes down all that were closed, for the next start. Blocks. */
    public void write(Disk disk) {
        int bytes = 2 * Integer.BYTES;
        for (ClosedLog log : logs.values()) {
            bytes = Math.addExact(bytes, log.encodedSize());
        }
        ByteBuffer out = ByteBuffer.allocate(bytes).putInt(FORMAT).putInt(logs.size());
        logs.values().forEach(log -> log.encode(out));
        SealedFile.write(disk, FILE, out.flip(), true);
    }
}
