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
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    false,
                    "transactions need idempotence; leave it out, or leave out transactional.id");
        }
        boolean demanded = chosen && wanted || txnId != null;
        if (wanted && acks != -1) {
            return orRefuse(demanded, ProducerConfig.ACKS_CONFIG, acks, "set acks=all");
        }
        if (wanted && retries == 0) {
            return orRefuse(
                    demanded, ProducerConfig.RETRIES_CONFIG, retries, "allow at least one retry");
        }
        if (wanted && maxInFlight > MAX_IN_FLIGHT_IDEMPOTENT) {
            return orRefuse(
                    demanded,
                    ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    maxInFlight,
                    "allow at most " + MAX_IN_FLIGHT_IDEMPOTENT);
        }
        return wanted;
    }

    /** Gives up idempotence that was only a default; refuses to where it was asked for. */
    private static boolean orRefuse(boolean demanded, String name, Object value, String remedy) {
        if (demanded) {
            throw new ConfigException(
                    name,
                    value,
                    "enable.idempotence or transactional.id is set, so "
                            + remedy
                            + ", or do without those");
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
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    configured,
                    "linger.ms and request.timeout.ms together are "
                            + needed
                            + ": raise it to that, or lower those");
        }
        return needed;
    }
}
