package io.leat.log.broker.quota;

import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.QuotaEntity;
import io.leat.log.quorum.image.QuotaImage;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of the metadata log, and what each client has taken on this broker. Told of images on
 * one loop; safe on every loop otherwise.
 *
 * <p>Of several quotas the closest holds, separately for each key: user and client id, user with
 * any client id, user; then the same for any user; then client id, any client id. All clients one
 * entry is about share it, but an entry with a default has a share for each name it stands for.
 */
public final class ClientQuotas {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** So many shares are kept before those that owe nothing are forgotten. */
    private static final int SHARES_MAX = 2_000;

    /** What is shared: null where it does not matter who it is. */
    private record Share(
            QuotaKey key, @Nullable String user, @Nullable String client, @Nullable String ip) {}

    private final long windowNanos;
    private final Map<Share, Bucket> shares = new ConcurrentHashMap<>();
    private volatile QuotaImage image = MetadataImage.EMPTY.quotas();

    /**
     * @param windowSeconds over which a rate holds
     */
    public ClientQuotas(long windowSeconds) {
        this.windowNanos = windowSeconds * NANOS_PER_SECOND;
    }

    /** Takes what holds from now on. */
    public void onImage(MetadataImage next) {
        if (next.quotas() != image) {
            image = next.quotas();
        }
    }

    /** What is set at the moment: whoever keeps a {@link #find} asks again when this changes. */
    public Object version() {
        return image;
    }

    /** Whether nobody is limited. */
    public boolean isEmpty() {
        return image.all().isEmpty();
    }

    /** What {@code key} leaves to a client; null if it is not limited. */
    public @Nullable Bucket find(QuotaKey key, String user, String client, long nowNanos) {
        QuotaImage quotas = image;
        if (quotas.all().isEmpty()) {
            return null;
        }
        String[] users = {user, null};
        for (String each : users) {
            Double both = value(quotas, key, entity(each, client));
            if (both == null) {
                both = value(quotas, key, entity(each, null));
            }
            if (both != null) {
                return bucket(new Share(key, user, client, null), both, nowNanos);
            }
            Double alone = value(quotas, key, one(QuotaEntity.USER, each));
            if (alone != null) {
                return bucket(new Share(key, user, null, null), alone, nowNanos);
            }
        }
        Double ofClient = value(quotas, key, one(QuotaEntity.CLIENT_ID, client));
        if (ofClient == null) {
            ofClient = value(quotas, key, one(QuotaEntity.CLIENT_ID, null));
        }
        return ofClient == null
                ? null
                : bucket(new Share(key, null, client, null), ofClient, nowNanos);
    }

    /** How many connections {@code address} may open; null if any number. */
    public @Nullable Bucket connections(String address, long nowNanos) {
        QuotaImage quotas = image;
        if (quotas.all().isEmpty()) {
            return null;
        }
        Double rate = value(quotas, QuotaKey.CONNECTIONS, one(QuotaEntity.IP, address));
        if (rate == null) {
            rate = value(quotas, QuotaKey.CONNECTIONS, one(QuotaEntity.IP, null));
        }
        Share share = new Share(QuotaKey.CONNECTIONS, null, null, address);
        return rate == null ? null : bucket(share, rate, nowNanos);
    }

    private static QuotaEntity entity(@Nullable String user, @Nullable String client) {
        TreeMap<String, @Nullable String> names = new TreeMap<>();
        names.put(QuotaEntity.USER, user);
        names.put(QuotaEntity.CLIENT_ID, client);
        return new QuotaEntity(names);
    }

    private static QuotaEntity one(String type, @Nullable String name) {
        TreeMap<String, @Nullable String> names = new TreeMap<>();
        names.put(type, name);
        return new QuotaEntity(names);
    }

    private static @Nullable Double value(QuotaImage quotas, QuotaKey key, QuotaEntity entity) {
        return quotas.of(entity).get(key.text());
    }

    private Bucket bucket(Share share, double value, long nowNanos) {
        double rate = share.key == QuotaKey.REQUEST ? value / 100 * NANOS_PER_SECOND : value;
        if (shares.size() >= SHARES_MAX) {
            shares.values().removeIf(each -> each.isFull(nowNanos));
        }
        Bucket bucket = shares.computeIfAbsent(share, s -> new Bucket(rate, windowNanos));
        bucket.rate(rate);
        return bucket;
    }
}
