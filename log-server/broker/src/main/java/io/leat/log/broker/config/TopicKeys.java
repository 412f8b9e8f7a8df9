package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.float64;
import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.int64;
import static io.leat.log.broker.config.ConfigKey.list;
import static io.leat.log.broker.config.ConfigKey.oneOf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a topic. Each has a broker setting that is its default for all topics. */
public final class TopicKeys {

    public static final ConfigKey<List<String>> CLEANUP_POLICY =
            list(
                    "cleanup.policy",
                    "delete",
                    List.of("delete", "compact"),
                    "Old segments are deleted, compacted to the newest record per key, or both.");
    public static final ConfigKey<String> COMPRESSION_TYPE =
            oneOf(
                    "compression.type",
                    "producer",
                    List.of("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
                    "How batches are stored; 'producer' keeps what the producer chose.");
    public static final ConfigKey<Integer> COMPRESSION_GZIP_LEVEL =
            int32("compression.gzip.level", -1, -1, 9, "Level of gzip; -1 is its own default.")
                    .except("0");
    public static final ConfigKey<Integer> COMPRESSION_LZ4_LEVEL =
            int32("compression.lz4.level", 9, 1, 17, "Level of lz4.");
    public static final ConfigKey<Integer> COMPRESSION_ZSTD_LEVEL =
            int32("compression.zstd.level", 3, -131_072, 22, "Level of zstd.");
    public static final ConfigKey<Long> DELETE_RETENTION_MS =
            int64(
                    "delete.retention.ms",
                    86_400_000L,
                    0,
                    "How long a tombstone stays in a compacted topic.");
    public static final ConfigKey<String> DURABILITY =
            oneOf(
                    "durability",
                    "auto",
                    List.of("auto", "persisted", "replicated"),
                    "What an acknowledgement means: fsynced, or in memory of the in-sync replicas; "
                            + "'auto' is persisted where the topic has one replica.");
    public static final ConfigKey<Long> FILE_DELETE_DELAY_MS =
            int64(
                    "file.delete.delay.ms",
                    60_000L,
                    0,
                    "How long the files of deleted segments stay; those of a deleted topic go at"
                            + " once.");
    public static final ConfigKey<Long> FLUSH_MESSAGES =
            int64(
                    "flush.messages",
                    Long.MAX_VALUE,
                    1,
                    "Records after which the log is fsynced, before they are acknowledged; 1 is"
                            + " durability=persisted where that is auto.");
    public static final ConfigKey<Long> FLUSH_MS =
            int64("flush.ms", Long.MAX_VALUE, 0, "Time after which records are fsynced.");
    public static final ConfigKey<List<String>> FOLLOWER_THROTTLED =
            list(
                    "follower.replication.throttled.replicas",
                    "",
                    List.of(),
                    "Replicas whose catching up is throttled, on the follower.");
    public static final ConfigKey<Integer> INDEX_INTERVAL_BYTES =
            int32("index.interval.bytes", 4096, 0, "Bytes of log between two index entries.");
    public static final ConfigKey<List<String>> LEADER_THROTTLED =
            list(
                    "leader.replication.throttled.replicas",
                    "",
                    List.of(),
                    "Replicas whose catching up is throttled, on the leader.");
    public static final ConfigKey<Long> LOCAL_RETENTION_BYTES =
            int64(
                    "local.retention.bytes",
                    -2L,
                    -2,
                    "Accepted without effect: nothing is tiered, see retention.bytes.");
    public static final ConfigKey<Long> LOCAL_RETENTION_MS =
            int64(
                    "local.retention.ms",
                    -2L,
                    -2,
                    "Accepted without effect: nothing is tiered, see retention.ms.");
    public static final ConfigKey<Long> MAX_COMPACTION_LAG_MS =
            int64("max.compaction.lag.ms", Long.MAX_VALUE, 1, "Compacted at the latest after it.");
    public static final ConfigKey<Integer> MAX_MESSAGE_BYTES =
            int32("max.message.bytes", 1_048_588, 0, "Largest record batch, after compression.");
    public static final ConfigKey<Long> TIMESTAMP_AFTER_MAX_MS =
            int64(
                    "message.timestamp.after.max.ms",
                    3_600_000L,
                    0,
                    "How far in the future a record's timestamp may be.");
    public static final ConfigKey<Long> TIMESTAMP_BEFORE_MAX_MS =
            int64(
                    "message.timestamp.before.max.ms",
                    Long.MAX_VALUE,
                    0,
                    "How far in the past a record's timestamp may be.");
    public static final ConfigKey<String> TIMESTAMP_TYPE =
            oneOf(
                    "message.timestamp.type",
                    "CreateTime",
                    List.of("CreateTime", "LogAppendTime"),
                    "Whose clock stamps the records: the producer's or the broker's.");
    public static final ConfigKey<Double> MIN_CLEANABLE_DIRTY_RATIO =
            float64("min.cleanable.dirty.ratio", 0.5, 0, 1, "Share not compacted that starts it.");
    public static final ConfigKey<Long> MIN_COMPACTION_LAG_MS =
            int64("min.compaction.lag.ms", 0L, 0, "Not compacted before it.");
    public static final ConfigKey<Integer> MIN_INSYNC_REPLICAS =
            int32("min.insync.replicas", 1, 1, "In-sync replicas that acks=all needs.");
    public static final ConfigKey<Boolean> PREALLOCATE =
            bool("preallocate", false, "Accepted without effect: files grow as records come.");
    public static final ConfigKey<Boolean> REMOTE_LOG_COPY_DISABLE =
            bool("remote.log.copy.disable", false, "Accepted without effect: nothing is tiered.");
    public static final ConfigKey<Boolean> REMOTE_LOG_DELETE_ON_DISABLE =
            bool(
                    "remote.log.delete.on.disable",
                    false,
                    "Accepted without effect: nothing is tiered.");
    public static final ConfigKey<Boolean> REMOTE_STORAGE_ENABLE =
            bool("remote.storage.enable", false, "Nothing is tiered: it cannot be enabled.")
                    .except("true");
    public static final ConfigKey<Long> RETENTION_BYTES =
            int64(
                    "retention.bytes",
                    -1L,
                    Long.MIN_VALUE,
                    "Bytes kept per partition; a negative number is no limit.");
    public static final ConfigKey<Long> RETENTION_MS =
            int64("retention.ms", 604_800_000L, -1, "Time records are kept; -1 is for ever.");
    public static final ConfigKey<Integer> SEGMENT_BYTES =
            int32("segment.bytes", 1_073_741_824, 14, "Size at which a segment is rolled.");
    public static final ConfigKey<Integer> SEGMENT_INDEX_BYTES =
            int32(
                    "segment.index.bytes",
                    10_485_760,
                    4,
                    "Size of its index at which a segment is rolled.");
    public static final ConfigKey<Long> SEGMENT_JITTER_MS =
            int64("segment.jitter.ms", 0L, 0, "Rolled up to so much before segment.ms.");
    public static final ConfigKey<Long> SEGMENT_MS =
            int64("segment.ms", 604_800_000L, 1, "Age at which a segment is rolled.");
    public static final ConfigKey<Boolean> UNCLEAN_LEADER_ELECTION =
            bool(
                    "unclean.leader.election.enable",
                    false,
                    "Whether a replica that may lack records can become leader.");

    /** All of them, by name. */
    public static final Map<String, ConfigKey<?>> ALL =
            byName(
                    List.of(
                            CLEANUP_POLICY,
                            COMPRESSION_GZIP_LEVEL,
                            COMPRESSION_LZ4_LEVEL,
                            COMPRESSION_TYPE,
                            COMPRESSION_ZSTD_LEVEL,
                            DELETE_RETENTION_MS,
                            DURABILITY,
                            FILE_DELETE_DELAY_MS,
                            FLUSH_MESSAGES,
                            FLUSH_MS,
                            FOLLOWER_THROTTLED,
                            INDEX_INTERVAL_BYTES,
                            LEADER_THROTTLED,
                            LOCAL_RETENTION_BYTES,
                            LOCAL_RETENTION_MS,
                            MAX_COMPACTION_LAG_MS,
                            MAX_MESSAGE_BYTES,
                            TIMESTAMP_AFTER_MAX_MS,
                            TIMESTAMP_BEFORE_MAX_MS,
                            TIMESTAMP_TYPE,
                            MIN_CLEANABLE_DIRTY_RATIO,
                            MIN_COMPACTION_LAG_MS,
                            MIN_INSYNC_REPLICAS,
                            PREALLOCATE,
                            REMOTE_LOG_COPY_DISABLE,
                            REMOTE_LOG_DELETE_ON_DISABLE,
                            REMOTE_STORAGE_ENABLE,
                            RETENTION_BYTES,
                            RETENTION_MS,
                            SEGMENT_BYTES,
                            SEGMENT_INDEX_BYTES,
                            SEGMENT_JITTER_MS,
                            SEGMENT_MS,
                            UNCLEAN_LEADER_ELECTION));

    private TopicKeys() {}

    /**
     * What is wrong with setting {@code name} to {@code value} on a topic, or null if nothing is.
     */
    public static @Nullable String violation(String name, String value) {
        ConfigKey<?> key = ALL.get(name);
        if (key == null) {
            return "There is no topic setting '"
                    + name
                    + "'"
                    + NearestName.hint(name, ALL.keySet());
        }
        return key.violation(value);
    }

    @SafeVarargs
    static Map<String, ConfigKey<?>> byName(List<ConfigKey<?>>... lists) {
        Map<String, ConfigKey<?>> map = new LinkedHashMap<>();
        for (List<ConfigKey<?>> keys : lists) {
            keys.forEach(key -> map.put(key.name(), key));
        }
        return java.util.Collections.unmodifiableMap(map);
    }
}
