package io.leat.log.broker.cluster;

import io.leat.log.protocol.ApiKey;
import io.leat.log.quorum.image.LevelRange;
import io.leat.log.quorum.image.MetadataImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The features of this version of Leat, with the levels it can work at. */
public final class Features {

    /** A feature and its lowest and highest level. */
    public record Supported(String name, short min, short max) {}

    static final Supported METADATA = new Supported("metadata.version", (short) 7, (short) 30);
    static final Supported TRANSACTION = new Supported("transaction.version", (short) 0, (short) 2);

    /** At level 1 there are consumer groups (KIP-848). */
    static final Supported GROUP = new Supported("group.version", (short) 0, (short) 1);

    /** At level 1 there are share groups (KIP-932). */
    static final Supported SHARE = new Supported("share.version", (short) 0, (short) 1);

    /** At level 1 there are streams groups (KIP-1071). */
    static final Supported STREAMS = new Supported("streams.version", (short) 0, (short) 1);

    /** At level 1 the voters are in the metadata log, which knows the level: no record sets it. */
    public static final Supported KRAFT = new Supported("kraft.version", (short) 0, (short) 1);

    /**
     * The levels a new cluster starts with. Transactions are born at version 2 (KIP-890): Java
     * producers from 4.0 on use it only if it is finalized.
     */
    public static final Map<String, Short> INITIAL =
            Map.of(
                    METADATA.name(),
                    METADATA.max(),
                    TRANSACTION.name(),
                    TRANSACTION.max(),
                    GROUP.name(),
                    GROUP.max(),
                    SHARE.name(),
                    SHARE.max(),
                    STREAMS.name(),
                    STREAMS.max());

    /** Whether requests of {@code key} are served at the levels of {@code image}. */
    public static boolean serves(ApiKey key, MetadataImage image) {
        Supported feature = neededBy(key);
        return feature == null
                || image.features().getOrDefault(feature.name(), feature.min()) > feature.min();
    }

    /** Without which there are no requests of {@code key}; null if they are always there. */
    private static @Nullable Supported neededBy(ApiKey key) {
        return switch (key) {
            case CONSUMER_GROUP_HEARTBEAT, CONSUMER_GROUP_DESCRIBE -> GROUP;
            case SHARE_GROUP_HEARTBEAT,
                    SHARE_GROUP_DESCRIBE,
                    SHARE_FETCH,
                    SHARE_ACKNOWLEDGE,
                    DESCRIBE_SHARE_GROUP_OFFSETS,
                    ALTER_SHARE_GROUP_OFFSETS,
                    DELETE_SHARE_GROUP_OFFSETS ->
                    SHARE;
            case STREAMS_GROUP_HEARTBEAT, STREAMS_GROUP_DESCRIBE -> STREAMS;
            default -> null;
        };
    }

    /** What this version can work at, by name. */
    public static Map<String, LevelRange> ranges() {
        return Map.of(
                METADATA.name(),
                new LevelRange(METADATA.min(), METADATA.max()),
                TRANSACTION.name(),
                new LevelRange(TRANSACTION.min(), TRANSACTION.max()),
                GROUP.name(),
                new LevelRange(GROUP.min(), GROUP.max()),
                SHARE.name(),
                new LevelRange(SHARE.min(), SHARE.max()),
                STREAMS.name(),
                new LevelRange(STREAMS.min(), STREAMS.max()));
    }

    /** All of them. */
    public static final List<Supported> SUPPORTED =
            List.of(KRAFT, METADATA, TRANSACTION, GROUP, SHARE, STREAMS);

    private Features() {}
}
