package io.leat.log.cli.kafka;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code kafka-console-producer.sh} that are settings of a producer. */
final class ProducerTuning {

    @Option(names = "--batch-size", paramLabel = "BYTES", description = "batch.size.")
    @Nullable String batchSize;

    @Option(
            names = "--max-partition-memory-bytes",
            paramLabel = "BYTES",
            description = "batch.size.")
    @Nullable String maxPartitionMemoryBytes;

    @Option(names = "--max-memory-bytes", paramLabel = "BYTES", description = "buffer.memory.")
    @Nullable String maxMemoryBytes;

    @Option(names = "--max-block-ms", paramLabel = "MS", description = "max.block.ms.")
    @Nullable String maxBlockMs;

    @Option(names = "--message-send-max-retries", paramLabel = "N", description = "retries.")
    @Nullable String messageSendMaxRetries;

    @Option(names = "--metadata-expiry-ms", paramLabel = "MS", description = "metadata.max.age.ms.")
    @Nullable String metadataExpiryMs;

    @Option(names = "--request-timeout-ms", paramLabel = "MS", description = "request.timeout.ms.")
    @Nullable String requestTimeoutMs;

    @Option(names = "--retry-backoff-ms", paramLabel = "MS", description = "retry.backoff.ms.")
    @Nullable String retryBackoffMs;

    @Option(
            names = "--socket-buffer-size",
            paramLabel = "BYTES",
            description = "send.buffer.bytes.")
    @Nullable String socketBufferSize;

    void putAll(Properties properties) {
        put(properties, "batch.size", batchSize);
        put(properties, "batch.size", maxPartitionMemoryBytes);
        put(properties, "buffer.memory", maxMemoryBytes);
        put(properties, "max.block.ms", maxBlockMs);
        put(properties, "retries", messageSendMaxRetries);
        put(properties, "metadata.max.age.ms", metadataExpiryMs);
        put(properties, "request.timeout.ms", requestTimeoutMs);
        put(properties, "retry.backoff.ms", retryBackoffMs);
        put(properties, "send.buffer.bytes", socketBufferSize);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
