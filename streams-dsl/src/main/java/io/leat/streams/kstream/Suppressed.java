package io.leat.streams.kstream;

import java.time.Duration;
import java.util.Map;

/**
 * How updates of a table are held back: until a window is closed, or for a time.
 *
 * <pre>{@code
 * counts.suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
 * counts.suppress(Suppressed.untilTimeLimit(Duration.ofMinutes(5), BufferConfig.maxRecords(1000)))
 * }</pre>
 */
public interface Suppressed<K> extends NamedOperation<Suppressed<K>> {

    /** A buffer that never lets anything out early. */
    interface StrictBufferConfig extends BufferConfig<StrictBufferConfig> {}

    /** A buffer that lets the oldest out early when it is full. */
    interface EagerBufferConfig extends BufferConfig<EagerBufferConfig> {}

    /** How much is held back, and what happens then. */
    interface BufferConfig<BC extends BufferConfig<BC>> {

        static EagerBufferConfig maxRecords(long recordLimit) {
            return new BufferLimits.Eager(recordLimit, Long.MAX_VALUE, Map.of());
        }

        BC withMaxRecords(long recordLimit);

        static EagerBufferConfig maxBytes(long byteLimit) {
            return new BufferLimits.Eager(Long.MAX_VALUE, byteLimit, Map.of());
        }

        BC withMaxBytes(long byteLimit);

        static StrictBufferConfig unbounded() {
            return new BufferLimits.Strict(Long.MAX_VALUE, Long.MAX_VALUE, Map.of());
        }

        StrictBufferConfig withNoBound();

        /** The application fails rather than letting anything out early. */
        StrictBufferConfig shutDownWhenFull();

        EagerBufferConfig emitEarlyWhenFull();

        /** What is held back is lost with the process. */
        BC withLoggingDisabled();

        /** What is held back is logged to a topic with these settings. */
        BC withLoggingEnabled(Map<String, String> config);
    }

    /** Only the last result of each window goes on, once no record can change it any more. */
    static Suppressed<Windowed<?>> untilWindowCloses(StrictBufferConfig bufferConfig) {
        return new SuppressedUntil<>(null, null, BufferLimits.of(bufferConfig));
    }

    /** The last update of a key goes on when that much stream time passed since its first. */
    static <K> Suppressed<K> untilTimeLimit(
            Duration timeToWaitForMoreEvents, BufferConfig<?> bufferConfig) {
        return new SuppressedUntil<>(
                null,
                timeToWaitForMoreEvents == null
                        ? Duration.ofMillis(Long.MAX_VALUE)
                        : timeToWaitForMoreEvents,
                BufferLimits.of(bufferConfig));
    }

    @Override
    Suppressed<K> withName(String name);
}
