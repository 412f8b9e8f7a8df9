package io.leat.streams.crash;

import io.leat.streams.LeatStreams;
import io.leat.streams.StoreQueryParameters;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.QueryableStoreType;
import io.leat.streams.state.QueryableStoreTypes;
import io.leat.streams.state.ReadOnlyKeyValueStore;
import io.leat.streams.state.ReadOnlySessionStore;
import io.leat.streams.state.ReadOnlyWindowStore;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed of a store, whatever its kind, as text. Versioned stores and stores of
 * the user's own classes are left out. Stateless.
 */
final class LocalStores {

    private LocalStores() {}

    /** Adds the entries of the parts that an instance has; nothing while they are not open. */
    static void read(LeatStreams streams, String store, Map<String, String> contents) {
        try {
            streams.store(StoreQueryParameters.fromNameAndType(store, new AnyKind()))
                    .readInto(contents);
        } catch (InvalidStateStoreException e) {
            // It is elsewhere now, or being restored: whoever asks will ask again.
        }
    }

    /** All entries of the parts of one store. */
    private record Entries(Supplier<List<StateStore>> parts) {

        void readInto(Map<String, String> contents) {
            List<StateStore> now = parts.get();
            if (now.isEmpty()) {
                return;
            }
            StateStore first = now.get(0);
            QueryableStoreType<ReadOnlyKeyValueStore<Object, Object>> plain =
                    QueryableStoreTypes.keyValueStore();
            QueryableStoreType<ReadOnlyWindowStore<Object, Object>> windows =
                    QueryableStoreTypes.windowStore();
            QueryableStoreType<ReadOnlySessionStore<Object, Object>> sessions =
                    QueryableStoreTypes.sessionStore();
            if (plain.accepts(first)) {
                read(plain.create(parts).all(), contents);
            } else if (windows.accepts(first)) {
                read(windows.create(parts).all(), contents);
            } else if (sessions.accepts(first)) {
                read(sessions.create(parts).fetch(null, null), contents);
            }
        }

        private static <K> void read(
                KeyValueIterator<K, @Nullable Object> entries, Map<String, String> contents) {
            try (entries) {
                entries.forEachRemaining(
                        entry -> contents.put(Shown.object(entry.key), Shown.object(entry.value)));
            }
        }
    }

    private static final class AnyKind implements QueryableStoreType<Entries> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return true;
        }

        @Override
        public Entries create(Supplier<List<StateStore>> parts) {
            return new Entries(parts);
        }
    }
}
