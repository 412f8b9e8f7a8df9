package io.leat.log.storage;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;

/**
 * What the logs of one shard share. All of it belongs to the shard's loop.
 *
 * @param force where files are forced, one log after the other
 * @param reads where files are read that may be cold, and deleted
 * @param buffers what they are read into
 * @param directoryState of the directory on the disk, shared with the other shards
 * @param closed what its logs were when they were closed, shared with the other shards
 */
public record LogContext(
        Disk disk,
        EventLoop loop,
        Offload.Lane force,
        Offload.Lane reads,
        Clock clock,
        TailCache tail,
        ReadBuffers buffers,
        DirectoryState directoryState,
        ClosedLogs closed) {

    /** With buffers for reads of its own, of a directory of which nothing is known. */
    public LogContext(
            Disk disk,
            EventLoop loop,
            Offload.Lane force,
            Offload.Lane reads,
            Clock clock,
            TailCache tail,
            DirectoryState directoryState) {
        this(
                disk,
                loop,
                force,
                reads,
                clock,
                tail,
                new ReadBuffers(),
                directoryState,
                new ClosedLogs());
    }
}
