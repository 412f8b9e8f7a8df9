package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.acl.AclOperation;
import java.util.Collection;
import java.util.Set;

/** Result of {@link Admin#describeCluster}. */
public class DescribeClusterResult {

    /** What the cluster says of itself; the controller is null when there is none. */
    record Description(
            Collection<Node> nodes,
            Node controller,
            String clusterId,
            Set<AclOperation> authorizedOperations) {}

    private final KafkaFuture<Description> future;

    DescribeClusterResult(KafkaFuture<Description> future) {
        this.future = future;
    }

    public KafkaFuture<Collection<Node>> nodes() {
        return future.thenApply(Description::nodes);
    }

    /** The broker that stands for the controller, or null. */
    public KafkaFuture<Node> controller() {
        return future.thenApply(Description::controller);
    }

    public KafkaFuture<String> clusterId() {
        return future.thenApply(Description::clusterId);
    }

    /** What this client may do with the cluster, or null when not asked for. */
    public KafkaFuture<Set<AclOperation>> authorizedOperations() {
        return future.thenApply(Description::authorizedOperations);
    }
}
