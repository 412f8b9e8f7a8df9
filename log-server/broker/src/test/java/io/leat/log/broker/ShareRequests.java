package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DeleteShareGroupStateRequest;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsRequest;
import io.leat.log.protocol.message.InitializeShareGroupStateRequest;
import io.leat.log.protocol.message.ReadShareGroupStateRequest;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryRequest;
import io.leat.log.protocol.message.ShareAcknowledgeRequest;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.ShareGroupDescribeRequest;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import io.leat.log.protocol.message.WriteShareGroupStateRequest;
import java.util.List;
import java.util.stream.Stream;

/** One request of each key about share groups, which names something. */
final class ShareRequests {

    private static final Uuid ID = new Uuid(1, 2);

    private ShareRequests() {}

    static Stream<ApiMessage> all() {
        return Stream.concat(clients(), coordinators());
    }

    private static Stream<ApiMessage> clients() {
        return Stream.of(
                ShareGroupHeartbeatRequest.builder().groupId("g").memberId("m").build(),
                ShareGroupDescribeRequest.builder().groupIds(List.of("g")).build(),
                ShareFetchRequest.builder().groupId("g").memberId("m").build(),
                ShareAcknowledgeRequest.builder().groupId("g").memberId("m").build(),
                DescribeShareGroupOffsetsRequest.builder()
                        .groups(List.of(new DescribeShareGroupOffsetsRequest.Group("g", null)))
                        .build(),
                AlterShareGroupOffsetsRequest.builder().groupId("g").build(),
                DeleteShareGroupOffsetsRequest.builder().groupId("g").build());
    }

    private static Stream<ApiMessage> coordinators() {
        return Stream.of(
                new InitializeShareGroupStateRequest(
                        "g",
                        List.of(
                                new InitializeShareGroupStateRequest.InitializeStateData(
                                        ID,
                                        List.of(
                                                new InitializeShareGroupStateRequest.PartitionData(
                                                        7, 1, 0))))),
                new ReadShareGroupStateRequest(
                        "g",
                        List.of(
                                new ReadShareGroupStateRequest.ReadStateData(
                                        ID,
                                        List.of(
                                                new ReadShareGroupStateRequest.PartitionData(
                                                        7, 1))))),
                new WriteShareGroupStateRequest(
                        "g",
                        List.of(
                                new WriteShareGroupStateRequest.WriteStateData(
                                        ID,
                                        List.of(
                                                WriteShareGroupStateRequest.PartitionData.builder()
                                                        .partition(7)
                                                        .build())))),
                new DeleteShareGroupStateRequest(
                        "g",
                        List.of(
                                new DeleteShareGroupStateRequest.DeleteStateData(
                                        ID,
                                        List.of(
                                                new DeleteShareGroupStateRequest.PartitionData(
                                                        7))))),
                new ReadShareGroupStateSummaryRequest(
                        "g",
                        List.of(
                                new ReadShareGroupStateSummaryRequest.ReadStateSummaryData(
                                        ID,
                                        List.of(
                                                new ReadShareGroupStateSummaryRequest.PartitionData(
                                                        7, 1))))));
    }
}
