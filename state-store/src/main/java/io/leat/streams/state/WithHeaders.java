package io.leat.streams.state;

import io.leat.common.utils.Bytes;

/** Suppliers that are marked as made for stores with headers. */
final class WithHeaders {

    private WithHeaders() {}

    /** Of key-value stores. */
    record OfKeys(KeyValueBytesStoreSupplier plain)
            implements KeyValueBytesStoreSupplier, HeadersBytesStoreSupplier {

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return plain.get();
        }

        @Override
        public String metricsScope() {
            return plain.metricsScope();
        }
    }

    /** Of window stores. */
    record OfWindows(WindowBytesStoreSupplier plain)
            implements WindowBytesStoreSupplier, HeadersBytesStoreSupplier {

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public WindowStore<Bytes, byte[]> get() {
            return plain.get();
        }

        @Override
        public String metricsScope() {
            return plain.metricsScope();
        }

        @Override
        public long segmentIntervalMs() {
            return plain.segmentIntervalMs();
        }

        @Override
        public long windowSize() {
            return plain.windowSize();
        }

        @Override
        public boolean retainDuplicates() {
            return plain.retainDuplicates();
        }

        @Override
        public long retentionPeriod() {
            return plain.retentionPeriod();
        }
    }

    /** Of session stores. */
    record OfSessions(SessionBytesStoreSupplier plain)
            implements SessionBytesStoreSupplier, HeadersBytesStoreSupplier {

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public SessionStore<Bytes, byte[]> get() {
            return plain.get();
        }

        @Override
        public String metricsScope() {
            return plain.metricsScope();
        }

        @Override
        public long segmentIntervalMs() {
            return plain.segmentIntervalMs();
        }

        @Override
        public long retentionPeriod() {
            return plain.retentionPeriod();
        }
    }
}
