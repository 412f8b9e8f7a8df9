package io.leat.log.broker.legacy;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.data.ListOffsetsHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.ListOffsetsResponse.PartitionResponse;
import io.leat.log.protocol.message.ListOffsetsResponse.TopicResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * ListOffsets, version 0, which answers with a list of offsets: here it has one, that of the first
 * record at the time or later, or the end of the log. Brokers of the time gave the starts of
 * segments by the dates of their files.
 */
public final class OldListOffsets extends OldVersions<ListOffsetsRequest, ListOffsetsResponse> {

    private static final int FIRST_WITH_TIMESTAMPS = 1;
    private static final long LATEST = -1;

    public OldListOffsets(Broker broker) {
        super(new ListOffsetsHandler(broker), FIRST_WITH_TIMESTAMPS);
    }

    @Override
    void translate(
            RequestContext context, ListOffsetsRequest request, Reply<ListOffsetsResponse> reply) {
        modern().handle(
                        context,
                        request,
                        new TranslatedReply<>(
                                reply,
                                found -> {
                                    if (found.topics().stream().anyMatch(OldListOffsets::misses)) {
                                        modern().handle(
                                                        context,
                                                        ofEnds(request),
                                                        new TranslatedReply<>(
                                                                reply,
                                                                ends ->
                                                                        reply.complete(
                                                                                listed(
                                                                                        request,
                                                                                        found,
                                                                                        ends))));
                                    } else {
                                        reply.complete(listed(request, found, found));
                                    }
                                }));
    }

    private static boolean misses(TopicResponse topic) {
        return topic.partitions().stream().anyMatch(OldListOffsets::misses);
    }

    /** Whether no record is that late. */
    private static boolean misses(PartitionResponse partition) {
        return partition.errorCode() == ErrorCode.NONE && partition.offset() < 0;
    }

    private static ListOffsetsRequest ofEnds(ListOffsetsRequest request) {
        List<ListOffsetsRequest.Topic> topics = new ArrayList<>();
        for (ListOffsetsRequest.Topic topic : request.topics()) {
            topics.add(
                    new ListOffsetsRequest.Topic(
                            topic.name(),
                            topic.partitions().stream()
                                    .map(each -> each.toBuilder().timestamp(LATEST).build())
                                    .toList()));
        }
        return request.toBuilder().topics(topics).build();
    }

    private static ListOffsetsResponse listed(
            ListOffsetsRequest request, ListOffsetsResponse found, ListOffsetsResponse ends) {
        List<TopicResponse> topics = new ArrayList<>();
        for (int t = 0; t < found.topics().size(); t++) {
            TopicResponse topic = found.topics().get(t);
            List<PartitionResponse> partitions = new ArrayList<>();
            for (int p = 0; p < topic.partitions().size(); p++) {
                PartitionResponse each = topic.partitions().get(p);
                PartitionResponse answer =
                        misses(each) ? ends.topics().get(t).partitions().get(p) : each;
                int wanted = request.topics().get(t).partitions().get(p).maxNumOffsets();
                partitions.add(
                        PartitionResponse.builder()
                                .partitionIndex(answer.partitionIndex())
                                .errorCode(answer.errorCode())
                                .oldStyleOffsets(
                                        answer.errorCode() == ErrorCode.NONE && wanted > 0
                                                ? List.of(answer.offset())
                                                : List.of())
                                .build());
            }
            topics.add(new TopicResponse(topic.name(), partitions));
        }
        return found.toBuilder().topics(topics).build();
    }
}
