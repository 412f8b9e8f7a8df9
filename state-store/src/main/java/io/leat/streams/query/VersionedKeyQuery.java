package io.leat.streams.query;

import io.leat.streams.state.VersionedRecord;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version of a key, as of now or as of some time. KIP-960. Immutable. */
public final class VersionedKeyQuery<K, V> implements Query<VersionedRecord<V>> {

    private final K key;
    private final @Nullable Instant asOf;

    private VersionedKeyQuery(K key, @Nullable Instant asOf) {
        this.key = Objects.requireNonNull(key, "key cannot be null.");
        this.asOf = asOf;
    }

    /** The latest version. */
    public static <K, V> VersionedKeyQuery<K, V> withKey(K key) {
        return new VersionedKeyQuery<>(key, null);
    }

    /** The version that was valid then. */
    public VersionedKeyQuery<K, V> asOf(Instant asOfTimestamp) {
        return new VersionedKeyQuery<>(
                key, Objects.requireNonNull(asOfTimestamp, "asOf timestamp cannot be null."));
    }

    public K key() {
        return key;
    }

    public Optional<Instant> asOfTimestamp() {
        return Optional.ofNullable(asOf);
    }
}
