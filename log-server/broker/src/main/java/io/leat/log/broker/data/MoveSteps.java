package io.leat.log.broker.data;

import io.leat.log.broker.directory.DirectoryReports;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.runtime.Offload;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.PartitionLog;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a move to another folder of this broker that block, for one partition, and how fast
 * it may go. What it calls back runs on the partition's loop, which owns it.
 */
final class MoveSteps {

    private final LogDirectories directories;
    private final DirectoryReports reports;
    private final Throttle throttle;
    private final Offload.Lane lane;
    private final Function<LogDirectory, LogContext> contexts;

    /**
     * @param lane where the partition's files are opened and deleted
     * @param contexts for its log in each folder
     */
    MoveSteps(
            LogDirectories directories,
            DirectoryReports reports,
            Throttle throttle,
            Offload.Lane lane,
            Function<LogDirectory, LogContext> contexts) {
        this.directories = directories;
        this.reports = reports;
        this.throttle = throttle;
        this.lane = lane;
        this.contexts = contexts;
    }

    LogContext context(LogDirectory directory) {
        return contexts.apply(directory);
    }

    /** Where the partition was moving to when the last process ended; null if it did not. */
    @Nullable LogDirectory unfinished(TopicIdPartition id) {
        return directories.copy(id);
    }

    /** Opens the copy, as far as there is one already. */
    void open(
            LogPartition partition,
            LogDirectory to,
            BiConsumer<@Nullable PartitionLog, @Nullable Throwable> done) {
        TopicIdPartition id = partition.id();
        LogContext context = contexts.apply(to);
        Callable<PartitionLog> work =
                () -> {
                    directories.beginMove(id, to);
                    return PartitionLog.open(
                            context,
                            LogDirectories.path(id),
                            LogSettingsOf.config(partition.assignment().config()),
                            to.clean());
                };
        lane.run(work, partition.loop(), done);
    }

    /** The copy counts from now on; durable when {@code done} gets null. */
    void commit(LogPartition partition, LogDirectory to, Consumer<@Nullable Throwable> done) {
        TopicIdPartition id = partition.id();
        run(
                partition,
                () -> directories.commitMove(id, to),
                failure -> {
                    if (failure == null) {
                        reports.tell(id, to.id());
                    }
                    done.accept(failure);
                });
    }

    /** Deletes what was copied, once the copy counts. */
    void end(
            LogPartition partition,
            LogDirectory from,
            LogDirectory to,
            Consumer<@Nullable Throwable> done) {
        run(partition, () -> directories.endMove(partition.id(), from, to), done);
    }

    /** Deletes a copy that nobody wants any more. */
    void drop(LogPartition partition, Consumer<@Nullable Throwable> done) {
        run(partition, () -> directories.dropCopy(partition.id()), done);
    }

    private void run(LogPartition partition, Runnable work, Consumer<@Nullable Throwable> done) {
        Callable<Boolean> task =
                () -> {
                    work.run();
                    return true;
                };
        lane.run(task, partition.loop(), (result, failure) -> done.accept(failure));
    }

    /** How long nothing may be copied; 0 if it may at once. */
    long waitMs(long nowNanos) {
        return throttle.waitMs(nowNanos);
    }

    /** So much was copied. */
    void copied(long bytes, long nowNanos) {
        throttle.record(bytes, nowNanos);
    }
}
