package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.coordinator.group.consumer.ConsumerGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ConsumerGroupDescribeRequest;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.Member;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** ConsumerGroupDescribe, versions 0 to 1: consumer groups, not classic ones. */
public final class ConsumerGroupDescribeHandler
        implements Handler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> {

    private final GroupDescriptions<DescribedGroup> descriptions;

    public ConsumerGroupDescribeHandler(Broker broker) {
        this.descriptions =
                new GroupDescriptions<>(
                        broker,
                        new GroupDescriptions.Kind<>(
                                id ->
                                        (coordinator, promise, now) ->
                                                coordinator
                                                        .part(ConsumerGroups.class)
                                                        .describe(id, promise),
                                group ->
                                        group.members().stream()
                                                .flatMap(ConsumerGroupDescribeHandler::topics),
                                ConsumerGroupDescribeHandler::failed));
    }

    @Override
    public ApiKey key() {
        return ApiKey.CONSUMER_GROUP_DESCRIBE;
    }

    @Override
    public ConsumerGroupDescribeRequest read(Reader in) {
        return ConsumerGroupDescribeRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ConsumerGroupDescribeRequest request,
            Reply<ConsumerGroupDescribeResponse> reply) {
        descriptions.gather(
                context,
                request.groupIds(),
                described ->
                        reply.complete(
                                ConsumerGroupDescribeResponse.builder().groups(described).build()));
    }

    private static DescribedGroup failed(String id, ErrorCode error, @Nullable String message) {
        return DescribedGroup.builder().groupId(id).errorCode(error).errorMessage(message).build();
    }

    private static Stream<String> topics(Member member) {
        return Stream.concat(
                member.subscribedTopicNames().stream(),
                Stream.of(member.assignment(), member.targetAssignment())
                        .map(Assignment::topicPartitions)
                        .flatMap(List::stream)
                        .map(ConsumerGroupDescribeResponse.TopicPartitions::topicName));
    }
}
