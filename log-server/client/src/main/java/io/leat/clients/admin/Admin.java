package io.leat.clients.admin;

import io.leat.common.ElectionType;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicCollection;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.Uuid;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.config.ConfigResource;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaFilter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Looks after a cluster: topics, configurations, groups, offsets and transactions. Safe from any
 * thread; calls return at once, with futures that fail after the timeout of the call's options.
 */
public interface Admin extends GroupAdmin, AutoCloseable {

    /** A client with these settings; see {@link AdminClientConfig}. */
    static Admin create(Properties props) {
        return LeatAdminClient.open(new AdminClientConfig(props));
    }

    /** A client with these settings; see {@link AdminClientConfig}. */
    static Admin create(Map<String, Object> conf) {
        return LeatAdminClient.open(new AdminClientConfig(conf));
    }

    /** Waits for calls under way, then closes. */
    @Override
    default void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    /** Waits at most {@code timeout} for calls under way, then closes. */
    void close(Duration timeout);

    /** The current metrics of this client. */
    Map<MetricName, ? extends Metric> metrics();

    /**
     * What brokers call this client where they keep the metrics it pushes (KIP-714), as soon as one
     * said so; null after {@code timeout}. From any thread.
     *
     * @throws IllegalStateException if enable.metrics.push is false
     */
    Uuid clientInstanceId(Duration timeout);

    /**
     * Pushes {@code metric}, of the application that uses this client, along with the client's own
     * (KIP-1076), under those that have its name. Nothing happens if enable.metrics.push is false.
     * From any thread.
     */
    void registerMetricForSubscription(KafkaMetric metric);

    /** Pushes {@code metric} no longer. */
    void unregisterMetricFromSubscription(KafkaMetric metric);

    /** As {@link #createTopics} with default options. */
    default CreateTopicsResult createTopics(Collection<NewTopic> newTopics) {
        return createTopics(newTopics, new CreateTopicsOptions());
    }

    /** Creates topics. */
    CreateTopicsResult createTopics(Collection<NewTopic> newTopics, CreateTopicsOptions options);

    /** As {@link #deleteTopics} with default options. */
    default DeleteTopicsResult deleteTopics(TopicCollection topics) {
        return deleteTopics(topics, new DeleteTopicsOptions());
    }

    /** Deletes topics, by name or by id. */
    DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options);

    /** As {@link #deleteTopics(TopicCollection)}, by name. */
    default DeleteTopicsResult deleteTopics(Collection<String> topics) {
        return deleteTopics(TopicCollection.ofTopicNames(topics));
    }

    /** As {@link #deleteTopics(TopicCollection, DeleteTopicsOptions)}, by name. */
    default DeleteTopicsResult deleteTopics(
            Collection<String> topics, DeleteTopicsOptions options) {
        return deleteTopics(TopicCollection.ofTopicNames(topics), options);
    }

    /** As {@link #listTopics} with default options. */
    default ListTopicsResult listTopics() {
        return listTopics(new ListTopicsOptions());
    }

    /** Lists the topics this client may see. */
    ListTopicsResult listTopics(ListTopicsOptions options);

    /** As {@link #describeTopics} with default options. */
    default DescribeTopicsResult describeTopics(TopicCollection topics) {
        return describeTopics(topics, new DescribeTopicsOptions());
    }

    /** Describes topics, by name or by id. */
    DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options);

    /** As {@link #describeTopics(TopicCollection)}, by name. */
    default DescribeTopicsResult describeTopics(Collection<String> topics) {
        return describeTopics(TopicCollection.ofTopicNames(topics));
    }

    /** As {@link #describeTopics(TopicCollection, DescribeTopicsOptions)}, by name. */
    default DescribeTopicsResult describeTopics(
            Collection<String> topics, DescribeTopicsOptions options) {
        return describeTopics(TopicCollection.ofTopicNames(topics), options);
    }

    /** As {@link #describeCluster} with default options. */
    default DescribeClusterResult describeCluster() {
        return describeCluster(new DescribeClusterOptions());
    }

    /** Describes the nodes of the cluster. */
    DescribeClusterResult describeCluster(DescribeClusterOptions options);

    /** As {@link #describeConfigs} with default options. */
    default DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources) {
        return describeConfigs(resources, new DescribeConfigsOptions());
    }

    /** Reads configurations of topics, brokers or groups. */
    DescribeConfigsResult describeConfigs(
            Collection<ConfigResource> resources, DescribeConfigsOptions options);

    /** What configurations belong to, of all types; as {@link #describeConfigs} takes them. */
    default ListConfigResourcesResult listConfigResources() {
        return listConfigResources(Set.of(), new ListConfigResourcesOptions());
    }

    /**
     * What configurations belong to, of these types (KIP-1142); of all types if there is none.
     * Brokers before version 4.1 only tell of client metrics.
     */
    ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> types, ListConfigResourcesOptions options);

    /** As {@link #incrementalAlterConfigs} with default options. */
    default AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs) {
        return incrementalAlterConfigs(configs, new AlterConfigsOptions());
    }

    /** Changes single keys of configurations, leaving the others (KIP-339). */
    AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options);

    /** As {@link #createPartitions} with default options. */
    default CreatePartitionsResult createPartitions(Map<String, NewPartitions> newPartitions) {
        return createPartitions(newPartitions, new CreatePartitionsOptions());
    }

    /** Gives topics more partitions. */
    CreatePartitionsResult createPartitions(
            Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options);

    /** As {@link #deleteRecords} with default options. */
    default DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete) {
        return deleteRecords(recordsToDelete, new DeleteRecordsOptions());
    }

    /** Deletes the oldest records of partitions. */
    DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options);

    /** As {@link #listOffsets} with default options. */
    default ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> topicPartitionOffsets) {
        return listOffsets(topicPartitionOffsets, new ListOffsetsOptions());
    }

    /** Finds offsets by time or special meaning. */
    ListOffsetsResult listOffsets(
            Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options);

    /** As {@link #describeProducers} with default options. */
    default DescribeProducersResult describeProducers(Collection<TopicPartition> partitions) {
        return describeProducers(partitions, new DescribeProducersOptions());
    }

    /** Describes the producers that partitions know. */
    DescribeProducersResult describeProducers(
            Collection<TopicPartition> partitions, DescribeProducersOptions options);

    /** As {@link #describeTransactions} with default options. */
    default DescribeTransactionsResult describeTransactions(Collection<String> transactionalIds) {
        return describeTransactions(transactionalIds, new DescribeTransactionsOptions());
    }

    /** Describes transactions. */
    DescribeTransactionsResult describeTransactions(
            Collection<String> transactionalIds, DescribeTransactionsOptions options);

    /** As {@link #abortTransaction} with default options. */
    default AbortTransactionResult abortTransaction(AbortTransactionSpec spec) {
        return abortTransaction(spec, new AbortTransactionOptions());
    }

    /** Aborts a hanging transaction of one partition by writing its marker. */
    AbortTransactionResult abortTransaction(
            AbortTransactionSpec spec, AbortTransactionOptions options);

    /** As {@link #listTransactions} with default options. */
    default ListTransactionsResult listTransactions() {
        return listTransactions(new ListTransactionsOptions());
    }

    /** Lists the transactions of all coordinators. */
    ListTransactionsResult listTransactions(ListTransactionsOptions options);

    /** As {@link #fenceProducers} with default options. */
    default FenceProducersResult fenceProducers(Collection<String> transactionalIds) {
        return fenceProducers(transactionalIds, new FenceProducersOptions());
    }

    /** Fences the producers that use these ids, aborting what they have open. */
    FenceProducersResult fenceProducers(
            Collection<String> transactionalIds, FenceProducersOptions options);

    /** As {@link #forceTerminateTransaction} with default options. */
    default TerminateTransactionResult forceTerminateTransaction(String transactionalId) {
        return forceTerminateTransaction(transactionalId, new TerminateTransactionOptions());
    }

    /** Aborts the transaction that is open under this id (KIP-939). */
    TerminateTransactionResult forceTerminateTransaction(
            String transactionalId, TerminateTransactionOptions options);

    /** As {@link #electLeaders} with default options. */
    default ElectLeadersResult electLeaders(
            ElectionType electionType, Set<TopicPartition> partitions) {
        return electLeaders(electionType, partitions, new ElectLeadersOptions());
    }

    /**
     * Elects leaders: the preferred ones, or any replica for partitions without a leader, which may
     * lose records.
     *
     * @param partitions null means all
     */
    ElectLeadersResult electLeaders(
            ElectionType electionType, Set<TopicPartition> partitions, ElectLeadersOptions options);

    /** As {@link #alterPartitionReassignments} with default options. */
    default AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments) {
        return alterPartitionReassignments(reassignments, new AlterPartitionReassignmentsOptions());
    }

    /**
     * Moves replicas to other brokers (KIP-455); an empty target cancels the move that is under
     * way. Moving takes as long as copying does: see {@link #listPartitionReassignments}.
     */
    AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options);

    /** All partitions whose replicas are moving. */
    default ListPartitionReassignmentsResult listPartitionReassignments() {
        return listPartitionReassignments(new ListPartitionReassignmentsOptions());
    }

    /** As {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}. */
    default ListPartitionReassignmentsResult listPartitionReassignments(
            Set<TopicPartition> partitions) {
        return listPartitionReassignments(partitions, new ListPartitionReassignmentsOptions());
    }

    /** As {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}. */
    default ListPartitionReassignmentsResult listPartitionReassignments(
            Set<TopicPartition> partitions, ListPartitionReassignmentsOptions options) {
        return listPartitionReassignments(Optional.of(partitions), options);
    }

    /** As {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}. */
    default ListPartitionReassignmentsResult listPartitionReassignments(
            ListPartitionReassignmentsOptions options) {
        return listPartitionReassignments(Optional.empty(), options);
    }

    /** Those of {@code partitions}, or of all when empty, whose replicas are moving. */
    ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options);

    /** As {@link #describeMetadataQuorum} with default options. */
    default DescribeMetadataQuorumResult describeMetadataQuorum() {
        return describeMetadataQuorum(new DescribeMetadataQuorumOptions());
    }

    /** Describes the quorum that decides on metadata (KIP-595). */
    DescribeMetadataQuorumResult describeMetadataQuorum(DescribeMetadataQuorumOptions options);

    /** As {@link #addRaftVoter} with default options. */
    default AddRaftVoterResult addRaftVoter(
            int voterId, Uuid voterDirectoryId, Set<RaftVoterEndpoint> endpoints) {
        return addRaftVoter(voterId, voterDirectoryId, endpoints, new AddRaftVoterOptions());
    }

    /** Gives a controller that follows the metadata a vote (KIP-853). */
    AddRaftVoterResult addRaftVoter(
            int voterId,
            Uuid voterDirectoryId,
            Set<RaftVoterEndpoint> endpoints,
            AddRaftVoterOptions options);

    /** As {@link #removeRaftVoter} with default options. */
    default RemoveRaftVoterResult removeRaftVoter(int voterId, Uuid voterDirectoryId) {
        return removeRaftVoter(voterId, voterDirectoryId, new RemoveRaftVoterOptions());
    }

    /** Takes a voter's vote away (KIP-853). */
    RemoveRaftVoterResult removeRaftVoter(
            int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options);

    /** As {@link #describeFeatures} with default options. */
    default DescribeFeaturesResult describeFeatures() {
        return describeFeatures(new DescribeFeaturesOptions());
    }

    /** Describes the levels of features that the cluster works at, and those a node can. */
    DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options);

    /** As {@link #updateFeatures} with default options. */
    default UpdateFeaturesResult updateFeatures(Map<String, FeatureUpdate> featureUpdates) {
        return updateFeatures(featureUpdates, new UpdateFeaturesOptions());
    }

    /** Changes the levels of features: all that are named, or none (KIP-584). */
    UpdateFeaturesResult updateFeatures(
            Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options);

    /** As {@link #unregisterBroker} with default options. */
    default UnregisterBrokerResult unregisterBroker(int brokerId) {
        return unregisterBroker(brokerId, new UnregisterBrokerOptions());
    }

    /** Forgets a broker that will not come back; it should have no replicas any more. */
    UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options);

    /** As {@link #describeLogDirs} with default options. */
    default DescribeLogDirsResult describeLogDirs(Collection<Integer> brokers) {
        return describeLogDirs(brokers, new DescribeLogDirsOptions());
    }

    /** Describes the directories of brokers, with the size of each replica in them. */
    DescribeLogDirsResult describeLogDirs(
            Collection<Integer> brokers, DescribeLogDirsOptions options);

    /** As {@link #describeReplicaLogDirs} with default options. */
    default DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> replicas) {
        return describeReplicaLogDirs(replicas, new DescribeReplicaLogDirsOptions());
    }

    /** Finds the directories that replicas are in. */
    DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options);

    /** As {@link #alterReplicaLogDirs} with default options. */
    default AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment) {
        return alterReplicaLogDirs(replicaAssignment, new AlterReplicaLogDirsOptions());
    }

    /** Moves replicas to other directories of their brokers (KIP-113). */
    AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment,
            AlterReplicaLogDirsOptions options);

    /** As {@link #createAcls} with default options. */
    default CreateAclsResult createAcls(Collection<AclBinding> acls) {
        return createAcls(acls, new CreateAclsOptions());
    }

    /** Adds access control entries; one that is there already is no error. */
    CreateAclsResult createAcls(Collection<AclBinding> acls, CreateAclsOptions options);

    /** As {@link #describeAcls} with default options. */
    default DescribeAclsResult describeAcls(AclBindingFilter filter) {
        return describeAcls(filter, new DescribeAclsOptions());
    }

    /** Lists the access control entries that a filter means. */
    DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options);

    /** As {@link #deleteAcls} with default options. */
    default DeleteAclsResult deleteAcls(Collection<AclBindingFilter> filters) {
        return deleteAcls(filters, new DeleteAclsOptions());
    }

    /** Removes the access control entries that filters mean. */
    DeleteAclsResult deleteAcls(Collection<AclBindingFilter> filters, DeleteAclsOptions options);

    /** As {@link #describeClientQuotas} with default options. */
    default DescribeClientQuotasResult describeClientQuotas(ClientQuotaFilter filter) {
        return describeClientQuotas(filter, new DescribeClientQuotasOptions());
    }

    /** Lists how much clients may take (KIP-546). */
    DescribeClientQuotasResult describeClientQuotas(
            ClientQuotaFilter filter, DescribeClientQuotasOptions options);

    /** As {@link #alterClientQuotas} with default options. */
    default AlterClientQuotasResult alterClientQuotas(Collection<ClientQuotaAlteration> entries) {
        return alterClientQuotas(entries, new AlterClientQuotasOptions());
    }

    /** Sets how much clients may take, or takes limits away; each entity as a whole. */
    AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options);

    /** As {@link #alterUserScramCredentials} with default options. */
    default AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations) {
        return alterUserScramCredentials(alterations, new AlterUserScramCredentialsOptions());
    }

    /** Gives users passwords for SCRAM, or takes them away (KIP-554). */
    AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations,
            AlterUserScramCredentialsOptions options);

    /** All users, with default options. */
    default DescribeUserScramCredentialsResult describeUserScramCredentials() {
        return describeUserScramCredentials(List.of(), new DescribeUserScramCredentialsOptions());
    }

    /** As {@link #describeUserScramCredentials} with default options. */
    default DescribeUserScramCredentialsResult describeUserScramCredentials(List<String> users) {
        return describeUserScramCredentials(users, new DescribeUserScramCredentialsOptions());
    }

    /** Lists how users log in with SCRAM; all users if none is named. */
    DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> users, DescribeUserScramCredentialsOptions options);
}
