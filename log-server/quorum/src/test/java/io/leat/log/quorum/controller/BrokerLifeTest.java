package io.leat.log.quorum.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterPartitionRequest.BrokerState;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest.DirectoryData;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest.PartitionData;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest.TopicData;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.protocol.message.BrokerHeartbeatResponse;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Three brokers, and one partition that prefers broker 1 and needs two replicas in sync. */
class BrokerLifeTest {

    private static final Uuid TOPIC = new Uuid(9, 9);

    private final ModelRules rules = new ModelRules();
    private final BrokerLife life = new BrokerLife(rules);
    private MetadataImage image = MetadataImage.EMPTY;

    private <R> R decide(Decision<R> decision) {
        MetadataDelta delta = new MetadataDelta(image);
        decision.records().forEach(delta::apply);
        image = delta.image(image.offset() + decision.records().size());
        return decision.reply();
    }

    @BeforeEach
    void threeBrokers() {
        for (int id = 1; id <= 3; id++) {
            register(id, id, -1, false);
            beat(id, false);
        }
        CreateTopics topics = new CreateTopics(rules, () -> TOPIC);
        decide(topics.decide(image, ModelRequests.create("t", 1, null)));
        decide(new Reassign(rules).decide(image, ModelRequests.reassign("t", 0, List.of(1, 2, 3))));
        decide(new ElectLeaders(rules).decide(image, ModelRequests.elect("t", 0, false)));
        assertEquals(1, partition().leader());
    }

    private ErrorCode register(int id, int incarnation, long previous, boolean alive) {
        BrokerRegistrationRequest request =
                ModelRequests.register(id, new Uuid(id, incarnation), previous);
        return decide(new RegisterBroker(rules, "c").decide(image, request, any -> alive))
                .errorCode();
    }

    private BrokerHeartbeatResponse beat(int id, boolean stop) {
        return beat(id, image.offset(), stop, true);
    }

    private BrokerHeartbeatResponse beat(int id, long seen, boolean stop, boolean othersKnow) {
        return decide(
                life.heartbeat(
                        image,
                        ModelRequests.heartbeat(id, epoch(id), seen, stop),
                        any -> othersKnow));
    }

    private long epoch(int id) {
        return image.broker(id).epoch();
    }

    private PartitionImage partition() {
        return image.topic(TOPIC).partitions().get(0);
    }

    private void endSession(int id) {
        decide(life.sessionEnded(image, id, epoch(id)));
    }

    private ErrorCode propose(PartitionImage known, BrokerState... isr) {
        AlterPartitionResponse response =
                decide(
                        new AlterPartition(rules)
                                .decide(
                                        image,
                                        ModelRequests.isr(
                                                partition().leader(),
                                                epoch(partition().leader()),
                                                TOPIC,
                                                known,
                                                List.of(isr),
                                                PartitionImage.RECOVERED)));
        return response.topics().get(0).partitions().get(0).errorCode();
    }

    private BrokerState state(int id) {
        return new BrokerState(id, epoch(id));
    }

    @Test
    void shouldGiveANewTopicAMajorityThatMustBeInSync() {
        assertEquals("2", image.configs(ConfigResource.topic("t")).get("min.insync.replicas"));
    }

    @Test
    void shouldMoveTheLeaderAndKeepWhoIsEligible() {
        endSession(1);
        assertEquals(2, partition().leader());
        assertEquals(Set.of(2, 3), Set.copyOf(partition().isr()));
        assertEquals(List.of(), partition().elr());
        endSession(2);
        assertEquals(3, partition().leader());
        assertEquals(List.of(2), partition().elr());
        endSession(3);
        assertEquals(-1, partition().leader());
        assertEquals(List.of(), partition().isr());
        assertEquals(List.of(2, 3), partition().elr());
        beat(2, false);
        assertEquals(2, partition().leader());
        assertEquals(List.of(2), partition().isr());
        assertEquals(List.of(3), partition().elr());
        assertFalse(partition().recovering());
    }

    @Test
    void shouldWaitForTheLastLeaderWhenAllCrashed() {
        endSession(1);
        endSession(2);
        endSession(3);
        register(2, 22, -1, false);
        register(3, 33, -1, false);
        register(1, 11, -1, false);
        beat(1, false);
        beat(2, false);
        assertEquals(-1, partition().leader());
        beat(3, false);
        assertEquals(3, partition().leader());
        assertTrue(partition().recovering());
    }

    /** Thousands of those lead again after a crash: nobody waits for a second change of each. */
    @Test
    void shouldHaveNothingToRecoverFromAnOnlyReplica() {
        decide(new Reassign(rules).decide(image, ModelRequests.reassign("t", 0, List.of(1))));
        set("durability", "replicated");
        assertEquals(List.of(1), partition().replicas());
        int before = partition().leaderEpoch();
        register(1, 11, -1, false);
        assertEquals(-1, partition().leader());
        beat(1, false);
        assertEquals(1, partition().leader());
        assertEquals(List.of(1), partition().isr());
        assertTrue(partition().leaderEpoch() > before);
        assertFalse(partition().recovering());
    }

    private void set(String name, String value) {
        MetadataDelta delta = new MetadataDelta(image);
        delta.apply(
                ConfigRecord.builder()
                        .resourceType(ConfigResource.topic("t").type())
                        .resourceName("t")
                        .name(name)
                        .value(value)
                        .build());
        image = delta.image(image.offset() + 1);
    }

    @Test
    void shouldKeepWhoStoppedInOrderEligible() {
        endSession(1);
        endSession(2);
        register(2, 22, epoch(2), false);
        assertEquals(List.of(2), partition().elr());
        register(2, 23, -1, false);
        assertEquals(List.of(), partition().elr());
    }

    @Test
    void shouldUnfenceOnlyWhoHasSeenItsRegistration() {
        register(2, 22, epoch(2), false);
        assertTrue(beat(2, epoch(2), false, true).isFenced());
        assertFalse(beat(2, epoch(2) + 1, false, true).isFenced());
    }

    @Test
    void shouldMoveLeadersBeforeABrokerStops() {
        assertFalse(beat(1, image.offset(), true, false).shouldShutDown());
        assertEquals(2, partition().leader());
        assertEquals(Set.of(2, 3), Set.copyOf(partition().isr()));
        assertFalse(image.broker(1).fenced());
        assertFalse(beat(1, image.offset(), true, false).shouldShutDown());
        assertTrue(beat(1, image.offset(), true, true).shouldShutDown());
        assertTrue(image.broker(1).fenced());
    }

    @Test
    void shouldLetTheLastBrokerStopWithoutAnyChange() {
        endSession(2);
        endSession(3);
        MetadataImage before = image;
        assertTrue(beat(1, image.offset(), true, false).shouldShutDown());
        assertEquals(before, image);
    }

    private static Stream<Arguments> registrations() {
        return Stream.of(
                Arguments.of(1, 99, true, ErrorCode.DUPLICATE_BROKER_REGISTRATION),
                Arguments.of(1, 99, false, ErrorCode.NONE),
                Arguments.of(1, 1, true, ErrorCode.NONE),
                Arguments.of(4, 4, true, ErrorCode.NONE),
                Arguments.of(-1, 4, true, ErrorCode.INVALID_REGISTRATION));
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void shouldRegisterOnlyOneLivingProcessUnderAnId(
            int id, int incarnation, boolean alive, ErrorCode error) {
        assertEquals(error, register(id, incarnation, -1, alive));
    }

    @Test
    void shouldRefuseABrokerOfAnotherCluster() {
        var request = ModelRequests.register(4, new Uuid(4, 4), -1);
        var decision = new RegisterBroker(rules, "other").decide(image, request, any -> false);
        assertEquals(ErrorCode.INCONSISTENT_CLUSTER_ID, decision.reply().errorCode());
        assertTrue(decision.records().isEmpty());
    }

    @Test
    void shouldAlterAnIsrOnlyFromTheNewestState() {
        PartitionImage old = partition();
        assertEquals(ErrorCode.NONE, propose(old, state(1), state(3)));
        assertEquals(ErrorCode.INVALID_UPDATE_VERSION, propose(old, state(1), state(2), state(3)));
        BrokerState before = new BrokerState(2, epoch(2) - 1);
        assertEquals(ErrorCode.INELIGIBLE_REPLICA, propose(partition(), state(1), before));
        assertEquals(ErrorCode.INVALID_REQUEST, propose(partition(), state(2), state(3)));
        assertEquals(ErrorCode.NONE, propose(partition(), state(1), state(2), state(3)));
        endSession(1);
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, propose(old, state(2), state(3)));
        assertEquals(ErrorCode.INELIGIBLE_REPLICA, propose(partition(), state(2), state(1)));
    }

    @Test
    void shouldFinishAReassignmentWhenWhoComesIsInSync() {
        register(4, 4, -1, false);
        beat(4, false);
        decide(new Reassign(rules).decide(image, ModelRequests.reassign("t", 0, List.of(4, 3))));
        assertEquals(List.of(4, 3, 1, 2), partition().replicas());
        assertEquals(List.of(4), partition().addingReplicas());
        assertEquals(List.of(1, 2), partition().removingReplicas());
        assertEquals(1, partition().leader());
        assertEquals(
                ErrorCode.NEW_LEADER_ELECTED,
                propose(partition(), state(1), state(2), state(3), state(4)));
        assertEquals(List.of(4, 3), partition().replicas());
        assertEquals(List.of(3, 4), partition().isr());
        assertEquals(4, partition().leader());
        assertFalse(partition().reassigning());
    }

    @Test
    void shouldCancelAReassignment() {
        register(4, 4, -1, false);
        beat(4, false);
        decide(new Reassign(rules).decide(image, ModelRequests.reassign("t", 0, List.of(4, 3))));
        decide(new Reassign(rules).decide(image, ModelRequests.reassign("t", 0, null)));
        assertEquals(List.of(3, 1, 2), partition().replicas());
        assertEquals(1, partition().leader());
        assertFalse(partition().reassigning());
    }

    private static final Uuid FIRST = new Uuid(7, 1);
    private static final Uuid SECOND = new Uuid(7, 2);

    /** Broker 1 has two log directories, and its replica in the second. */
    private void keepInSecondDirectory() {
        register(1, List.of(FIRST, SECOND));
        tellThatItIsIn(SECOND);
        beat(1, false);
    }

    private ErrorCode tellThatItIsIn(Uuid directory) {
        return tell(1, epoch(1), new DirectoryData(directory, List.of(topic(TOPIC, 0))));
    }

    private static TopicData topic(Uuid id, int partition) {
        return new TopicData(id, List.of(new PartitionData(partition)));
    }

    private ErrorCode tell(int broker, long epoch, Uuid topic, int partition) {
        return tell(broker, epoch, new DirectoryData(FIRST, List.of(topic(topic, partition))));
    }

    private ErrorCode tell(int broker, long epoch, DirectoryData directory) {
        AssignReplicasToDirsRequest where =
                AssignReplicasToDirsRequest.builder()
                        .brokerId(broker)
                        .brokerEpoch(epoch)
                        .directories(List.of(directory))
                        .build();
        var answer = decide(NodeDecisions.assignDirectories(image, where, rules));
        return answer.errorCode() != ErrorCode.NONE
                ? answer.errorCode()
                : answer.directories().get(0).topics().get(0).partitions().get(0).errorCode();
    }

    private void register(int id, List<Uuid> directories) {
        BrokerRegistrationRequest as = ModelRequests.register(id, new Uuid(id, 9), epoch(id));
        BrokerRegistrationRequest request =
                BrokerRegistrationRequest.builder()
                        .brokerId(id)
                        .clusterId(as.clusterId())
                        .incarnationId(new Uuid(id, image.offset()))
                        .listeners(as.listeners())
                        .features(as.features())
                        .logDirs(directories)
                        .previousBrokerEpoch(epoch(id))
                        .build();
        decide(new RegisterBroker(rules, "c").decide(image, request, any -> false));
    }

    private void crash(int id, Uuid directory) {
        BrokerRegistrationRequest as = ModelRequests.register(id, new Uuid(id, 1), -1);
        BrokerRegistrationRequest request =
                BrokerRegistrationRequest.builder()
                        .brokerId(id)
                        .clusterId(as.clusterId())
                        .incarnationId(new Uuid(id, image.offset()))
                        .listeners(as.listeners())
                        .features(as.features())
                        .logDirs(List.of(directory))
                        .previousBrokerEpoch(-1)
                        .build();
        decide(new RegisterBroker(rules, "c").decide(image, request, any -> false));
    }

    /** Seed 107 of the cluster's scenarios: the new disk was never taken. */
    @Test
    void shouldNotCountOnADiskThatWasReplacedEvenIfAllIsForced() {
        keepInSecondDirectory();
        propose(partition(), state(1), state(2), state(3));
        set("durability", "persisted");
        endSession(3);
        endSession(1);
        assertEquals(List.of(1), partition().elr());
        crash(1, SECOND);
        assertEquals(List.of(1), partition().elr());
        crash(1, FIRST);
        assertEquals(List.of(), partition().elr());
    }

    private void report(Uuid failed) {
        BrokerHeartbeatRequest beat =
                BrokerHeartbeatRequest.builder()
                        .brokerId(1)
                        .brokerEpoch(epoch(1))
                        .currentMetadataOffset(image.offset())
                        .offlineLogDirs(List.of(failed))
                        .build();
        decide(life.heartbeat(image, beat, any -> true));
    }

    @Test
    void shouldElectAnotherLeaderForWhatWasInAFailedDirectory() {
        keepInSecondDirectory();
        propose(partition(), state(1), state(2), state(3));
        decide(new ElectLeaders(rules).decide(image, ModelRequests.elect("t", 0, false)));
        assertEquals(1, partition().leader());
        report(SECOND);
        assertEquals(false, partition().isr().contains(1));
        assertEquals(false, partition().leader() == 1);
        assertEquals(List.of(FIRST), image.broker(1).logDirs());
    }

    /** A replica moved, and its new folder failed before the controller knew that it is there. */
    @Test
    void shouldElectAnotherLeaderForWhatTurnsOutToBeInAFailedDirectory() {
        keepInSecondDirectory();
        propose(partition(), state(1), state(2), state(3));
        decide(new ElectLeaders(rules).decide(image, ModelRequests.elect("t", 0, false)));
        report(FIRST);
        assertEquals(1, partition().leader());
        tellThatItIsIn(FIRST);
        assertEquals(false, partition().isr().contains(1));
        assertEquals(false, partition().leader() == 1);
        assertEquals(true, partition().hasLeader());
    }

    /**
     * As Kafka's controller: nothing is refused, but what is in no folder of the broker is lost.
     */
    @Test
    void shouldTakeAReplicaInAFolderItsBrokerDoesNotHaveAsLost() {
        register(2, List.of(new Uuid(8, 1), new Uuid(8, 2)));
        beat(2, false);
        for (Uuid strange : List.of(new Uuid(8, 2), new Uuid(99, 99), new Uuid(0, 1))) {
            keepInSecondDirectory();
            propose(partition(), state(1), state(2), state(3));
            assertTrue(partition().isr().contains(1));
            assertEquals(ErrorCode.NONE, tellThatItIsIn(strange));
            assertEquals(strange, partition().directory(1));
            assertFalse(partition().isr().contains(1), "in " + strange);
        }
        assertEquals(ErrorCode.NONE, tellThatItIsIn(new Uuid(0, 0)), "not known yet");
        propose(partition(), state(1), state(2), state(3));
        assertTrue(partition().isr().contains(1));
    }

    @Test
    void shouldRefuseToMoveWhatABrokerDoesNotHave() {
        keepInSecondDirectory();
        Uuid none = new Uuid(5, 5);
        assertEquals(ErrorCode.UNKNOWN_TOPIC_ID, tell(1, epoch(1), none, 0));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, tell(1, epoch(1), TOPIC, 7));
        register(4, 4, -1, false);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, tell(4, epoch(4), TOPIC, 0));
        assertEquals(ErrorCode.STALE_BROKER_EPOCH, tell(1, epoch(1) - 1, TOPIC, 0));
        assertEquals(ErrorCode.STALE_BROKER_EPOCH, tell(5, 1, TOPIC, 0));
        assertEquals(SECOND, partition().directory(1));
    }

    @Test
    void shouldNotElectAReplicaWhoseDirectoryIsGone() {
        keepInSecondDirectory();
        register(1, List.of(FIRST));
        endSession(2);
        endSession(3);
        beat(1, false);
        decide(new ElectLeaders(rules).decide(image, ModelRequests.elect("t", 0, true)));
        assertEquals(-1, partition().leader());
        register(1, List.of(FIRST, SECOND));
        beat(1, false);
        decide(new ElectLeaders(rules).decide(image, ModelRequests.elect("t", 0, true)));
        assertEquals(1, partition().leader());
    }

    /** KIP-1066: it is told with heartbeats, and not before it was told once. */
    @Test
    void shouldGiveNoNewReplicasToWhoTakesNone() {
        Uuid one = new Uuid(1, 11);
        cordon(1, List.of(one));
        cordon(2, List.of());
        assertEquals(List.of(one), image.broker(1).cordoned());
        assertFalse(image.broker(1).takesReplicas());
        assertTrue(image.broker(2).takesReplicas());
        assertTrue(image.broker(3).takesReplicas());
        for (int i = 0; i < 5; i++) {
            List<List<Integer>> spread = new Placement(image).spread("t" + i, 0, 4, 2);
            assertTrue(spread.stream().noneMatch(each -> each.contains(1)), spread::toString);
        }
        assertThrows(Refusal.class, () -> new Placement(image).spread("t", 0, 1, 3));
        cordon(1, List.of());
        assertTrue(image.broker(1).takesReplicas());
        new Placement(image).spread("t", 0, 1, 3);
        cordon(1, List.of(one));
        endSession(1);
        cordon(2, List.of(new Uuid(2, 11)));
        cordon(3, List.of(new Uuid(3, 11)));
        assertThrows(Refusal.class, () -> new Placement(image).spread("t", 0, 1, 1));
    }

    private void cordon(int id, List<Uuid> directories) {
        if (image.broker(id).logDirs().isEmpty()) {
            MetadataDelta delta = new MetadataDelta(image);
            delta.apply(
                    BrokerRegistrationChangeRecord.builder()
                            .brokerId(id)
                            .brokerEpoch(epoch(id))
                            .logDirs(List.of(new Uuid(id, 11)))
                            .build());
            image = delta.image(image.offset() + 1);
        }
        decide(
                life.heartbeat(
                        image,
                        ModelRequests.heartbeat(id, epoch(id), image.offset(), false).toBuilder()
                                .cordonedLogDirs(directories)
                                .build(),
                        any -> true));
    }
}
