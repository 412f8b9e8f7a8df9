package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterConfigsRequest;
import io.leat.log.protocol.message.AlterConfigsResponse;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreatePartitionsResponse;
import io.leat.log.protocol.message.DescribeClusterRequest;
import io.leat.log.protocol.message.DescribeClusterResponse;
import io.leat.log.protocol.message.DescribeConfigsRequest;
import io.leat.log.protocol.message.DescribeConfigsResponse;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.quorum.image.ConfigResource;

/** Guards of requests about the cluster, its settings and its access control lists. Stateless. */
final class AdminGuards {

    private static final byte GROUP_KEY = 0;
    private static final int FIRST_BATCHED = 4;

    private AdminGuards() {}

    static void addTo(GuardTable table) {
        table.open(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS, ApiKey.PUSH_TELEMETRY);
        table.cluster(
                Operation.ALTER,
                ApiKey.ALTER_REPLICA_LOG_DIRS,
                ApiKey.ELECT_LEADERS,
                ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                ApiKey.UPDATE_FEATURES,
                ApiKey.UNREGISTER_BROKER,
                ApiKey.ADD_RAFT_VOTER,
                ApiKey.REMOVE_RAFT_VOTER,
                ApiKey.ALTER_USER_SCRAM_CREDENTIALS,
                ApiKey.CREATE_ACLS,
                ApiKey.DELETE_ACLS);
        table.cluster(
                Operation.DESCRIBE,
                ApiKey.DESCRIBE_LOG_DIRS,
                ApiKey.LIST_PARTITION_REASSIGNMENTS,
                ApiKey.DESCRIBE_QUORUM,
                ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS,
                ApiKey.DESCRIBE_ACLS);
        table.cluster(Operation.ALTER_CONFIGS, ApiKey.ALTER_CLIENT_QUOTAS);
        table.cluster(
                Operation.DESCRIBE_CONFIGS,
                ApiKey.DESCRIBE_CLIENT_QUOTAS,
                ApiKey.LIST_CONFIG_RESOURCES);
        table.put(
                ApiKey.ALTER_CONFIGS,
                GuardTable.all(
                        replaceConfigs(ConfigResource.TOPIC, TOPIC_AUTHORIZATION_FAILED),
                        replaceConfigs(ConfigResource.GROUP, GROUP_AUTHORIZATION_FAILED),
                        replaceConfigs(ConfigResource.BROKER, CLUSTER_AUTHORIZATION_FAILED)));
        table.put(ApiKey.DESCRIBE_CLUSTER, AdminGuards::describeCluster);
        table.put(ApiKey.FIND_COORDINATOR, AdminGuards::findCoordinator);
        table
                .<CreatePartitionsRequest, CreatePartitionsResponse, CreatePartitionsRequest.Topic>
                        each(
                                ApiKey.CREATE_PARTITIONS,
                                TOPIC_AUTHORIZATION_FAILED,
                                new GuardTable.Elements<>(
                                        CreatePartitionsRequest::topics,
                                        (request, topics) ->
                                                request.toBuilder().topics(topics).build()),
                                (access, topic) -> access.topic(Operation.ALTER, topic.name()),
                                (response, refusal) ->
                                        response.toBuilder()
                                                .results(
                                                        GuardTable.joined(
                                                                response.results(),
                                                                refusal.results()))
                                                .build());
        table.put(
                ApiKey.DESCRIBE_CONFIGS,
                GuardTable.all(
                        describeConfigs(ConfigResource.TOPIC, TOPIC_AUTHORIZATION_FAILED),
                        describeConfigs(ConfigResource.GROUP, GROUP_AUTHORIZATION_FAILED),
                        describeConfigs(ConfigResource.BROKER, CLUSTER_AUTHORIZATION_FAILED)));
        table.put(
                ApiKey.INCREMENTAL_ALTER_CONFIGS,
                GuardTable.all(
                        alterConfigs(ConfigResource.TOPIC, TOPIC_AUTHORIZATION_FAILED),
                        alterConfigs(ConfigResource.GROUP, GROUP_AUTHORIZATION_FAILED),
                        alterConfigs(ConfigResource.BROKER, CLUSTER_AUTHORIZATION_FAILED)));
    }

    /**
     * Whether it may see or change settings; those that are not of a topic or a group are all's.
     */
    private static boolean configs(Access access, Operation operation, byte type, String name) {
        return switch (type) {
            case ConfigResource.TOPIC -> access.topic(operation, name);
            case ConfigResource.GROUP -> access.group(operation, name);
            default -> access.cluster(operation);
        };
    }

    /** Whether a guard for {@code kind} is the one for {@code type}. */
    private static boolean isFor(byte kind, byte type) {
        boolean named = type == ConfigResource.TOPIC || type == ConfigResource.GROUP;
        return named ? kind == type : kind == ConfigResource.BROKER;
    }

    private static Guard<DescribeConfigsRequest, DescribeConfigsResponse> describeConfigs(
            byte kind, ErrorCode error) {
        return GuardTable.elements(
                error,
                new GuardTable.Elements<>(
                        DescribeConfigsRequest::resources,
                        (request, resources) -> request.toBuilder().resources(resources).build()),
                (access, resource) ->
                        !isFor(kind, resource.resourceType())
                                || configs(
                                        access,
                                        Operation.DESCRIBE_CONFIGS,
                                        resource.resourceType(),
                                        resource.resourceName()),
                (response, refusal) ->
                        response.toBuilder()
                                .results(GuardTable.joined(response.results(), refusal.results()))
                                .build());
    }

    private static Guard<AlterConfigsRequest, AlterConfigsResponse> replaceConfigs(
            byte kind, ErrorCode error) {
        return GuardTable.elements(
                error,
                new GuardTable.Elements<>(
                        AlterConfigsRequest::resources,
                        (request, resources) -> request.toBuilder().resources(resources).build()),
                (access, resource) ->
                        !isFor(kind, resource.resourceType())
                                || configs(
                                        access,
                                        Operation.ALTER_CONFIGS,
                                        resource.resourceType(),
                                        resource.resourceName()),
                (response, refusal) ->
                        response.toBuilder()
                                .responses(
                                        GuardTable.joined(
                                                response.responses(), refusal.responses()))
                                .build());
    }

    private static Guard<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
            alterConfigs(byte kind, ErrorCode error) {
        return GuardTable.elements(
                error,
                new GuardTable.Elements<>(
                        IncrementalAlterConfigsRequest::resources,
                        (request, resources) -> request.toBuilder().resources(resources).build()),
                (access, resource) ->
                        !isFor(kind, resource.resourceType())
                                || configs(
                                        access,
                                        Operation.ALTER_CONFIGS,
                                        resource.resourceType(),
                                        resource.resourceName()),
                (response, refusal) ->
                        response.toBuilder()
                                .responses(
                                        GuardTable.joined(
                                                response.responses(), refusal.responses()))
                                .build());
    }

    /** Everybody may ask who the brokers are. */
    private static void describeCluster(
            Access access,
            DescribeClusterRequest request,
            Reply<DescribeClusterResponse> reply,
            Guard.Next<DescribeClusterRequest, DescribeClusterResponse> next) {
        if (!request.includeClusterAuthorizedOperations()) {
            next.handle(request, reply);
            return;
        }
        int operations = access.cluster(Operation.DESCRIBE) ? access.clusterOperations() : 0;
        next.handle(
                request,
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .clusterAuthorizedOperations(operations)
                                        .build()));
    }

    private static final Guard<FindCoordinatorRequest, FindCoordinatorResponse> GROUPS =
            coordinators(GROUP_AUTHORIZATION_FAILED, Access::group);

    private static final Guard<FindCoordinatorRequest, FindCoordinatorResponse> TRANSACTIONS =
            coordinators(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, Access::transaction);

    /** A right to something that has a name. */
    private interface Right {
        boolean may(Access access, Operation operation, String name);
    }

    private static Guard<FindCoordinatorRequest, FindCoordinatorResponse> coordinators(
            ErrorCode error, Right right) {
        Guard<FindCoordinatorRequest, FindCoordinatorResponse> many =
                GuardTable.elements(
                        error,
                        new GuardTable.Elements<>(
                                FindCoordinatorRequest::coordinatorKeys,
                                (request, keys) ->
                                        request.toBuilder().coordinatorKeys(keys).build()),
                        (access, key) -> right.may(access, Operation.DESCRIBE, key),
                        (response, refusal) ->
                                response.toBuilder()
                                        .coordinators(
                                                GuardTable.joined(
                                                        response.coordinators(),
                                                        refusal.coordinators()))
                                        .build());
        return (access, request, reply, next) -> {
            boolean one = access.context().apiVersion() < FIRST_BATCHED;
            if (one && !right.may(access, Operation.DESCRIBE, request.key())) {
                GuardTable.refuse(access, request, reply, error);
            } else {
                many.check(access, request, reply, next);
            }
        };
    }

    private static void findCoordinator(
            Access access,
            FindCoordinatorRequest request,
            Reply<FindCoordinatorResponse> reply,
            Guard.Next<FindCoordinatorRequest, FindCoordinatorResponse> next) {
        (request.keyType() == GROUP_KEY ? GROUPS : TRANSACTIONS)
                .check(access, request, reply, next);
    }
}
