package io.leat.log.transport;

import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskException.Kind;
import io.leat.log.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An open file on a {@link FileChannel}.
 *
 * <p>The JDK closes a channel when a thread is interrupted in it. A log must not lose its file to
 * somebody's interrupt, so the flag is put aside during an operation; an interrupt that arrives in
 * the middle of one re-opens the file and repeats it, which positional operations allow.
 */
final class FileDiskFile implements DiskFile {

    private final Path path;
    private final boolean writable;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private FileDiskFile(Path path, FileChannel channel, boolean writable) {
        this.path = path;
        this.channel = channel;
        this.writable = writable;
    }

    static FileDiskFile open(Path path, OpenOption... options) {
        boolean writable = Arrays.asList(options).contains(StandardOpenOption.WRITE);
        return new FileDiskFile(
                path, FileDisk.perform(path, () -> FileChannel.open(path, options)), writable);
    }

    private interface Operation {
        long run(FileChannel channel) throws IOException;
    }

    private long perform(Operation operation) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel current = channel;
                try {
                    return operation.run(current);
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                    reopen(current);
                } catch (java.nio.channels.ClosedChannelException e) {
                    if (closed) {
                        throw new DiskException(Kind.IO, path + ": the file is closed", e);
                    }
                    reopen(current);
                }
            }
        } catch (IOException e) {
            throw FileDisk.failure(path, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (channel == broken && !closed) {
            channel =
                    writable
                            ? FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                            : FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        int start = target.position();
        return (int)
                perform(
                        channel -> {
                            target.position(start);
                            while (target.hasRemaining()) {
                                int at = target.position() - start;
                                if (channel.read(target, position + at) < 0) {
                                    break;
                                }
                            }
                            return target.position() - start;
                        });
    }

    /** One after the other: the JDK has no positional gathered write. */
    @Override
    public void write(ByteBuffer[] sources, long position) {
        long at = position;
        for (ByteBuffer source : sources) {
            long from = at;
            int start = source.position();
            at +=
                    perform(
                            channel -> {
                                source.position(start);
                                while (source.hasRemaining()) {
                                    channel.write(source, from + source.position() - start);
                                }
                                return source.position() - start;
                            });
        }
    }

    @Override
    public long size() {
        return perform(FileChannel::size);
    }

    @Override
    public void truncate(long size) {
        perform(
                channel -> {
                    channel.truncate(size);
                    return size;
                });
    }

    @Override
    public void force(boolean metadata) {
        perform(
                channel -> {
                    channel.force(metadata);
                    return 0;
                });
    }

    @Override
    public synchronized void close() {
        closed = true;
        FileDisk.perform(
                path,
                () -> {
                    channel.close();
                    return path;
                });
    }
}
