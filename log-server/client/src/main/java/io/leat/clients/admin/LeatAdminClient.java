package io.leat.clients.admin;

import io.leat.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClientPorts;
import io.leat.clients.network.ClientSettings;
import io.leat.common.ElectionType;
import io.leat.common.KafkaFuture;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicCollection;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.Uuid;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.config.ConfigException;
import io.leat.common.config.ConfigResource;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaFilter;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The admin client: turns calls into requests to the brokers that serve them. Safe from any thread;
 * its loop does the calls and completes the futures, so what runs on a future must not block.
 */
public class LeatAdminClient extends GroupAdminClient {

    private static final Duration LONGEST_CLOSE = Duration.ofDays(365);

    /** What closing connections may take on top of the timeout. */
    private static final long CLOSE_GRACE_MS = 1_000;

    private static final int MAX_IN_FLIGHT = 100;

    private final ClientIo io;
    private final Runnable closePorts;
    private final Threads threads;
    private final TopicCalls topics;
    private final TopicDescriptions descriptions;
    private final ClusterCalls cluster;
    private final OffsetCalls offsets;
    private final TransactionCalls transactions;
    private final ReplicaCalls replicas;
    private final QuorumCalls quorum;
    private final AclCalls acls;
    private final ScramCalls users;
    private final QuotaCalls quotas;
    private final FeatureCalls features;
    private final LogDirCalls logDirs;
    private boolean closed;

    /** A client on {@code ports}; {@code closePorts} runs when it is closed. */
    LeatAdminClient(AdminClientConfig config, Ports ports, Runnable closePorts) {
        this(
                config,
                new ClientIo(settings(config, clientId(config, ports)), ports),
                ports.threads(),
                closePorts);
    }

    private LeatAdminClient(
            AdminClientConfig config, ClientIo io, Threads threads, Runnable closePorts) {
        super(
                new Attempts(
                        io,
                        config.apiTimeoutMs(),
                        config.getInt(AdminClientConfig.RETRIES_CONFIG)));
        this.io = io;
        this.closePorts = closePorts;
        this.threads = threads;
        Attempts attempts = attempts();
        this.topics = new TopicCalls(attempts);
        this.descriptions = new TopicDescriptions(attempts);
        this.cluster = new ClusterCalls(attempts);
        this.offsets = new OffsetCalls(attempts);
        this.transactions = new TransactionCalls(attempts);
        this.replicas = new ReplicaCalls(attempts);
        this.quorum = new QuorumCalls(attempts);
        this.acls = new AclCalls(attempts);
        this.users = new ScramCalls(attempts);
        this.quotas = new QuotaCalls(attempts);
        this.features = new FeatureCalls(attempts);
        this.logDirs = new LogDirCalls(attempts);
        if (config.getBoolean(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG)) {
            io.pushMetrics(this::metrics);
        }
        config.logUnknown();
    }

    private static String clientId(AdminClientConfig config, Ports ports) {
        String given = config.getString(AdminClientConfig.CLIENT_ID_CONFIG);
        return given.isEmpty()
                ? "adminclient-" + Long.toString(ports.entropy().nextLong() >>> 1, 36)
                : given;
    }

    private static ClientSettings settings(AdminClientConfig config, String clientId) {
        boolean controllers =
                !config.getList(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG).isEmpty();
        boolean brokers = !config.getList(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG).isEmpty();
        if (controllers && brokers) {
            throw new ConfigException(
                    "bootstrap.controllers and bootstrap.servers are both set: keep one");
        }
        return controllers
                ? ClientSettings.ofControllers(config, clientId, MAX_IN_FLIGHT)
                : ClientSettings.of(config, clientId, MAX_IN_FLIGHT, false);
    }

    /** On the ports of somebody else, for simulations and for embedding; they stay open. */
    public static LeatAdminClient on(Ports ports, Map<String, Object> configs) {
        return new LeatAdminClient(new AdminClientConfig(configs), ports, () -> {});
    }

    /** A client on the real network and clock. */
    static LeatAdminClient open(AdminClientConfig config) {
        ClientPorts ports = ClientPorts.open("admin");
        try {
            return new LeatAdminClient(config, ports.ports(), ports::close);
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    /** Waits for calls on their way; after {@code timeout} they fail. New calls fail at once. */
    @Override
    public void close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        long waitMs =
                timeout.compareTo(LONGEST_CLOSE) > 0
                        ? LONGEST_CLOSE.toMillis()
                        : timeout.toMillis();
        boolean onLoop = io.loop().inLoop();
        CompletableFuture<?> done =
                attempts().close(onLoop ? 0 : waitMs).thenCompose(nothing -> io.close());
        if (onLoop) {
            // A callback closes its own client: nobody could complete what it would wait for.
            done.whenComplete((nothing, failure) -> closePorts.run());
            return;
        }
        Threads.Signal ended = threads.signal();
        done.whenComplete((nothing, failure) -> ended.raise());
        try {
            ended.await(waitMs + CLOSE_GRACE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closePorts.run();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return io.instanceId(timeout);
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        io.push(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        io.pushNoMore(metric);
    }

    @Override
    public CreateTopicsResult createTopics(
            Collection<NewTopic> newTopics, CreateTopicsOptions options) {
        Map<String, KafkaFuture<TopicMetadataAndConfig>> futures = new HashMap<>();
        newTopics.forEach(topic -> futures.put(topic.name(), topics.create(topic, options)));
        return new CreateTopicsResult(futures);
    }

    @Override
    public DeleteTopicsResult deleteTopics(TopicCollection which, DeleteTopicsOptions options) {
        if (which instanceof TopicCollection.TopicIdCollection ids) {
            return new DeleteTopicsResult(
                    each(ids.topicIds(), id -> topics.delete(null, id, options)), null);
        }
        return new DeleteTopicsResult(
                null, each(names(which), name -> topics.delete(name, null, options)));
    }

    private static Collection<String> names(TopicCollection which) {
        return ((TopicCollection.TopicNameCollection) which).topicNames();
    }

    @Override
    public ListTopicsResult listTopics(ListTopicsOptions options) {
        return new ListTopicsResult(topics.list(options));
    }

    @Override
    public DescribeTopicsResult describeTopics(
            TopicCollection which, DescribeTopicsOptions options) {
        if (which instanceof TopicCollection.TopicIdCollection ids) {
            Map<Uuid, KafkaFuture<TopicDescription>> byId =
                    each(ids.topicIds(), id -> descriptions.byId(id, options));
            return new DescribeTopicsResult(byId, null);
        }
        return new DescribeTopicsResult(null, descriptions.named(names(which), options));
    }

    @Override
    public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
        return new DescribeClusterResult(cluster.describe(options));
    }

    @Override
    public DescribeConfigsResult describeConfigs(
            Collection<ConfigResource> resources, DescribeConfigsOptions options) {
        return new DescribeConfigsResult(
                each(resources, resource -> cluster.describeConfigs(resource, options)));
    }

    @Override
    public ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> types, ListConfigResourcesOptions options) {
        return new ListConfigResourcesResult(cluster.listConfigResources(types, options));
    }

    @Override
    public AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
        return new AlterConfigsResult(
                each(
                        configs.keySet(),
                        resource ->
                                cluster.alterConfigs(resource, configs.get(resource), options)));
    }

    @Override
    public CreatePartitionsResult createPartitions(
            Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
        return new CreatePartitionsResult(
                each(
                        newPartitions.keySet(),
                        topic -> topics.grow(topic, newPartitions.get(topic), options)));
    }

    @Override
    public DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
        return new DeleteRecordsResult(
                each(
                        recordsToDelete.keySet(),
                        partition ->
                                topics.deleteRecords(
                                        partition, recordsToDelete.get(partition), options)));
    }

    @Override
    public ListOffsetsResult listOffsets(
            Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
        return new ListOffsetsResult(
                each(
                        topicPartitionOffsets.keySet(),
                        partition ->
                                offsets.find(
                                        partition, topicPartitionOffsets.get(partition), options)));
    }

    @Override
    public DescribeProducersResult describeProducers(
            Collection<TopicPartition> partitions, DescribeProducersOptions options) {
        return new DescribeProducersResult(
                each(partitions, partition -> transactions.producers(partition, options)));
    }

    @Override
    public DescribeTransactionsResult describeTransactions(
            Collection<String> transactionalIds, DescribeTransactionsOptions options) {
        return new DescribeTransactionsResult(
                each(transactionalIds, id -> transactions.describe(id, options)));
    }

    @Override
    public AbortTransactionResult abortTransaction(
            AbortTransactionSpec spec, AbortTransactionOptions options) {
        return new AbortTransactionResult(transactions.abort(spec, options));
    }

    @Override
    public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
        var byBroker = transactions.list(options);
        return new ListTransactionsResult(byBroker, attempts().future(Futures.flatten(byBroker)));
    }

    @Override
    public FenceProducersResult fenceProducers(
            Collection<String> transactionalIds, FenceProducersOptions options) {
        return new FenceProducersResult(
                each(transactionalIds, id -> transactions.fence(id, options)));
    }

    @Override
    public TerminateTransactionResult forceTerminateTransaction(
            String transactionalId, TerminateTransactionOptions options) {
        return new TerminateTransactionResult(
                transactions.fence(transactionalId, options).thenApply(fenced -> null));
    }

    @Override
    public ElectLeadersResult electLeaders(
            ElectionType electionType,
            Set<TopicPartition> partitions,
            ElectLeadersOptions options) {
        return new ElectLeadersResult(replicas.elect(electionType, partitions, options));
    }

    @Override
    public AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options) {
        var all = replicas.reassign(reassignments, options);
        return new AlterPartitionReassignmentsResult(
                each(reassignments.keySet(), partition -> replicas.one(all, partition)));
    }

    @Override
    public ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
        return new ListPartitionReassignmentsResult(replicas.list(partitions, options));
    }

    @Override
    public DescribeMetadataQuorumResult describeMetadataQuorum(
            DescribeMetadataQuorumOptions options) {
        return new DescribeMetadataQuorumResult(quorum.describe(options));
    }

    @Override
    public AddRaftVoterResult addRaftVoter(
            int voterId,
            Uuid voterDirectoryId,
            Set<RaftVoterEndpoint> endpoints,
            AddRaftVoterOptions options) {
        return new AddRaftVoterResult(
                quorum.addVoter(voterId, voterDirectoryId, endpoints, options));
    }

    @Override
    public RemoveRaftVoterResult removeRaftVoter(
            int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options) {
        return new RemoveRaftVoterResult(quorum.removeVoter(voterId, voterDirectoryId, options));
    }

    @Override
    public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
        return new DescribeFeaturesResult(features.describe(options));
    }

    @Override
    public UpdateFeaturesResult updateFeatures(
            Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
        if (featureUpdates.isEmpty()) {
            throw new IllegalArgumentException("Name at least one feature to update");
        }
        var all = features.update(featureUpdates, options);
        return new UpdateFeaturesResult(
                each(featureUpdates.keySet(), feature -> features.one(all, feature)));
    }

    @Override
    public UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options) {
        return new UnregisterBrokerResult(quorum.unregister(brokerId, options));
    }

    @Override
    public DescribeLogDirsResult describeLogDirs(
            Collection<Integer> brokers, DescribeLogDirsOptions options) {
        return new DescribeLogDirsResult(
                each(brokers, broker -> logDirs.describe(broker, options)));
    }

    @Override
    public DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> which, DescribeReplicaLogDirsOptions options) {
        return new DescribeReplicaLogDirsResult(logDirs.find(which, options));
    }

    @Override
    public AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment,
            AlterReplicaLogDirsOptions options) {
        return new AlterReplicaLogDirsResult(logDirs.move(replicaAssignment, options));
    }

    @Override
    public CreateAclsResult createAcls(Collection<AclBinding> bindings, CreateAclsOptions options) {
        return new CreateAclsResult(acls.create(bindings, options));
    }

    @Override
    public DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options) {
        return new DescribeAclsResult(acls.describe(filter, options));
    }

    @Override
    public DeleteAclsResult deleteAcls(
            Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
        return new DeleteAclsResult(acls.delete(filters, options));
    }

    @Override
    public DescribeClientQuotasResult describeClientQuotas(
            ClientQuotaFilter filter, DescribeClientQuotasOptions options) {
        return new DescribeClientQuotasResult(quotas.describe(filter, options));
    }

    @Override
    public AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options) {
        return new AlterClientQuotasResult(quotas.alter(entries, options));
    }

    @Override
    public AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations,
            AlterUserScramCredentialsOptions options) {
        return new AlterUserScramCredentialsResult(users.alter(alterations, options));
    }

    @Override
    public DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> names, DescribeUserScramCredentialsOptions options) {
        return new DescribeUserScramCredentialsResult(users.describe(names, options));
    }
}
