package io.leat.log.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.AddOffsetsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddRaftVoterRequest;
import io.leat.log.protocol.message.AlterClientQuotasRequest;
import io.leat.log.protocol.message.AlterConfigsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ConsumerGroupDescribeRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.CreateAclsRequest;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.DeleteAclsRequest;
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DescribeAclsRequest;
import io.leat.log.protocol.message.DescribeClientQuotasRequest;
import io.leat.log.protocol.message.DescribeClusterRequest;
import io.leat.log.protocol.message.DescribeConfigsRequest;
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeLogDirsRequest;
import io.leat.log.protocol.message.DescribeProducersRequest;
import io.leat.log.protocol.message.DescribeQuorumRequest;
import io.leat.log.protocol.message.DescribeTopicPartitionsRequest;
import io.leat.log.protocol.message.DescribeTransactionsRequest;
import io.leat.log.protocol.message.DescribeUserScramCredentialsRequest;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.EndTxnRequest;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsRequest;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.ListConfigResourcesRequest;
import io.leat.log.protocol.message.ListGroupsRequest;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListPartitionReassignmentsRequest;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.PushTelemetryRequest;
import io.leat.log.protocol.message.RemoveRaftVoterRequest;
import io.leat.log.protocol.message.SaslAuthenticateRequest;
import io.leat.log.protocol.message.SaslHandshakeRequest;
import io.leat.log.protocol.message.StreamsGroupDescribeRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.UnregisterBrokerRequest;
import io.leat.log.protocol.message.UpdateFeaturesRequest;
import io.leat.log.protocol.message.WriteTxnMarkersRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key answers a version it does not have with error 35, in a schema Kafka's client reads. */
final class UnsupportedVersionTest {

    private static final Uuid ID = new Uuid(1, 2);

    private final TestLoop loop = new TestLoop();
    private final Handlers handlers = Handlers.ofBroker(new TestBroker(Map.of()).broker);
    private final TestConnection connection = new TestConnection(loop, handlers);

    /** Requests that name an element where the response has no other place for an error. */
    /** One request of each key that is served, which names something. */
    static Stream<ApiMessage> requests() {
        return Stream.of(data(), groups(), ShareRequests.all(), administration(), security())
                .flatMap(all -> all);
    }

    private static Stream<ApiMessage> security() {
        return Stream.of(
                SaslHandshakeRequest.builder().mechanism("PLAIN").build(),
                SaslAuthenticateRequest.builder().build(),
                DescribeAclsRequest.builder().build(),
                CreateAclsRequest.builder()
                        .creations(List.of(CreateAclsRequest.AclCreation.builder().build()))
                        .build(),
                DeleteAclsRequest.builder()
                        .filters(List.of(DeleteAclsRequest.Filter.builder().build()))
                        .build(),
                DescribeUserScramCredentialsRequest.builder().build(),
                DescribeClientQuotasRequest.builder().build(),
                ListConfigResourcesRequest.builder().build(),
                GetTelemetrySubscriptionsRequest.builder().build(),
                PushTelemetryRequest.builder().build(),
                AlterConfigsRequest.builder()
                        .resources(
                                List.of(new AlterConfigsRequest.Resource((byte) 2, "t", List.of())))
                        .build(),
                AlterClientQuotasRequest.builder()
                        .entries(List.of(AlterClientQuotasRequest.EntryData.builder().build()))
                        .build(),
                AlterUserScramCredentialsRequest.builder()
                        .deletions(
                                List.of(
                                        new AlterUserScramCredentialsRequest
                                                .ScramCredentialDeletion("u", (byte) 1)))
                        .build());
    }

    private static Stream<ApiMessage> data() {
        return Stream.of(
                ProduceRequest.builder()
                        .topicData(
                                List.of(
                                        new ProduceRequest.TopicProduceData(
                                                "t",
                                                ID,
                                                List.of(
                                                        new ProduceRequest.PartitionProduceData(
                                                                7, null)))))
                        .build(),
                FetchRequest.builder()
                        .topics(
                                List.of(
                                        FetchRequest.Topic.builder()
                                                .topic("t")
                                                .topicId(ID)
                                                .partitions(
                                                        List.of(
                                                                FetchRequest.Partition.builder()
                                                                        .partition(7)
                                                                        .build()))
                                                .build()))
                        .build(),
                ListOffsetsRequest.builder()
                        .topics(
                                List.of(
                                        new ListOffsetsRequest.Topic(
                                                "t",
                                                List.of(
                                                        ListOffsetsRequest.Partition.builder()
                                                                .partitionIndex(7)
                                                                .build()))))
                        .build(),
                OffsetForLeaderEpochRequest.builder()
                        .topics(
                                List.of(
                                        new OffsetForLeaderEpochRequest.OffsetForLeaderTopic(
                                                "t",
                                                List.of(
                                                        OffsetForLeaderEpochRequest
                                                                .OffsetForLeaderPartition.builder()
                                                                .partition(7)
                                                                .build()))))
                        .build(),
                InitProducerIdRequest.builder().build(),
                AddPartitionsToTxnRequest.builder().build(),
                AddOffsetsToTxnRequest.builder().build(),
                EndTxnRequest.builder().build(),
                WriteTxnMarkersRequest.builder()
                        .markers(
                                List.of(
                                        WriteTxnMarkersRequest.WritableTxnMarker.builder()
                                                .topics(
                                                        List.of(
                                                                new WriteTxnMarkersRequest
                                                                        .WritableTxnMarkerTopic(
                                                                        "t", List.of(7))))
                                                .build()))
                        .build(),
                DescribeProducersRequest.builder()
                        .topics(List.of(new DescribeProducersRequest.TopicRequest("t", List.of(7))))
                        .build(),
                DescribeTransactionsRequest.builder().transactionalIds(List.of("t")).build(),
                ListTransactionsRequest.builder().build());
    }

    private static Stream<ApiMessage> groups() {
        return Stream.of(
                OffsetCommitRequest.builder()
                        .topics(
                                List.of(
                                        new OffsetCommitRequest.Topic(
                                                "t",
                                                ID,
                                                List.of(
                                                        OffsetCommitRequest.Partition.builder()
                                                                .partitionIndex(7)
                                                                .build()))))
                        .build(),
                OffsetFetchRequest.builder()
                        .groups(List.of(OffsetFetchRequest.Group.builder().groupId("g").build()))
                        .build(),
                FindCoordinatorRequest.builder().coordinatorKeys(List.of("g")).build(),
                JoinGroupRequest.builder().build(),
                HeartbeatRequest.builder().build(),
                LeaveGroupRequest.builder().build(),
                SyncGroupRequest.builder().build(),
                DescribeGroupsRequest.builder().groups(List.of("g")).build(),
                ConsumerGroupHeartbeatRequest.builder().build(),
                ConsumerGroupDescribeRequest.builder().groupIds(List.of("g")).build(),
                StreamsGroupHeartbeatRequest.builder().groupId("g").memberId("m").build(),
                StreamsGroupDescribeRequest.builder().groupIds(List.of("g")).build(),
                ListGroupsRequest.builder().build(),
                TxnOffsetCommitRequest.builder()
                        .topics(
                                List.of(
                                        new TxnOffsetCommitRequest.Topic(
                                                "t",
                                                List.of(
                                                        TxnOffsetCommitRequest.Partition.builder()
                                                                .partitionIndex(7)
                                                                .build()))))
                        .build(),
                DeleteGroupsRequest.builder().groupsNames(List.of("g")).build(),
                OffsetDeleteRequest.builder().build());
    }

    private static Stream<ApiMessage> administration() {
        return Stream.of(
                ApiVersionsRequest.builder().build(),
                MetadataRequest.builder()
                        .topics(List.of(new MetadataRequest.Topic(ID, "t")))
                        .build(),
                CreateTopicsRequest.builder()
                        .topics(
                                List.of(
                                        CreateTopicsRequest.CreatableTopic.builder()
                                                .name("t")
                                                .build()))
                        .build(),
                DeleteTopicsRequest.builder()
                        .topics(List.of(new DeleteTopicsRequest.DeleteTopicState("t", ID)))
                        .topicNames(List.of("t"))
                        .build(),
                DeleteRecordsRequest.builder()
                        .topics(
                                List.of(
                                        new DeleteRecordsRequest.Topic(
                                                "t",
                                                List.of(new DeleteRecordsRequest.Partition(7, 0)))))
                        .build(),
                new DescribeLogDirsRequest(null),
                new AlterReplicaLogDirsRequest(
                        List.of(
                                new AlterReplicaLogDirsRequest.AlterReplicaLogDir(
                                        "/d",
                                        List.of(
                                                new AlterReplicaLogDirsRequest
                                                        .AlterReplicaLogDirTopic(
                                                        "t", List.of(7)))))),
                DescribeConfigsRequest.builder()
                        .resources(
                                List.of(
                                        DescribeConfigsRequest.Resource.builder()
                                                .resourceName("t")
                                                .build()))
                        .build(),
                CreatePartitionsRequest.builder()
                        .topics(List.of(CreatePartitionsRequest.Topic.builder().name("t").build()))
                        .build(),
                IncrementalAlterConfigsRequest.builder()
                        .resources(
                                List.of(
                                        IncrementalAlterConfigsRequest.AlterConfigsResource
                                                .builder()
                                                .resourceName("t")
                                                .build()))
                        .build(),
                DescribeClusterRequest.builder().build(),
                AlterPartitionReassignmentsRequest.builder().build(),
                ListPartitionReassignmentsRequest.builder().build(),
                AddRaftVoterRequest.builder().voterId(2).build(),
                RemoveRaftVoterRequest.builder().voterId(2).build(),
                DescribeQuorumRequest.builder().build(),
                ElectLeadersRequest.builder()
                        .topicPartitions(
                                List.of(new ElectLeadersRequest.TopicPartitions("t", List.of(7))))
                        .build(),
                UpdateFeaturesRequest.builder().build(),
                UnregisterBrokerRequest.builder().build(),
                DescribeTopicPartitionsRequest.builder()
                        .topics(
                                List.of(
                                        DescribeTopicPartitionsRequest.TopicRequest.builder()
                                                .name("t")
                                                .build()))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldAnswerOtherVersionsWithErrorThirtyFive(ApiMessage request) {
        ApiKey key = request.apiKey();
        VersionRange served = Handlers.served(handlers.get(key));
        for (int version : new int[] {served.max() + 1, 99, Short.MAX_VALUE}) {
            refused(request, version, served.max());
        }
        if (served.min() > 0) {
            refused(request, served.min() - 1, served.min());
        }
        if (key.minVersion() == key.baselineVersion()) { // Kafka's client reads the lowest
            refused(request, -1, served.min());
        }
        assertFalse(connection.closed);
        connection.frames.forEach(frame -> assertEquals(0, frame.references));
    }

    private void refused(ApiMessage request, int version, int nearest) {
        ApiKey key = request.apiKey();
        int answered = key == ApiKey.API_VERSIONS ? 0 : nearest;
        connection.sent.clear();
        connection.deliver(frame(request, version, nearest));
        assertEquals(1, connection.sent.size(), key + " version " + version);
        ByteBuffer sent = connection.sent.get(0);
        assertEquals(5, ResponseHeader.read(sent, key, answered).correlationId());
        var body = new ByteBufferAccessor(sent);
        AbstractResponse response =
                AbstractResponse.parseResponse(ApiKeys.forId(key.id()), body, (short) answered);
        assertTrue(
                response.data().toString().contains("rrorCode=35"),
                () -> key + " version " + version + ": " + response);
        assertEquals(0, sent.remaining());
    }

    /** A request with the fields of {@code nearest}, as a neighbour version usually has them. */
    private static ByteBuffer frame(ApiMessage request, int version, int nearest) {
        boolean flexible = request.apiKey().flexible(version);
        Writer header = new Writer(0, false);
        header.int16(request.apiKey().id());
        header.int16((short) version);
        header.int32(5);
        header.string("test");
        Writer body = new Writer(nearest, flexible);
        body.tags();
        elsewhere(request, nearest).write(body);
        return TestConnection.joined(new ByteBuffer[] {header.toBuffer(), body.toBuffer()});
    }

    /** What the oldest versions of a request call its elements. */
    static ApiMessage elsewhere(ApiMessage request, int version) {
        if (request instanceof OffsetFetchRequest && version < 8) {
            var topic = new OffsetFetchRequest.Topic("t", List.of(7));
            return OffsetFetchRequest.builder().topics(List.of(topic)).build();
        }
        if (request instanceof AddPartitionsToTxnRequest && version < 4) {
            var topic = new AddPartitionsToTxnRequest.Topic("t", List.of(7));
            return AddPartitionsToTxnRequest.builder().v3AndBelowTopics(List.of(topic)).build();
        }
        if (request instanceof FindCoordinatorRequest && version < 4) {
            return FindCoordinatorRequest.builder().key("g").build();
        }
        if (request instanceof DeleteTopicsRequest && version < 6) {
            return DeleteTopicsRequest.builder().topicNames(List.of("t")).build();
        }
        return request instanceof MetadataRequest && version < 10
                ? MetadataRequest.builder()
                        .topics(List.of(new MetadataRequest.Topic(Uuid.ZERO, "t")))
                        .build()
                : request;
    }

    @Test
    void shouldHaveARefusalForEachKeyThatIsServed() {
        List<ApiKey> tested = requests().map(ApiMessage::apiKey).toList();
        assertEquals(
                handlers.all().stream().map(Handler::key).toList(),
                tested.stream().sorted().toList());
    }

    /** An empty response to Produce would pass for an acknowledgement. */
    @Test
    void shouldRatherCloseThanSendAResponseWithoutTheError() {
        connection.request(ApiKey.PRODUCE, 99, 1, ProduceRequest.builder().build());
        assertTrue(connection.closed);
        assertEquals(List.of(), connection.sent);
    }

    @Test
    void shouldCloseWhenTheElementsCannotBeRead() {
        ByteBuffer frame = frame(requests().findFirst().orElseThrow(), 14, 13);
        connection.deliver(frame.limit(frame.limit() - 20));
        assertTrue(connection.closed);
        connection.frames.forEach(each -> assertEquals(0, each.references));
    }

    @Test
    void shouldTellAClientThatWantsToLogInThatNobodyDoesHere() {
        var handshake = SaslHandshakeRequest.builder().mechanism("PLAIN").build();
        connection.request(ApiKey.SASL_HANDSHAKE, 1, 3, handshake);
        assertEquals(34, connection.sent.get(0).getShort(4));
        assertFalse(connection.closed);
    }
}
