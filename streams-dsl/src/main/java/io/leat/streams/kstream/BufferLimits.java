package io.leat.streams.kstream;

import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.Suppressed.EagerBufferConfig;
import io.leat.streams.kstream.Suppressed.StrictBufferConfig;
import java.util.Map;

/** The limits of a buffer of suppressed updates. Immutable. */
sealed interface BufferLimits {

    long maxRecords();

    long maxBytes();

    /** The settings of the changelog, null for none. */
    Map<String, String> logConfig();

    /** Whether a full buffer lets the oldest out early; otherwise it fails. */
    default boolean emitsWhenFull() {
        return this instanceof Eager;
    }

    default StrictBufferConfig withNoBound() {
        return new Strict(Long.MAX_VALUE, Long.MAX_VALUE, logConfig());
    }

    default StrictBufferConfig shutDownWhenFull() {
        return new Strict(maxRecords(), maxBytes(), logConfig());
    }

    default EagerBufferConfig emitEarlyWhenFull() {
        return new Eager(maxRecords(), maxBytes(), logConfig());
    }

    static BufferLimits of(BufferConfig<?> config) {
        if (config == null) {
            return new Strict(Long.MAX_VALUE, Long.MAX_VALUE, Map.of());
        }
        if (config instanceof BufferLimits limits) {
            return limits;
        }
        throw new IllegalArgumentException(
                "A BufferConfig comes from its own methods, not from " + config.getClass() + ".");
    }

    /** Limits that are not passed. */
    record Strict(long maxRecords, long maxBytes, Map<String, String> logConfig)
            implements BufferLimits, StrictBufferConfig {

        @Override
        public StrictBufferConfig withMaxRecords(long recordLimit) {
            return new Strict(recordLimit, maxBytes, logConfig);
        }

        @Override
        public StrictBufferConfig withMaxBytes(long byteLimit) {
            return new Strict(maxRecords, byteLimit, logConfig);
        }

        @Override
        public StrictBufferConfig withLoggingDisabled() {
            return new Strict(maxRecords, maxBytes, null);
        }

        @Override
        public StrictBufferConfig withLoggingEnabled(Map<String, String> config) {
            return new Strict(maxRecords, maxBytes, config);
        }

        @Override
        public StrictBufferConfig withNoBound() {
            return BufferLimits.super.withNoBound();
        }

        @Override
        public StrictBufferConfig shutDownWhenFull() {
            return this;
        }

        @Override
        public EagerBufferConfig emitEarlyWhenFull() {
            return BufferLimits.super.emitEarlyWhenFull();
        }
    }

    /** Limits that let the oldest out. */
    record Eager(long maxRecords, long maxBytes, Map<String, String> logConfig)
            implements BufferLimits, EagerBufferConfig {

        @Override
        public EagerBufferConfig withMaxRecords(long recordLimit) {
            return new Eager(recordLimit, maxBytes, logConfig);
        }

        @Override
        public EagerBufferConfig withMaxBytes(long byteLimit) {
            return new Eager(maxRecords, byteLimit, logConfig);
        }

        @Override
        public EagerBufferConfig withLoggingDisabled() {
            return new Eager(maxRecords, maxBytes, null);
        }

        @Override
        public EagerBufferConfig withLoggingEnabled(Map<String, String> config) {
            return new Eager(maxRecords, maxBytes, config);
        }

        @Override
        public StrictBufferConfig withNoBound() {
            return BufferLimits.super.withNoBound();
        }

        @Override
        public StrictBufferConfig shutDownWhenFull() {
            return BufferLimits.super.shutDownWhenFull();
        }

        @Override
        public EagerBufferConfig emitEarlyWhenFull() {
            return this;
        }
    }
}
