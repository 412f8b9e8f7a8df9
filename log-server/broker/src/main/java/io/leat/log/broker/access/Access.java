package io.leat.log.broker.access;

import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import org.jspecify.annotations.Nullable;

/** What the client of one request may do. Immutable; safe on every loop. */
public final class Access {

    private static final String CLUSTER = "kafka-cluster";

    private final Authorizer authorizer;
    private final MetadataImage image;
    private final RequestContext context;

    public Access(Authorizer authorizer, MetadataImage image, RequestContext context) {
        this.authorizer = authorizer;
        this.image = image;
        this.context = context;
    }

    RequestContext context() {
        return context;
    }

    private boolean may(Operation operation, ResourceType type, String name) {
        return authorizer.allows(
                image, context.principal(), context.remote().host(), operation, type, name);
    }

    public boolean topic(Operation operation, String name) {
        return may(operation, ResourceType.TOPIC, name);
    }

    /** As above, for a topic that may be named by its id; one that is not there passes. */
    boolean topic(Operation operation, @Nullable String name, Uuid id) {
        if (name != null && !name.isEmpty()) {
            return topic(operation, name);
        }
        TopicImage topic = image.topic(id);
        return topic == null || topic(operation, topic.name());
    }

    boolean group(Operation operation, String id) {
        return may(operation, ResourceType.GROUP, id);
    }

    boolean transaction(Operation operation, String transactionalId) {
        return may(operation, ResourceType.TRANSACTIONAL_ID, transactionalId);
    }

    boolean cluster(Operation operation) {
        return may(operation, ResourceType.CLUSTER, CLUSTER);
    }

    boolean mayCreate(String topic) {
        return cluster(Operation.CREATE) || topic(Operation.CREATE, topic);
    }

    boolean exists(String topic) {
        return image.topic(topic) != null;
    }

    /** Whether it may write to some topic, whatever it is called. */
    boolean writesSomewhere() {
        return authorizer.allowsSomewhere(
                image,
                context.principal(),
                context.remote().host(),
                Operation.WRITE,
                ResourceType.TOPIC);
    }

    /** All it may do to a topic, as bits. */
    int topicOperations(String name) {
        return operations(ResourceType.TOPIC, name);
    }

    int groupOperations(String id) {
        return operations(ResourceType.GROUP, id);
    }

    int clusterOperations() {
        return operations(ResourceType.CLUSTER, CLUSTER);
    }

    private int operations(ResourceType type, String name) {
        int bits = 0;
        for (Operation each : type.operations()) {
            if (may(each, type, name)) {
                bits |= each.bit();
            }
        }
        return bits;
    }
}
