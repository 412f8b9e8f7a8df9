package io.leat.log.broker.quota;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes the partitions one request makes or deletes from what its client may change (KIP-599). Used
 * once, on the loop of the connection, by the node that decides.
 *
 * <p>Clients that know error 89 get it for each topic as soon as too many partitions are owed;
 * older ones are served, and told to wait.
 */
public final class Mutations {

    private final @Nullable Bucket bucket;
    private final boolean strict;
    private final long nowNanos;

    private Mutations(@Nullable Bucket bucket, boolean strict, long nowNanos) {
        this.bucket = bucket;
        this.strict = strict;
        this.nowNanos = nowNanos;
    }

    /** Of one request; clients know the error from {@code firstStrictVersion} on. */
    public static Mutations of(Broker broker, RequestContext context, int firstStrictVersion) {
        long now = context.loop().clock().nanos();
        Bucket bucket =
                broker.quotas()
                        .find(
                                QuotaKey.MUTATIONS,
                                context.principal().name(),
                                context.clientId(),
                                now);
        return new Mutations(bucket, context.apiVersion() >= firstStrictVersion, now);
    }

    /** Whether so many partitions may be made or deleted; then they count. */
    public boolean take(int partitions) {
        if (bucket == null) {
            return true;
        }
        if (strict && bucket.owedMs(nowNanos) > 0) {
            return false;
        }
        bucket.take(partitions, nowNanos);
        return true;
    }

    /** How long the client should wait, in milliseconds. */
    public int throttleTimeMs() {
        return bucket == null ? 0 : (int) Math.min(Integer.MAX_VALUE, bucket.owedMs(nowNanos));
    }

    /** What a topic is refused with. */
    public static ErrorCode refusal() {
        return ErrorCode.THROTTLING_QUOTA_EXCEEDED;
    }
}
