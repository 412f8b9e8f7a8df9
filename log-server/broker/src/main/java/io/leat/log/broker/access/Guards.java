package io.leat.log.broker.access;

import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.MetadataImage;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where requests are held against access control lists, between the dispatcher and
 * the handlers. What each API key needs is in {@link DataGuards}, {@link GroupGuards}, {@link
 * TransactionGuards} and {@link AdminGuards}; a key without a guard needs the right that nodes
 * have, {@link Operation#CLUSTER_ACTION}. Immutable; safe on every loop.
 */
public final class Guards {

    /** Requests that may ask which operations their sender may do. */
    private static final Set<ApiKey> TELLING_OPERATIONS =
            EnumSet.of(
                    ApiKey.METADATA,
                    ApiKey.DESCRIBE_CLUSTER,
                    ApiKey.DESCRIBE_TOPIC_PARTITIONS,
                    ApiKey.DESCRIBE_GROUPS,
                    ApiKey.CONSUMER_GROUP_DESCRIBE,
                    ApiKey.SHARE_GROUP_DESCRIBE,
                    ApiKey.STREAMS_GROUP_DESCRIBE);

    private final Authorizer authorizer;
    private final Set<ApiKey> guarded;
    private final GuardTable table = new GuardTable();

    private Guards(Authorizer authorizer, Set<ApiKey> guarded) {
        this.guarded = guarded;
        this.authorizer = authorizer;
        table.open(ApiKey.API_VERSIONS, ApiKey.SASL_HANDSHAKE, ApiKey.SASL_AUTHENTICATE);
        AdminGuards.addTo(table);
        TopicGuards.addTo(table);
    }

    /** Of what a broker answers. */
    public static Guards ofBroker(Authorizer authorizer) {
        return ofBroker(authorizer, EnumSet.allOf(ApiKey.class));
    }

    private static Guards ofBroker(Authorizer authorizer, Set<ApiKey> guarded) {
        Guards guards = new Guards(authorizer, guarded);
        DataGuards.addTo(guards.table);
        GroupGuards.addTo(guards.table);
        TransactionGuards.addTo(guards.table);
        return guards;
    }

    /** Of what a controller answers: fetches of metadata are those of nodes. */
    public static Guards ofController(Authorizer authorizer) {
        return new Guards(authorizer, EnumSet.allOf(ApiKey.class));
    }

    /** Of what a broker without an authorizer answers: they only say what may be done, all. */
    public static Guards ofOpenBroker() {
        return ofBroker(Authorizer.ofEverything(), TELLING_OPERATIONS);
    }

    /** What continues with the part of a request that passed. */
    public interface Handling {
        void handle(ApiMessage request, Reply<ApiMessage> reply);
    }

    /** Lets through what the client may do. */
    public void check(
            RequestContext context,
            MetadataImage image,
            ApiMessage request,
            Reply<ApiMessage> reply,
            Handling handling) {
        if (!guarded.contains(request.apiKey())) {
            handling.handle(request, reply);
            return;
        }
        Access access = new Access(authorizer, image, context);
        Guard<ApiMessage, ApiMessage> guard = guard(request.apiKey());
        if (guard != null) {
            guard.check(access, request, reply, handling::handle);
        } else if (access.cluster(Operation.CLUSTER_ACTION)) {
            handling.handle(request, reply);
        } else {
            GuardTable.refuse(access, request, reply, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
        }
    }

    @SuppressWarnings("unchecked") // the guard of a key takes its requests
    private @Nullable Guard<ApiMessage, ApiMessage> guard(ApiKey key) {
        return (Guard<ApiMessage, ApiMessage>) table.get(key);
    }
}
