package io.leat.log.broker;

import io.leat.log.broker.quota.AlterClientQuotasHandler;
import io.leat.log.broker.settings.AlterConfigsHandler;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterClientQuotasRequest;
import io.leat.log.protocol.message.AlterConfigsRequest;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest;
import io.leat.log.protocol.message.AlterUserScramCredentialsResponse;
import io.leat.log.protocol.message.ConsumerGroupDescribeRequest;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse;
import io.leat.log.protocol.message.CreateAclsRequest;
import io.leat.log.protocol.message.CreateAclsResponse;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreatePartitionsResponse;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.protocol.message.DeleteAclsRequest;
import io.leat.log.protocol.message.DeleteAclsResponse;
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteGroupsResponse;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsResponse;
import io.leat.log.protocol.message.DescribeConfigsRequest;
import io.leat.log.protocol.message.DescribeConfigsResponse;
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeGroupsResponse;
import io.leat.log.protocol.message.DescribeTopicPartitionsRequest;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse;
import io.leat.log.protocol.message.DescribeTransactionsRequest;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.ElectLeadersResponse;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import io.leat.log.protocol.message.StreamsGroupDescribeRequest;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Refusals in responses that have an error for each topic, group or other named thing only. Used
 * once, by one request.
 */
final class NamedRefusals {

    private final ErrorCode error;

    private NamedRefusals(ErrorCode error) {
        this.error = error;
    }

    /** The refusal of each element of {@code request}; null if it has none, or is another kind. */
    static @Nullable ApiMessage of(ApiMessage request, ErrorCode error) {
        NamedRefusals refusals = new NamedRefusals(error);
        if (request instanceof MetadataRequest it) {
            return refusals.metadata(it);
        }
        if (request instanceof FindCoordinatorRequest it) {
            return refusals.findCoordinator(it);
        }
        if (request instanceof DescribeGroupsRequest it) {
            return refusals.describeGroups(it);
        }
        if (request instanceof ConsumerGroupDescribeRequest it) {
            return refusals.describeConsumerGroups(it);
        }
        if (request instanceof StreamsGroupDescribeRequest it) {
            return refusals.describeStreamsGroups(it);
        }
        if (request instanceof CreateTopicsRequest it) {
            return refusals.createTopics(it);
        }
        if (request instanceof DescribeConfigsRequest it) {
            return refusals.describeConfigs(it);
        }
        if (request instanceof CreatePartitionsRequest it) {
            return refusals.createPartitions(it);
        }
        if (request instanceof DeleteGroupsRequest it) {
            return refusals.deleteGroups(it);
        }
        if (request instanceof IncrementalAlterConfigsRequest it) {
            return refusals.incrementalAlterConfigs(it);
        }
        if (request instanceof DescribeTransactionsRequest it) {
            return refusals.describeTransactions(it);
        }
        if (request instanceof DescribeTopicPartitionsRequest it) {
            return refusals.describeTopicPartitions(it);
        }
        if (request instanceof DeleteTopicsRequest it) {
            return refusals.deleteTopics(it);
        }
        if (request instanceof ElectLeadersRequest it) {
            return refusals.electLeaders(it);
        }
        if (request instanceof AlterUserScramCredentialsRequest it) {
            return refusals.alterUserScramCredentials(it);
        }
        if (request instanceof AlterClientQuotasRequest it) {
            return it.entries().isEmpty() ? null : AlterClientQuotasHandler.failed(it, error);
        }
        if (request instanceof AlterConfigsRequest it) {
            return it.resources().isEmpty() ? null : AlterConfigsHandler.failed(it, error);
        }
        if (request instanceof CreateAclsRequest it) {
            return refusals.createAcls(it);
        }
        if (request instanceof DeleteAclsRequest it) {
            return refusals.deleteAcls(it);
        }
        return null;
    }

    private @Nullable ApiMessage alterUserScramCredentials(
            AlterUserScramCredentialsRequest request) {
        var users = new LinkedHashSet<String>();
        request.deletions().forEach(each -> users.add(each.name()));
        request.upsertions().forEach(each -> users.add(each.name()));
        var refused =
                each(
                        List.copyOf(users),
                        user ->
                                new AlterUserScramCredentialsResponse.Result(
                                        user, error, error.message()));
        return refused.isEmpty()
                ? null
                : AlterUserScramCredentialsResponse.builder().results(refused).build();
    }

    private @Nullable ApiMessage createAcls(CreateAclsRequest request) {
        var refused =
                each(
                        request.creations(),
                        creation ->
                                new CreateAclsResponse.AclCreationResult(error, error.message()));
        return refused.isEmpty() ? null : CreateAclsResponse.builder().results(refused).build();
    }

    private @Nullable ApiMessage deleteAcls(DeleteAclsRequest request) {
        var refused =
                each(
                        request.filters(),
                        filter ->
                                DeleteAclsResponse.FilterResult.builder()
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : DeleteAclsResponse.builder().filterResults(refused).build();
    }

    private @Nullable ApiMessage electLeaders(ElectLeadersRequest request) {
        var topics = request.topicPartitions();
        if (topics == null) {
            return null;
        }
        var refused =
                each(
                        topics,
                        topic ->
                                new ElectLeadersResponse.ReplicaElectionResult(
                                        topic.topic(),
                                        each(
                                                topic.partitions(),
                                                partition ->
                                                        ElectLeadersResponse.PartitionResult
                                                                .builder()
                                                                .partitionId(partition)
                                                                .errorCode(error)
                                                                .build())));
        return refused.isEmpty()
                ? null
                : ElectLeadersResponse.builder().replicaElectionResults(refused).build();
    }

    private @Nullable ApiMessage metadata(MetadataRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                MetadataResponse.Topic.builder()
                                        .name(topic.name())
                                        .topicId(topic.topicId())
                                        .errorCode(error)
                                        .build());
        return refused.isEmpty() ? null : MetadataResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage findCoordinator(FindCoordinatorRequest request) {
        var refused =
                each(
                        request.coordinatorKeys(),
                        key ->
                                FindCoordinatorResponse.Coordinator.builder()
                                        .key(key)
                                        .nodeId(-1)
                                        .port(-1)
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : FindCoordinatorResponse.builder().coordinators(refused).build();
    }

    private @Nullable ApiMessage describeConsumerGroups(ConsumerGroupDescribeRequest request) {
        var refused =
                each(
                        request.groupIds(),
                        group ->
                                ConsumerGroupDescribeResponse.DescribedGroup.builder()
                                        .groupId(group)
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : ConsumerGroupDescribeResponse.builder().groups(refused).build();
    }

    private @Nullable ApiMessage describeStreamsGroups(StreamsGroupDescribeRequest request) {
        var refused =
                each(
                        request.groupIds(),
                        group ->
                                StreamsGroupDescribeResponse.DescribedGroup.builder()
                                        .groupId(group)
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : StreamsGroupDescribeResponse.builder().groups(refused).build();
    }

    private @Nullable ApiMessage describeGroups(DescribeGroupsRequest request) {
        var refused =
                each(
                        request.groups(),
                        group ->
                                DescribeGroupsResponse.DescribedGroup.builder()
                                        .groupId(group)
                                        .errorCode(error)
                                        .build());
        return refused.isEmpty() ? null : DescribeGroupsResponse.builder().groups(refused).build();
    }

    private @Nullable ApiMessage createTopics(CreateTopicsRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                CreateTopicsResponse.CreatableTopicResult.builder()
                                        .name(topic.name())
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty() ? null : CreateTopicsResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage describeConfigs(DescribeConfigsRequest request) {
        var refused =
                each(
                        request.resources(),
                        resource ->
                                DescribeConfigsResponse.Result.builder()
                                        .resourceType(resource.resourceType())
                                        .resourceName(resource.resourceName())
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : DescribeConfigsResponse.builder().results(refused).build();
    }

    private @Nullable ApiMessage createPartitions(CreatePartitionsRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                CreatePartitionsResponse.TopicResult.builder()
                                        .name(topic.name())
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : CreatePartitionsResponse.builder().results(refused).build();
    }

    private @Nullable ApiMessage deleteGroups(DeleteGroupsRequest request) {
        var refused =
                each(
                        request.groupsNames(),
                        group ->
                                DeleteGroupsResponse.DeletableGroupResult.builder()
                                        .groupId(group)
                                        .errorCode(error)
                                        .build());
        return refused.isEmpty() ? null : DeleteGroupsResponse.builder().results(refused).build();
    }

    private @Nullable ApiMessage incrementalAlterConfigs(IncrementalAlterConfigsRequest request) {
        var refused =
                each(
                        request.resources(),
                        resource ->
                                IncrementalAlterConfigsResponse.AlterConfigsResourceResponse
                                        .builder()
                                        .resourceType(resource.resourceType())
                                        .resourceName(resource.resourceName())
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : IncrementalAlterConfigsResponse.builder().responses(refused).build();
    }

    private @Nullable ApiMessage describeTransactions(DescribeTransactionsRequest request) {
        var refused =
                each(
                        request.transactionalIds(),
                        id ->
                                DescribeTransactionsResponse.TransactionState.builder()
                                        .transactionalId(id)
                                        .errorCode(error)
                                        .build());
        return refused.isEmpty()
                ? null
                : DescribeTransactionsResponse.builder().transactionStates(refused).build();
    }

    private @Nullable ApiMessage describeTopicPartitions(DescribeTopicPartitionsRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                DescribeTopicPartitionsResponse.Topic.builder()
                                        .name(topic.name())
                                        .errorCode(error)
                                        .build());
        return refused.isEmpty()
                ? null
                : DescribeTopicPartitionsResponse.builder().topics(refused).build();
    }

    private @Nullable ApiMessage deleteTopics(DeleteTopicsRequest request) {
        var byName =
                each(
                        request.topicNames(),
                        name ->
                                DeleteTopicsResponse.DeletableTopicResult.builder()
                                        .name(name)
                                        .errorCode(error)
                                        .build());
        var byState =
                each(
                        request.topics(),
                        topic ->
                                DeleteTopicsResponse.DeletableTopicResult.builder()
                                        .name(topic.name())
                                        .topicId(topic.topicId())
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        var refused = byState.isEmpty() ? byName : byState;
        return refused.isEmpty() ? null : DeleteTopicsResponse.builder().responses(refused).build();
    }

    private static <T, R> List<R> each(@Nullable List<T> elements, Function<T, R> refused) {
        return elements == null ? List.of() : elements.stream().map(refused).toList();
    }
}
