package io.leat.clients.admin;

import io.leat.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.leat.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.ElectionType;
import io.leat.common.GroupState;
import io.leat.common.KafkaFuture;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.Node;
import io.leat.common.TopicCollection;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.Uuid;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An admin client for tests, without any broker: topics, their settings and offsets are kept in
 * this object, and its futures are done when they are returned. Safe from any thread.
 *
 * <pre>{@code
 * MockAdminClient admin = new MockAdminClient();
 * admin.createTopics(List.of(new NewTopic("clicks", 3, (short) 1)));
 * admin.updateEndOffsets(Map.of(new TopicPartition("clicks", 0), 7L));
 * }</pre>
 *
 * <p>Calls about members of groups, transactions, replicas and the quorum need a broker: they throw
 * {@link UnsupportedOperationException}.
 */
public class MockAdminClient extends AdminClient {

    private static final String CLUSTER_ID = "mock-cluster";

    private final List<Node> brokers;
    private final MockTopics topics;
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> groups =
            new LinkedHashMap<>();
    private Node controller;
    private int timeouts;
    private Uuid clientInstanceId;

    /** With one broker, which is the controller. */
    public MockAdminClient() {
        this(List.of(new Node(0, "localhost", 9092)), new Node(0, "localhost", 9092));
    }

    public MockAdminClient(List<Node> brokers, Node controller) {
        this.brokers = List.copyOf(brokers);
        this.topics = new MockTopics(this.brokers);
        this.controller = controller;
    }

    /** Makes another broker the controller. */
    public synchronized void controller(Node newController) {
        controller = newController;
    }

    /** Puts a topic there as it is. */
    public synchronized void addTopic(
            boolean internal,
            String name,
            List<TopicPartitionInfo> partitions,
            Map<String, String> configs) {
        topics.add(name, internal, partitions, configs == null ? Map.of() : configs);
    }

    /** The next {@code numberOfRequest} calls time out. */
    public synchronized void timeoutNextRequest(int numberOfRequest) {
        timeouts = numberOfRequest;
    }

    public synchronized void updateBeginningOffsets(Map<TopicPartition, Long> newOffsets) {
        beginnings.putAll(newOffsets);
    }

    public synchronized void updateEndOffsets(Map<TopicPartition, Long> newOffsets) {
        ends.putAll(newOffsets);
    }

    /** Sets committed offsets of a group, which exists from then on. */
    public synchronized void updateConsumerGroupOffsets(
            String groupId, Map<TopicPartition, Long> newOffsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = group(groupId);
        newOffsets.forEach(
                (partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
    }

    private Map<TopicPartition, OffsetAndMetadata> group(String groupId) {
        return groups.computeIfAbsent(groupId, id -> new LinkedHashMap<>());
    }

    @Override
    public void close(Duration timeout) {}

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    /** Nothing is pushed. */
    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {}

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {}

    /** What {@link #clientInstanceId} is to say. */
    public synchronized void setClientInstanceId(Uuid id) {
        clientInstanceId = id;
    }

    @Override
    public synchronized Uuid clientInstanceId(Duration timeout) {
        if (clientInstanceId == null) {
            throw new UnsupportedOperationException("no client instance id was set");
        }
        return clientInstanceId;
    }

    /** What {@code action} returns or throws; or a timeout, when one was asked for. */
    private synchronized <T> KafkaFuture<T> done(Supplier<T> action) {
        if (timeouts > 0) {
            timeouts--;
            return KafkaFuture.of(
                    CompletableFuture.failedFuture(
                            new TimeoutException("a timeout was asked for")));
        }
        try {
            return KafkaFuture.completedFuture(action.get());
        } catch (RuntimeException e) {
            return KafkaFuture.of(CompletableFuture.failedFuture(e));
        }
    }

    private <K, V> Map<K, KafkaFuture<V>> each(Collection<K> keys, Function<K, V> action) {
        Map<K, KafkaFuture<V>> futures = new HashMap<>();
        keys.forEach(key -> futures.put(key, done(() -> action.apply(key))));
        return futures;
    }

    @Override
    public CreateTopicsResult createTopics(
            Collection<NewTopic> newTopics, CreateTopicsOptions options) {
        Map<String, KafkaFuture<TopicMetadataAndConfig>> futures = new HashMap<>();
        for (NewTopic topic : newTopics) {
            futures.put(
                    topic.name(), done(() -> topics.create(topic, options.shouldValidateOnly())));
        }
        return new CreateTopicsResult(futures);
    }

    @Override
    public DeleteTopicsResult deleteTopics(TopicCollection which, DeleteTopicsOptions options) {
        if (which instanceof TopicCollection.TopicIdCollection ids) {
            return new DeleteTopicsResult(each(ids.topicIds(), topics::deleteById), null);
        }
        Collection<String> names = ((TopicCollection.TopicNameCollection) which).topicNames();
        return new DeleteTopicsResult(null, each(names, topics::delete));
    }

    @Override
    public ListTopicsResult listTopics(ListTopicsOptions options) {
        return new ListTopicsResult(done(() -> topics.list(options.shouldListInternal())));
    }

    @Override
    public DescribeTopicsResult describeTopics(
            TopicCollection which, DescribeTopicsOptions options) {
        if (which instanceof TopicCollection.TopicIdCollection ids) {
            return new DescribeTopicsResult(each(ids.topicIds(), topics::describeById), null);
        }
        Collection<String> names = ((TopicCollection.TopicNameCollection) which).topicNames();
        return new DescribeTopicsResult(null, each(names, topics::describe));
    }

    @Override
    public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
        return new DescribeClusterResult(
                done(
                        () ->
                                new DescribeClusterResult.Description(
                                        brokers, controller, CLUSTER_ID, null)));
    }

    @Override
    public DescribeConfigsResult describeConfigs(
            Collection<ConfigResource> resources, DescribeConfigsOptions options) {
        return new DescribeConfigsResult(each(resources, topics::configOf));
    }

    @Override
    public ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> types, ListConfigResourcesOptions options) {
        throw needsABroker("listConfigResources");
    }

    @Override
    public AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
        return new AlterConfigsResult(
                each(
                        configs.keySet(),
                        resource -> {
                            topics.alter(resource, configs.get(resource));
                            return null;
                        }));
    }

    @Override
    public CreatePartitionsResult createPartitions(
            Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
        return new CreatePartitionsResult(
                each(
                        newPartitions.keySet(),
                        topic -> topics.grow(topic, newPartitions.get(topic).totalCount())));
    }

    @Override
    public DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
        return new DeleteRecordsResult(
                each(
                        recordsToDelete.keySet(),
                        partition -> {
                            topics.check(partition);
                            long before = recordsToDelete.get(partition).beforeOffset();
                            long low = before < 0 ? ends.getOrDefault(partition, 0L) : before;
                            beginnings.put(partition, low);
                            return new DeletedRecords(low);
                        }));
    }

    @Override
    public ListOffsetsResult listOffsets(
            Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
        return new ListOffsetsResult(
                each(
                        topicPartitionOffsets.keySet(),
                        partition -> offset(partition, topicPartitionOffsets.get(partition))));
    }

    private ListOffsetsResultInfo offset(TopicPartition partition, OffsetSpec spec) {
        if (spec.timestamp() != -1 && spec.timestamp() != -2) {
            throw new UnsupportedOperationException("Records have no timestamps here");
        }
        Map<TopicPartition, Long> offsets = spec.timestamp() == -1 ? ends : beginnings;
        if (!offsets.containsKey(partition)) {
            throw new UnknownTopicOrPartitionException("No offset was set of " + partition);
        }
        return new ListOffsetsResultInfo(offsets.get(partition), -1, Optional.empty());
    }

    @Override
    public ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options) {
        return new ListConsumerGroupsResult(
                done(
                        () -> {
                            List<ConsumerGroupListing> found = new ArrayList<>();
                            for (String group : groups.keySet()) {
                                found.add(
                                        new ConsumerGroupListing(
                                                group, Optional.of(GroupState.EMPTY), true));
                            }
                            return new Listed<>(found, List.of());
                        }));
    }

    @Override
    public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
            ListConsumerGroupOffsetsOptions options) {
        return new ListConsumerGroupOffsetsResult(
                each(
                        groupSpecs.keySet(),
                        group -> {
                            Collection<TopicPartition> asked =
                                    groupSpecs.get(group).topicPartitions();
                            Map<TopicPartition, OffsetAndMetadata> offsets =
                                    groups.getOrDefault(group, Map.of());
                            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(offsets);
                            if (asked != null) {
                                found.keySet().retainAll(asked);
                                asked.forEach(partition -> found.putIfAbsent(partition, null));
                            }
                            return found;
                        }));
    }

    @Override
    public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            AlterConsumerGroupOffsetsOptions options) {
        return new AlterConsumerGroupOffsetsResult(
                each(
                        offsets.keySet(),
                        partition -> {
                            group(groupId).put(partition, offsets.get(partition));
                            return null;
                        }));
    }

    @Override
    public DeleteConsumerGroupsResult deleteConsumerGroups(
            Collection<String> groupIds, DeleteConsumerGroupsOptions options) {
        return new DeleteConsumerGroupsResult(
                each(
                        groupIds,
                        group -> {
                            if (groups.remove(group) == null) {
                                throw new GroupIdNotFoundException("No group is called " + group);
                            }
                            return null;
                        }));
    }

    @Override
    public DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId,
            Set<TopicPartition> partitions,
            DeleteConsumerGroupOffsetsOptions options) {
        return new DeleteConsumerGroupOffsetsResult(
                each(
                        partitions,
                        partition -> {
                            group(groupId).remove(partition);
                            return null;
                        }));
    }

    @Override
    public CreateAclsResult createAcls(Collection<AclBinding> bindings, CreateAclsOptions options) {
        throw needsABroker("createAcls");
    }

    @Override
    public DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options) {
        throw needsABroker("describeAcls");
    }

    @Override
    public DeleteAclsResult deleteAcls(
            Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
        throw needsABroker("deleteAcls");
    }

    @Override
    public DescribeClientQuotasResult describeClientQuotas(
            ClientQuotaFilter filter, DescribeClientQuotasOptions options) {
        throw needsABroker("describeClientQuotas");
    }

    @Override
    public AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options) {
        throw needsABroker("alterClientQuotas");
    }

    @Override
    public AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations,
            AlterUserScramCredentialsOptions options) {
        throw needsABroker("alterUserScramCredentials");
    }

    @Override
    public DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> names, DescribeUserScramCredentialsOptions options) {
        throw needsABroker("describeUserScramCredentials");
    }

    private static UnsupportedOperationException needsABroker(String call) {
        return new UnsupportedOperationException(
                call + " needs a broker: use one in the same process, as tests of Leat do");
    }

    @Override
    public DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> groupIds, DescribeConsumerGroupsOptions options) {
        throw needsABroker("describeConsumerGroups");
    }

    @Override
    public ListGroupsResult listGroups(ListGroupsOptions options) {
        throw needsABroker("listGroups");
    }

    @Override
    public RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String groupId, RemoveMembersFromConsumerGroupOptions options) {
        throw needsABroker("removeMembersFromConsumerGroup");
    }

    @Override
    public DescribeShareGroupsResult describeShareGroups(
            Collection<String> groupIds, DescribeShareGroupsOptions options) {
        throw needsABroker("describeShareGroups");
    }

    @Override
    public ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs,
            ListShareGroupOffsetsOptions options) {
        throw needsABroker("listShareGroupOffsets");
    }

    @Override
    public AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId,
            Map<TopicPartition, Long> offsets,
            AlterShareGroupOffsetsOptions options) {
        throw needsABroker("alterShareGroupOffsets");
    }

    @Override
    public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
        throw needsABroker("deleteShareGroupOffsets");
    }

    @Override
    public DeleteShareGroupsResult deleteShareGroups(
            Collection<String> groupIds, DeleteShareGroupsOptions options) {
        throw needsABroker("deleteShareGroups");
    }

    @Override
    public DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
        throw needsABroker("describeStreamsGroups");
    }

    @Override
    public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs,
            ListStreamsGroupOffsetsOptions options) {
        throw needsABroker("listStreamsGroupOffsets");
    }

    @Override
    public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            AlterStreamsGroupOffsetsOptions options) {
        throw needsABroker("alterStreamsGroupOffsets");
    }

    @Override
    public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId,
            Set<TopicPartition> partitions,
            DeleteStreamsGroupOffsetsOptions options) {
        throw needsABroker("deleteStreamsGroupOffsets");
    }

    @Override
    public DeleteStreamsGroupsResult deleteStreamsGroups(
            Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
        throw needsABroker("deleteStreamsGroups");
    }

    @Override
    public DescribeProducersResult describeProducers(
            Collection<TopicPartition> partitions, DescribeProducersOptions options) {
        throw needsABroker("describeProducers");
    }

    @Override
    public DescribeTransactionsResult describeTransactions(
            Collection<String> transactionalIds, DescribeTransactionsOptions options) {
        throw needsABroker("describeTransactions");
    }

    @Override
    public AbortTransactionResult abortTransaction(
            AbortTransactionSpec spec, AbortTransactionOptions options) {
        throw needsABroker("abortTransaction");
    }

    @Override
    public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
        throw needsABroker("listTransactions");
    }

    @Override
    public FenceProducersResult fenceProducers(
            Collection<String> transactionalIds, FenceProducersOptions options) {
        throw needsABroker("fenceProducers");
    }

    @Override
    public TerminateTransactionResult forceTerminateTransaction(
            String transactionalId, TerminateTransactionOptions options) {
        throw needsABroker("forceTerminateTransaction");
    }

    @Override
    public ElectLeadersResult electLeaders(
            ElectionType electionType,
            Set<TopicPartition> partitions,
            ElectLeadersOptions options) {
        throw needsABroker("electLeaders");
    }

    @Override
    public AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options) {
        throw needsABroker("alterPartitionReassignments");
    }

    @Override
    public ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
        throw needsABroker("listPartitionReassignments");
    }

    @Override
    public DescribeMetadataQuorumResult describeMetadataQuorum(
            DescribeMetadataQuorumOptions options) {
        throw needsABroker("describeMetadataQuorum");
    }

    @Override
    public AddRaftVoterResult addRaftVoter(
            int voterId,
            Uuid voterDirectoryId,
            Set<RaftVoterEndpoint> endpoints,
            AddRaftVoterOptions options) {
        throw needsABroker("addRaftVoter");
    }

    @Override
    public RemoveRaftVoterResult removeRaftVoter(
            int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options) {
        throw needsABroker("removeRaftVoter");
    }

    @Override
    public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
        throw needsABroker("describeFeatures");
    }

    @Override
    public UpdateFeaturesResult updateFeatures(
            Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
        throw needsABroker("updateFeatures");
    }

    @Override
    public UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options) {
        throw needsABroker("unregisterBroker");
    }

    @Override
    public DescribeLogDirsResult describeLogDirs(
            Collection<Integer> brokers, DescribeLogDirsOptions options) {
        throw needsABroker("describeLogDirs");
    }

    @Override
    public DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> which, DescribeReplicaLogDirsOptions options) {
        throw needsABroker("describeReplicaLogDirs");
    }

    @Override
    public AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment,
            AlterReplicaLogDirsOptions options) {
        throw needsABroker("alterReplicaLogDirs");
    }
}
