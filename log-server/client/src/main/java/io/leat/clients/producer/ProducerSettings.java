package io.leat.clients.producer;

import io.leat.clients.network.Backoff;
import io.leat.common.config.ConfigException;
import io.leat.log.protocol.record.Compression;

/** The settings of a producer, checked against each other. Immutable. */
record ProducerSettings(
        int batchSize,
        long lingerMs,
        int maxRequestSize,
        long bufferMemory,
        long maxBlockMs,
        int maxInFlight,
        short acks,
        int retries,
        long deliveryTimeoutMs,
        int requestTimeoutMs,
        Backoff backoff,
        boolean idempotent,
        String transactionalId,
        int transactionTimeoutMs,
        Compression compression,
        int compressionLevel,
        boolean ignoreKeys,
        boolean adaptivePartitioning) {

    private static final int MAX_IN_FLIGHT_IDEMPOTENT = 5;

    static ProducerSettings of(ProducerConfig config) {
        String acksText = config.getString(ProducerConfig.ACKS_CONFIG);
        short acks = acksText.equals("all") ? -1 : Short.parseShort(acksText);
        String transactionalId = config.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        int maxInFlight = config.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
        int retries = config.getInt(ProducerConfig.RETRIES_CONFIG);
        boolean idempotent = idempotent(config, acks, maxInFlight, retries, transactionalId);
        Compression compression =
                Compression.forName(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG));
        return new ProducerSettings(
                Math.max(1, config.getInt(ProducerConfig.BATCH_SIZE_CONFIG)),
                config.getLong(ProducerConfig.LINGER_MS_CONFIG),
                config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                config.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG),
                config.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG),
                maxInFlight,
                acks,
                retries,
                deliveryTimeout(config),
                config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
                new Backoff(
                        config.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
                        config.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG)),
                idempotent,
                transactionalId,
                config.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                compression,
                level(config, compression),
                config.getBoolean(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG),
                config.getBoolean(ProducerConfig.PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG));
    }

    private static int level(ProducerConfig config, Compression compression) {
        return switch (compression) {
            case GZIP -> config.getInt(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG);
            case LZ4 -> config.getInt(ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG);
            case ZSTD -> config.getInt(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG);
            case NONE, SNAPPY -> Compression.DEFAULT_LEVEL;
        };
    }

    private static boolean idempotent(
            ProducerConfig config, short acks, int maxInFlight, int retries, String txnId) {
        boolean chosen = config.originals().containsKey(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        boolean wanted = config.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        if (!wanted && txnId != null) {
            throw new ConfigException(
                    "Cannot set a transactional.id without also enabling idempotence.");
        }
        boolean demanded = chosen && wanted || txnId != null;
        if (wanted && acks != -1) {
            return orRefuse(
                    demanded, "Must set acks to all in order to use the idempotent producer.");
        }
        if (wanted && retries == 0) {
            return orRefuse(
                    demanded, "Must set retries to non-zero when using the idempotent producer.");
        }
        if (wanted && maxInFlight > MAX_IN_FLIGHT_IDEMPOTENT) {
            return orRefuse(
                    demanded,
                    "Must set max.in.flight.requests.per.connection to at most 5 to use the"
                            + " idempotent producer.");
        }
        return wanted;
    }

    private static boolean orRefuse(boolean demanded, String message) {
        if (demanded) {
            throw new ConfigException(message);
        }
        return false;
    }

    private static long deliveryTimeout(ProducerConfig config) {
        long configured = config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        long needed =
                Math.min(
                        Integer.MAX_VALUE,
                        config.getLong(ProducerConfig.LINGER_MS_CONFIG)
                                + config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG));
        if (configured >= needed) {
            return configured;
        }
        if (config.originals().containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException(
                    "delivery.timeout.ms should be equal to or larger than linger.ms +"
                            + " request.timeout.ms");
        }
        return needed;
    }
}
