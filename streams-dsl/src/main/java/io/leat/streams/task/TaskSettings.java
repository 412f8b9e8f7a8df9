package io.leat.streams.task;

import io.leat.common.serialization.Serde;
import io.leat.streams.errors.DeserializationExceptionHandler;
import io.leat.streams.errors.LogAndFailProcessingExceptionHandler;
import io.leat.streams.errors.ProcessingExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.processor.TimestampExtractor;
import java.util.Map;

/**
 * The settings of an application as far as tasks need them. Immutable.
 *
 * @param keySerde the default, or null
 * @param valueSerde the default, or null
 * @param bufferBytes what the stores of a task may hold back; 0 switches caching off
 * @param maxIdleMs how long to wait for records of an empty partition; -1 never
 * @param timeMaxIdleMs after how long without a record stream time goes on by itself; -1 never
 */
public record TaskSettings(
        String applicationId,
        Serde<?> keySerde,
        Serde<?> valueSerde,
        TimestampExtractor extractor,
        DeserializationExceptionHandler deserializationHandler,
        ProcessingExceptionHandler processingHandler,
        ProductionExceptionHandler productionHandler,
        long bufferBytes,
        long maxIdleMs,
        long timeMaxIdleMs,
        Map<String, Object> configs) {

    /** For what fills global stores: it never waits, and asks no handler unless that is wished. */
    public TaskSettings forGlobals(boolean askHandler) {
        return new TaskSettings(
                applicationId,
                keySerde,
                valueSerde,
                extractor,
                deserializationHandler,
                askHandler ? processingHandler : new LogAndFailProcessingExceptionHandler(),
                productionHandler,
                bufferBytes,
                -1,
                -1,
                configs);
    }
}
