package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Visibility;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/** ConsumerGroupDescribe, versions 0 to 1: consumer groups, not classic ones. */
public final class ConsumerGroupDescribeHandler
        implements Handler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final Visibility visibility;

    public ConsumerGroupDescribeHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
        this.visibility = new Visibility(broker);
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
        List<String> ids = request.groupIds();
        Predicate<String> maySee = visibility.of(context);
        Gathering<DescribedGroup> all =
                new Gathering<>(
                        context.loop(),
                        ids.size(),
                        described ->
                                reply.complete(
                                        ConsumerGroupDescribeResponse.builder()
                                                .groups(described)
                                                .build()));
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            if (id.isEmpty()) {
                all.add(number, failed(id, ErrorCode.INVALID_GROUP_ID, null));
                continue;
            }
            groups.<DescribedGroup>ask(
                    id,
                    (coordinator, promise, now) ->
                            coordinator.part(ConsumerGroups.class).describe(id, promise),
                    group -> all.add(number, seen(group, maySee)),
                    error -> all.add(number, failed(id, error, error.message())));
        }
    }

    private static DescribedGroup failed(
            String id, ErrorCode error, @org.jspecify.annotations.Nullable String message) {
        return DescribedGroup.builder().groupId(id).errorCode(error).errorMessage(message).build();
    }

    /** A group that reads a topic the client may not know of is not shown at all. */
    private static DescribedGroup seen(DescribedGroup group, Predicate<String> maySee) {
        boolean allowed =
                group.members().stream()
                        .flatMap(ConsumerGroupDescribeHandler::topics)
                        .allMatch(maySee);
        return allowed
                ? group
                : failed(
                        group.groupId(),
                        ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                        "The group has described topic(s) that the client is not authorized to"
                                + " describe.");
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
