package io.leat.clients.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.clients.admin.FeatureUpdate.UpgradeType;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.ElectionType;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.Uuid;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.BrokerIdNotRegisteredException;
import io.leat.common.errors.ElectionNotNeededException;
import io.leat.common.errors.InvalidReplicaAssignmentException;
import io.leat.common.errors.InvalidUpdateVersionException;
import io.leat.common.errors.LogDirNotFoundException;
import io.leat.common.errors.NoReassignmentInProgressException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.common.errors.VoterNotFoundException;
import io.leat.common.serialization.StringSerializer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What the admin client does with nodes and replicas, against Apache Kafka and against Leat. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
final class ClusterAdminTest {

    private static final String TOPIC = "cluster-admin";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private static Admin admin;
    @Parameter Server server;

    @BeforeParameterizedClassInvocation
    static void start(Server server) throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()));
        get(admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all());
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", server.bootstrap(),
                        "key.serializer", StringSerializer.class.getName(),
                        "value.serializer", StringSerializer.class.getName());
        try (LeatProducer<String, String> producer = new LeatProducer<>(settings)) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "k", "v")).get();
        }
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        admin.close();
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <X extends Throwable> X failure(Class<X> type, KafkaFuture<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(type, e.getCause());
    }

    @Test
    void shouldDescribeTheQuorum() throws Exception {
        QuorumInfo quorum = get(admin.describeMetadataQuorum().quorumInfo());
        assertEquals(1, quorum.leaderId());
        assertTrue(quorum.leaderEpoch() > 0);
        assertTrue(quorum.highWatermark() > 0);
        assertEquals(1, quorum.voters().size());
        assertEquals(1, quorum.voters().get(0).replicaId());
        assertEquals(List.of(), quorum.observers());
        assertEquals(Set.of(1), quorum.nodes().keySet());
    }

    @Test
    void shouldRefuseToRemoveWhoDoesNotVote() {
        KafkaFuture<Void> removed = admin.removeRaftVoter(99, new Uuid(1, 2)).all();
        if (server.apacheKafka()) {
            failure(UnsupportedVersionException.class, removed); // its voters are static
        } else {
            failure(VoterNotFoundException.class, removed);
        }
    }

    @Test
    void shouldSayThatNoElectionIsNeeded() throws Exception {
        ElectLeadersResult result = admin.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION));
        Optional<Throwable> outcome = get(result.partitions()).get(PARTITION);
        assertInstanceOf(ElectionNotNeededException.class, outcome.orElseThrow());
        failure(ElectionNotNeededException.class, result.all());
        assertEquals(Map.of(), get(admin.electLeaders(ElectionType.UNCLEAN, null).partitions()));
        failure(
                UnknownTopicOrPartitionException.class,
                admin.electLeaders(ElectionType.PREFERRED, Set.of(new TopicPartition("no", 0)))
                        .all());
    }

    @Test
    void shouldReassignOrSayWhyNot() throws Exception {
        get(
                admin.alterPartitionReassignments(
                                Map.of(
                                        PARTITION,
                                        Optional.of(new NewPartitionReassignment(List.of(1)))))
                        .all());
        assertEquals(Map.of(), get(admin.listPartitionReassignments().reassignments()));
        assertEquals(
                Map.of(), get(admin.listPartitionReassignments(Set.of(PARTITION)).reassignments()));
        TopicPartition other = new TopicPartition(TOPIC, 1);
        var refused =
                admin.alterPartitionReassignments(
                        Map.of(
                                PARTITION,
                                Optional.of(new NewPartitionReassignment(List.of(1, 99))),
                                other,
                                Optional.empty()));
        failure(InvalidReplicaAssignmentException.class, refused.values().get(PARTITION));
        failure(NoReassignmentInProgressException.class, refused.values().get(other));
        assertThrows(IllegalArgumentException.class, () -> new NewPartitionReassignment(List.of()));
    }

    @Test
    void shouldDescribeAndCheckFeatures() throws Exception {
        FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
        assertTrue(features.finalizedFeaturesEpoch().orElseThrow() >= 0);
        assertEquals(30, features.supportedFeatures().get("metadata.version").maxVersion());
        assertEquals(30, features.finalizedFeatures().get("metadata.version").maxVersionLevel());
        assertEquals(
                features.supportedFeatures(),
                get(admin.describeFeatures(new DescribeFeaturesOptions().nodeId(1))
                                .featureMetadata())
                        .supportedFeatures());
        UpdateFeaturesOptions dry = new UpdateFeaturesOptions().validateOnly(true);
        Map<String, FeatureUpdate> down =
                Map.of(
                        "transaction.version",
                        new FeatureUpdate((short) 1, UpgradeType.SAFE_DOWNGRADE));
        get(admin.updateFeatures(down, dry).all());
        Map<String, FeatureUpdate> unknown =
                Map.of("no.such.feature", new FeatureUpdate((short) 1, UpgradeType.UPGRADE));
        failure(InvalidUpdateVersionException.class, admin.updateFeatures(unknown).all());
        assertEquals(
                features.finalizedFeatures(),
                get(admin.describeFeatures().featureMetadata()).finalizedFeatures());
    }

    @Test
    void shouldRefuseToForgetABrokerThatIsNone() {
        failure(BrokerIdNotRegisteredException.class, admin.unregisterBroker(99).all());
    }

    @Test
    void shouldTellWhereReplicasAre() throws Exception {
        Map<String, LogDirDescription> directories =
                get(admin.describeLogDirs(List.of(1)).allDescriptions()).get(1);
        assertEquals(1, directories.size());
        String path = directories.keySet().iterator().next();
        LogDirDescription directory = directories.get(path);
        assertNull(directory.error());
        assertTrue(directory.replicaInfos().get(PARTITION).size() > 60, directory.toString());
        assertTrue(directory.totalBytes().orElseThrow() > 0);
        assertTrue(directory.usableBytes().orElseThrow() > 0);
        TopicPartitionReplica replica = new TopicPartitionReplica(TOPIC, 0, 1);
        TopicPartitionReplica missing = new TopicPartitionReplica(TOPIC, 7, 1);
        var found = get(admin.describeReplicaLogDirs(List.of(replica, missing)).all());
        assertEquals(path, found.get(replica).getCurrentReplicaLogDir());
        assertEquals(0, found.get(replica).getCurrentReplicaOffsetLag());
        assertNull(found.get(missing).getCurrentReplicaLogDir());
        get(admin.alterReplicaLogDirs(Map.of(replica, path)).all());
        failure(
                LogDirNotFoundException.class,
                admin.alterReplicaLogDirs(Map.of(replica, "/no/such/directory")).all());
    }

    @Test
    void shouldChangeWhatABrokerMayUseForReplication() throws Exception {
        String rate = "leader.replication.throttled.rate";
        ConfigResource one = new ConfigResource(ConfigResource.Type.BROKER, "1");
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        set(one, rate, "1000", AlterConfigOp.OpType.SET);
        set(all, rate, "2000", AlterConfigOp.OpType.SET);
        await().until(() -> "2000".equals(value(all, rate)));
        ConfigEntry own = entry(one, rate);
        assertEquals("1000", own.value());
        assertEquals(ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG, own.source());
        assertFalse(own.isReadOnly());
        set(one, rate, null, AlterConfigOp.OpType.DELETE);
        await().until(() -> "2000".equals(value(one, rate)));
        set(all, rate, null, AlterConfigOp.OpType.DELETE);
        await().until(() -> value(all, rate) == null);
    }

    private static String value(ConfigResource resource, String name) throws Exception {
        ConfigEntry entry = entry(resource, name);
        return entry == null ? null : entry.value();
    }

    private static void set(
            ConfigResource resource, String name, String value, AlterConfigOp.OpType type)
            throws Exception {
        List<AlterConfigOp> change = List.of(new AlterConfigOp(new ConfigEntry(name, value), type));
        get(admin.incrementalAlterConfigs(Map.of(resource, change)).all());
    }

    private static ConfigEntry entry(ConfigResource resource, String name) throws Exception {
        return get(admin.describeConfigs(List.of(resource)).all()).get(resource).get(name);
    }
}
