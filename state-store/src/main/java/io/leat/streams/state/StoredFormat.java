package io.leat.streams.state;

import io.leat.common.header.Headers;
import io.leat.common.utils.Bytes;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.state.spi.AtomicStore;
import io.leat.streams.state.spi.ChangelogStore.Change;
import io.leat.streams.state.spi.ChangelogStore.Log;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a value in a store. A changelog carries it beside the value instead, in the
 * record's own timestamp and headers, as Kafka's do: either side can restore what the other logged.
 */
enum StoredFormat {
    /** Nothing. */
    PLAIN {
        @Override
        void log(Log log, Bytes key, byte @Nullable [] stored) {
            log.append(key, stored, Change.NO_TIME, null);
        }

        @Override
        byte @Nullable [] stored(Change change) {
            return change.value();
        }
    },

    /** A timestamp of 8 bytes. */
    TIMESTAMPED {
        @Override
        void log(Log log, Bytes key, byte @Nullable [] stored) {
            if (stored == null) {
                log.append(key, null, Change.NO_TIME, null);
            } else {
                long time = Math.max(0, Stamped.timestamp(stored));
                log.append(key, Stamped.value(stored), time, null);
            }
        }

        @Override
        byte @Nullable [] stored(Change change) {
            byte[] value = change.value();
            return value == null ? null : Stamped.of(change.timestamp(), value);
        }
    },

    /** Headers and a timestamp. */
    HEADERS {
        @Override
        void log(Log log, Bytes key, byte @Nullable [] stored) {
            if (stored == null) {
                log.append(key, null, Change.NO_TIME, null);
            } else {
                ByteBuffer in = ByteBuffer.wrap(stored);
                Headers headers = StoredHeaders.take(in);
                long time = in.getLong();
                log.append(key, StoredHeaders.rest(in), Math.max(0, time), headers);
            }
        }

        @Override
        byte @Nullable [] stored(Change change) {
            byte[] stamped = TIMESTAMPED.stored(change);
            return stamped == null ? null : StoredHeaders.before(change.headers(), stamped);
        }
    },

    /** Headers. */
    HEADERS_ONLY {
        @Override
        void log(Log log, Bytes key, byte @Nullable [] stored) {
            if (stored == null) {
                log.append(key, null, Change.NO_TIME, null);
            } else {
                ByteBuffer in = ByteBuffer.wrap(stored);
                Headers headers = StoredHeaders.take(in);
                log.append(key, StoredHeaders.rest(in), Change.NO_TIME, headers);
            }
        }

        @Override
        byte @Nullable [] stored(Change change) {
            byte[] value = change.value();
            return value == null ? null : StoredHeaders.before(change.headers(), value);
        }
    };

    /**
     * Notes in {@code store} that its values are in this format. What is in another one goes: the
     * changelog, which is the same for all formats, brings it back.
     *
     * @param restored whether there is a changelog
     * @throws ProcessorStateException if what is in another format could not be brought back
     */
    void claim(AtomicStore store, boolean restored) {
        String was = store.format();
        boolean other = was == null ? withHeaders() && !isEmpty(store) : !was.equals(name());
        if (other && !restored && !isEmpty(store)) {
            throw new ProcessorStateException(
                    "store "
                            + store.name()
                            + " has values "
                            + text(was)
                            + " and is to have them "
                            + text(name())
                            + ", but no changelog from which it could be filled again. Go back to"
                            + " what it was (dsl.store.format, or its builder), or delete it in"
                            + " state.dir to begin anew.");
        }
        if (other) {
            store.clear();
        }
        if (!name().equals(was)) {
            store.format(name());
        }
    }

    private static boolean isEmpty(AtomicStore store) {
        try (var all = store.all()) {
            return !all.hasNext();
        }
    }

    private static String text(@Nullable String format) {
        return format == null
                ? "in an earlier format"
                : "in format " + format.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean withHeaders() {
        return this == HEADERS || this == HEADERS_ONLY;
    }

    abstract void log(Log log, Bytes key, byte @Nullable [] stored);

    abstract byte @Nullable [] stored(Change change);
}
