package io.leat.log.broker.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.TestBroker;
import io.leat.log.broker.Topics;
import io.leat.log.broker.group.DeleteGroupsHandler;
import io.leat.log.broker.group.DescribeGroupsHandler;
import io.leat.log.broker.group.HeartbeatHandler;
import io.leat.log.broker.group.JoinGroupHandler;
import io.leat.log.broker.group.LeaveGroupHandler;
import io.leat.log.broker.group.ListGroupsHandler;
import io.leat.log.broker.group.OffsetCommitHandler;
import io.leat.log.broker.group.OffsetFetchHandler;
import io.leat.log.broker.group.SyncGroupHandler;
import io.leat.log.broker.group.TxnOffsetCommitHandler;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.topic.DeleteTopicsHandler;
import io.leat.log.broker.transaction.AddOffsetsToTxnHandler;
import io.leat.log.broker.transaction.AddPartitionsToTxnHandler;
import io.leat.log.broker.transaction.DescribeTransactionsHandler;
import io.leat.log.broker.transaction.EndTxnHandler;
import io.leat.log.broker.transaction.InitProducerIdHandler;
import io.leat.log.broker.transaction.ListTransactionsHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AddOffsetsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeGroupsResponse;
import io.leat.log.protocol.message.DescribeTransactionsRequest;
import io.leat.log.protocol.message.EndTxnRequest;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.ListGroupsRequest;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoordinatorHandlersTest {

    private static final String GROUP = "g";
    private static final String ID = "x";

    private final TestBroker test =
            new TestBroker(
                    Map.of(
                            "group.initial.rebalance.delay.ms", "0",
                            "offsets.topic.num.partitions", "5",
                            "transaction.state.log.num.partitions", "3"));

    private FindCoordinatorResponse find(byte type, String key) {
        FindCoordinatorRequest request =
                FindCoordinatorRequest.builder()
                        .keyType(type)
                        .coordinatorKeys(List.of(key))
                        .build();
        return test.call(new FindCoordinatorHandler(test.broker), 4, request);
    }

    /** The internal topics exist, and this broker leads their partitions. */
    private void lead() {
        find((byte) 0, GROUP);
        find((byte) 1, ID);
        test.broker.topics().createDefault("t", error -> {});
        test.loop.run();
        for (String name : List.of(Topics.OFFSETS, Topics.TRANSACTIONS)) {
            TopicImage topic = test.broker.image().topic(name);
            for (PartitionImage partition : topic.partitions()) {
                TopicIdPartition id = new TopicIdPartition(topic.id(), name, partition.partition());
                test.broker.coordinators().led(id, new LedLog(id.toString(), test.loop));
            }
        }
        test.loop.run();
    }

    private JoinGroupResponse join(int version, String memberId) {
        JoinGroupRequest request =
                JoinGroupRequest.builder()
                        .groupId(GROUP)
                        .memberId(memberId)
                        .sessionTimeoutMs(10_000)
                        .rebalanceTimeoutMs(10_000)
                        .protocolType("consumer")
                        .protocols(
                                List.of(
                                        new JoinGroupRequest.Protocol(
                                                "range", ByteBuffer.allocate(2))))
                        .build();
        return test.call(new JoinGroupHandler(test.broker), version, request);
    }

    private OffsetCommitResponse commit(int version, OffsetCommitRequest.Topic topic) {
        OffsetCommitRequest request =
                OffsetCommitRequest.builder().groupId(GROUP).topics(List.of(topic)).build();
        return test.call(new OffsetCommitHandler(test.broker), version, request);
    }

    private static OffsetCommitRequest.Topic.Builder at(long offset, int... partitions) {
        return OffsetCommitRequest.Topic.builder()
                .partitions(
                        java.util.Arrays.stream(partitions)
                                .mapToObj(
                                        p ->
                                                OffsetCommitRequest.Partition.builder()
                                                        .partitionIndex(p)
                                                        .committedOffset(offset)
                                                        .committedMetadata("")
                                                        .build())
                                .toList());
    }

    private long committed() {
        OffsetFetchRequest request =
                OffsetFetchRequest.builder()
                        .groupId(GROUP)
                        .topics(List.of(new OffsetFetchRequest.Topic("t", List.of(0))))
                        .build();
        OffsetFetchResponse response = test.call(new OffsetFetchHandler(test.broker), 5, request);
        return response.topics().get(0).partitions().get(0).committedOffset();
    }

    private InitProducerIdResponse open() {
        InitProducerIdRequest request =
                InitProducerIdRequest.builder()
                        .transactionalId(ID)
                        .transactionTimeoutMs(60_000)
                        .build();
        return test.call(new InitProducerIdHandler(test.broker), 4, request);
    }

    @Test
    void shouldMakeTheInternalTopicWhenACoordinatorIsLookedFor() {
        FindCoordinatorResponse.Coordinator found = find((byte) 0, GROUP).coordinators().get(0);
        assertEquals(ErrorCode.NONE, found.errorCode());
        assertEquals("10.0.0.1", found.host());
        assertEquals(5, test.broker.image().topic(Topics.OFFSETS).partitions().size());
        FindCoordinatorResponse old =
                test.call(
                        new FindCoordinatorHandler(test.broker),
                        0,
                        FindCoordinatorRequest.builder().key(GROUP).build());
        assertEquals(1, old.nodeId());
        assertEquals(
                ErrorCode.INVALID_REQUEST, find((byte) 2, "s").coordinators().get(0).errorCode());
    }

    @Test
    void shouldSayThatItIsNotTheCoordinatorWhereItLeadsNothing() {
        assertEquals(ErrorCode.NOT_COORDINATOR, join(5, "").errorCode());
        find((byte) 0, GROUP);
        assertEquals(ErrorCode.NOT_COORDINATOR, join(5, "").errorCode());
    }

    @Test
    void shouldTakeAMemberThroughItsLife() {
        lead();
        String id = join(5, "").memberId();
        JoinGroupResponse joined = join(5, id);
        assertEquals(ErrorCode.NONE, joined.errorCode());
        SyncGroupRequest sync =
                SyncGroupRequest.builder()
                        .groupId(GROUP)
                        .generationId(joined.generationId())
                        .memberId(id)
                        .assignments(
                                List.of(
                                        new SyncGroupRequest.Assignment(
                                                id, ByteBuffer.allocate(3))))
                        .build();
        assertEquals(
                3, test.call(new SyncGroupHandler(test.broker), 3, sync).assignment().remaining());
        HeartbeatRequest beat =
                HeartbeatRequest.builder()
                        .groupId(GROUP)
                        .generationId(joined.generationId())
                        .memberId(id)
                        .build();
        assertEquals(
                ErrorCode.NONE, test.call(new HeartbeatHandler(test.broker), 0, beat).errorCode());
        assertEquals("Stable", describe(5).groupState());
        LeaveGroupRequest leave = LeaveGroupRequest.builder().groupId(GROUP).memberId(id).build();
        assertEquals(
                ErrorCode.NONE,
                test.call(new LeaveGroupHandler(test.broker), 0, leave).errorCode());
        assertEquals(
                ErrorCode.UNKNOWN_MEMBER_ID,
                test.call(new LeaveGroupHandler(test.broker), 0, leave).errorCode());
    }

    private DescribeGroupsResponse.DescribedGroup describe(int version) {
        DescribeGroupsRequest request =
                DescribeGroupsRequest.builder().groups(List.of(GROUP)).build();
        return test.call(new DescribeGroupsHandler(test.broker), version, request).groups().get(0);
    }

    @Test
    void shouldSayThatAGroupDoesNotExistAsTheVersionDoes() {
        lead();
        assertEquals("Dead", describe(5).groupState());
        assertEquals(ErrorCode.NONE, describe(5).errorCode());
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, describe(6).errorCode());
    }

    @Test
    void shouldCommitOnlyForPartitionsThatExist() {
        lead();
        OffsetCommitResponse response = commit(8, at(5, 0, 7).name("t").build());
        assertEquals(1, response.topics().size());
        assertEquals(ErrorCode.NONE, response.topics().get(0).partitions().get(0).errorCode());
        assertEquals(
                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                response.topics().get(0).partitions().get(1).errorCode());
        assertEquals(5, committed());
    }

    @Test
    void shouldForgetOffsetsWhenTheirTopicIsDeleted() {
        lead();
        commit(8, at(5, 0).name("t").build());
        DeleteTopicsRequest delete =
                DeleteTopicsRequest.builder().topicNames(List.of("t")).timeoutMs(1_000).build();
        test.call(new DeleteTopicsHandler(test.broker), 1, delete);
        assertEquals(-1, committed());
    }

    @Test
    void shouldKnowTopicsByTheirIdFromVersionTenOn() {
        lead();
        Uuid id = test.broker.image().topic("t").id();
        commit(10, at(6, 0).topicId(id).build());
        assertEquals(6, committed());
        assertEquals(
                ErrorCode.UNKNOWN_TOPIC_ID,
                commit(10, at(6, 0).topicId(new Uuid(1, 1)).build())
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .errorCode());
        OffsetFetchRequest.Topics topics =
                OffsetFetchRequest.Topics.builder()
                        .topicId(id)
                        .partitionIndexes(List.of(0))
                        .build();
        OffsetFetchRequest.Group group =
                OffsetFetchRequest.Group.builder().groupId(GROUP).topics(List.of(topics)).build();
        OffsetFetchResponse response =
                test.call(
                        new OffsetFetchHandler(test.broker),
                        10,
                        OffsetFetchRequest.builder().groups(List.of(group)).build());
        OffsetFetchResponse.Topics found = response.groups().get(0).topics().get(0);
        assertEquals(id, found.topicId());
        assertEquals(6, found.partitions().get(0).committedOffset());
    }

    @Test
    void shouldListAndDeleteGroupsOfAllPartitions() {
        lead();
        commit(8, at(5, 0).name("t").build());
        ListGroupsRequest list = ListGroupsRequest.builder().build();
        assertEquals(
                GROUP,
                test.call(new ListGroupsHandler(test.broker), 4, list).groups().get(0).groupId());
        DeleteGroupsRequest delete = new DeleteGroupsRequest(List.of(GROUP, "none"));
        var results = test.call(new DeleteGroupsHandler(test.broker), 2, delete).results();
        assertEquals(ErrorCode.NONE, results.get(0).errorCode());
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, results.get(1).errorCode());
        assertEquals(-1, committed());
    }

    @Test
    void shouldCommitOffsetsWithATransaction() {
        lead();
        InitProducerIdResponse producer = open();
        assertEquals(ErrorCode.NONE, producer.errorCode());
        AddOffsetsToTxnRequest add =
                AddOffsetsToTxnRequest.builder()
                        .transactionalId(ID)
                        .producerId(producer.producerId())
                        .producerEpoch(producer.producerEpoch())
                        .groupId(GROUP)
                        .build();
        assertEquals(
                ErrorCode.NONE,
                test.call(new AddOffsetsToTxnHandler(test.broker), 3, add).errorCode());
        TxnOffsetCommitRequest.Partition partition =
                TxnOffsetCommitRequest.Partition.builder().committedOffset(9).build();
        TxnOffsetCommitRequest commit =
                TxnOffsetCommitRequest.builder()
                        .transactionalId(ID)
                        .groupId(GROUP)
                        .producerId(producer.producerId())
                        .producerEpoch(producer.producerEpoch())
                        .topics(List.of(new TxnOffsetCommitRequest.Topic("t", List.of(partition))))
                        .build();
        test.call(new TxnOffsetCommitHandler(test.broker), 3, commit);
        assertEquals(-1, committed());
        assertEquals("Ongoing", transaction());
        EndTxnRequest end =
                EndTxnRequest.builder()
                        .transactionalId(ID)
                        .producerId(producer.producerId())
                        .producerEpoch(producer.producerEpoch())
                        .committed(true)
                        .build();
        assertEquals(ErrorCode.NONE, test.call(new EndTxnHandler(test.broker), 3, end).errorCode());
        assertEquals("CompleteCommit", transaction());
        assertEquals(9, committed());
    }

    private String transaction() {
        return test.call(
                        new DescribeTransactionsHandler(test.broker),
                        0,
                        new DescribeTransactionsRequest(List.of(ID)))
                .transactionStates()
                .get(0)
                .transactionState();
    }

    @Test
    void shouldNotAddPartitionsOfATransactionIfOneIsMissing() {
        lead();
        InitProducerIdResponse producer = open();
        AddPartitionsToTxnRequest request =
                AddPartitionsToTxnRequest.builder()
                        .v3AndBelowTransactionalId(ID)
                        .v3AndBelowProducerId(producer.producerId())
                        .v3AndBelowProducerEpoch(producer.producerEpoch())
                        .v3AndBelowTopics(
                                List.of(
                                        new AddPartitionsToTxnRequest.Topic("t", List.of(0)),
                                        new AddPartitionsToTxnRequest.Topic("none", List.of(0))))
                        .build();
        var results =
                test.call(new AddPartitionsToTxnHandler(test.broker), 3, request)
                        .resultsByTopicV3AndBelow();
        List<ErrorCode> errors =
                results.stream()
                        .map(r -> r.resultsByPartition().get(0).partitionErrorCode())
                        .sorted()
                        .toList();
        assertEquals(
                List.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.OPERATION_NOT_ATTEMPTED),
                errors);
    }

    @Test
    void shouldTellOldClientsOfAFencedProducerInTheirWords() {
        lead();
        InitProducerIdResponse old = open();
        open();
        for (int version : List.of(1, 2)) {
            EndTxnRequest end =
                    EndTxnRequest.builder()
                            .transactionalId(ID)
                            .producerId(old.producerId())
                            .producerEpoch(old.producerEpoch())
                            .build();
            assertEquals(
                    version < 2 ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.PRODUCER_FENCED,
                    test.call(new EndTxnHandler(test.broker), version, end).errorCode());
        }
    }

    @Test
    void shouldGiveProducerIdsToIdempotentProducers() {
        InitProducerIdRequest request =
                InitProducerIdRequest.builder().transactionTimeoutMs(60_000).build();
        InitProducerIdHandler handler = new InitProducerIdHandler(test.broker);
        long first =
                test.call(handler, 4, request.toBuilder().transactionalId(null).build())
                        .producerId();
        long second =
                test.call(handler, 4, request.toBuilder().transactionalId(null).build())
                        .producerId();
        assertTrue(second > first);
    }

    @Test
    void shouldListTransactionsOfAllPartitions() {
        lead();
        open();
        assertEquals(
                ID,
                test.call(
                                new ListTransactionsHandler(test.broker),
                                0,
                                ListTransactionsRequest.builder().build())
                        .transactionStates()
                        .get(0)
                        .transactionalId());
    }
}
