package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.MemberToRemove;
import io.leat.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which members of its group the threads of a process are, noted in its state folder. Who starts
 * after a kill takes the members of the killed process out of the group, or the group would keep
 * their tasks for them until their sessions end. Safe for several threads.
 */
final class NotedMembers {

    private static final Logger LOG = LoggerFactory.getLogger(NotedMembers.class);

    private final Disk disk;
    private final String path;
    private final Map<Integer, String> byThread = new TreeMap<>();

    /** The notes in the file {@code path}; whoever makes this holds the lock of its folder. */
    NotedMembers(Disk disk, String path) {
        this.disk = disk;
        this.path = path;
    }

    /** Takes the members that the process before this one has left in {@code group} out of it. */
    void removePast(Admin admin, String group) throws InterruptedException {
        Set<MemberToRemove> past =
                past().lines()
                        .filter(line -> !line.isBlank())
                        .map(MemberToRemove::ofMemberId)
                        .collect(Collectors.toSet());
        if (past.isEmpty()) {
            return;
        }
        RemoveMembersFromConsumerGroupOptions options =
                new RemoveMembersFromConsumerGroupOptions(past);
        options.reason("their process has ended");
        try {
            admin.removeMembersFromConsumerGroup(group, options).all().get();
            LOG.atInfo().addKeyValue("members", past).log("members of the past removed");
        } catch (ExecutionException | UnsupportedOperationException e) {
            // They are gone already, or the group finds that out by itself.
            LOG.atDebug().addKeyValue("members", past).setCause(e).log("members not removed");
        }
    }

    private String past() {
        if (!disk.exists(path)) {
            return "";
        }
        try (DiskFile file = disk.openRead(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(bytes, 0);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    /** The thread of this number is {@code member} from now on. */
    synchronized void joined(int thread, String member) {
        if (!member.equals(byThread.put(thread, member))) {
            write();
        }
    }

    /** The thread of this number is no member any more. */
    synchronized void left(int thread) {
        if (byThread.remove(thread) != null) {
            write();
        }
    }

    /** Not forced: who loses power is away for longer than a session. */
    private void write() {
        try (DiskFile file = disk.open(path)) {
            file.truncate(0);
            file.write(StandardCharsets.UTF_8.encode(String.join("\n", byThread.values())), 0);
        } catch (DiskException e) {
            LOG.atDebug().addKeyValue("file", path).setCause(e).log("members not noted");
        }
    }
}
