package io.leat.streams.state;

import io.leat.streams.DslStoreFormat;
import java.time.Duration;

/** The stores that the DSL can choose from. */
public class BuiltInDslStoreSuppliers {

    public static final DslStoreSuppliers ROCKS_DB = new RocksDBDslStoreSuppliers();
    public static final DslStoreSuppliers IN_MEMORY = new InMemoryDslStoreSuppliers();

    /** Stores on RocksDB. */
    public static class RocksDBDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return switch (params.dslStoreFormat()) {
                case HEADERS -> Stores.persistentTimestampedKeyValueStoreWithHeaders(params.name());
                case TIMESTAMPED -> Stores.persistentTimestampedKeyValueStore(params.name());
                case PLAIN -> Stores.persistentKeyValueStore(params.name());
            };
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            Duration kept = params.retentionPeriod();
            Duration size = params.windowSize();
            boolean all = params.retainDuplicates();
            return switch (params.dslStoreFormat()) {
                case HEADERS ->
                        Stores.persistentTimestampedWindowStoreWithHeaders(
                                params.name(), kept, size, all);
                case TIMESTAMPED ->
                        Stores.persistentTimestampedWindowStore(params.name(), kept, size, all);
                case PLAIN -> Stores.persistentWindowStore(params.name(), kept, size, all);
            };
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return params.storeFormat() == DslStoreFormat.HEADERS
                    ? Stores.persistentSessionStoreWithHeaders(
                            params.name(), params.retentionPeriod())
                    : Stores.persistentSessionStore(params.name(), params.retentionPeriod());
        }
    }

    /** Stores on the heap. */
    public static class InMemoryDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return Stores.inMemoryKeyValueStore(params.name());
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            return Stores.inMemoryWindowStore(
                    params.name(),
                    params.retentionPeriod(),
                    params.windowSize(),
                    params.retainDuplicates());
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return Stores.inMemorySessionStore(params.name(), params.retentionPeriod());
        }
    }
}
