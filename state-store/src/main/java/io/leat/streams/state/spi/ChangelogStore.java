package io.leat.streams.state.spi;

import io.leat.common.header.Headers;
import io.leat.common.utils.Bytes;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.state.ReadOnlyKeyValueStore;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A store that takes part in its task's commits. Changes are held back in a buffer; at a commit the
 * task calls, in this order:
 *
 * <ol>
 *   <li>{@link #forwardChanges}: downstream hears of the last value of each changed key;
 *   <li>{@link #logChanges}: each change goes to the changelog, in the transaction if there is one;
 *   <li>{@link #commit}, once transaction and offsets are committed: the changes and the changelog
 *       position that they stand for become durable in one step.
 * </ol>
 *
 * A crash before the last step loses only what the changelog holds. Owned by the task's thread.
 */
public interface ChangelogStore {

    String name();

    /** Whether changes go to a changelog. */
    boolean logged();

    /** Hands each changed key downstream that has not been, when the store caches. */
    void forwardChanges();

    /** Hands each change to {@code log} that has not been, in the order of their first updates. */
    void logChanges(Log log);

    /**
     * Makes all changes durable together with {@code position}, the changelog offset that follows
     * them; negative when there is none.
     */
    void commit(long position);

    /** Forgets all changes since the last commit. */
    void rollback();

    /** The changelog offset to restore from; negative when the durable content stands for none. */
    long position();

    /** Applies records of the changelog; {@code position} follows the last of them. */
    void restore(Collection<Change> changes, long position);

    /**
     * Whether of several changes of a key only the last one needs to be restored, and to write them
     * costs more than to collect them.
     */
    default boolean restoresLatest() {
        return false;
    }

    /** Forgets everything, because it stands for a changelog that is no more. */
    void clear();

    /**
     * Keeps {@code bytes} beside the content, in one step with what is committed or restored next:
     * where one position does not say what the content stands for.
     */
    default void note(byte[] bytes) {}

    /** What was noted; null for nothing, and in stores that do not outlive the process. */
    default byte @Nullable [] note() {
        return null;
    }

    /** What is committed, for any thread to read. */
    ReadOnlyKeyValueStore<Bytes, byte[]> committed();

    /** Bytes held back by changes that are not committed. */
    long bufferedBytes();

    /**
     * Adds what it knows about itself to two groups, which the task closes when it gives the store
     * away; values are read by any thread.
     */
    default void measure(MetricGroup store, MetricGroup cache) {}

    /** Records no more. */
    default void unmeasure() {}

    /** Receives changes for the changelog. */
    interface Log {

        /**
         * @param timestamp of the change; {@link Change#NO_TIME} for that of the current record
         * @param headers null for none
         */
        void append(Bytes key, byte @Nullable [] value, long timestamp, @Nullable Headers headers);
    }

    /**
     * One record of a changelog; a null value deletes the key.
     *
     * @param headers null for none
     */
    record Change(Bytes key, byte @Nullable [] value, long timestamp, @Nullable Headers headers) {

        /** The change has no timestamp of its own. */
        public static final long NO_TIME = -1;

        public Change(Bytes key, byte @Nullable [] value) {
            this(key, value, NO_TIME, null);
        }
    }
}
