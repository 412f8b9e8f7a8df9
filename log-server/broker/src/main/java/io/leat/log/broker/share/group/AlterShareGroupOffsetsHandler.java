package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.broker.share.state.KeptStates;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.coordinator.group.share.SharedStates;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterShareGroupOffsetsRequest;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse.Partition;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse.Topic;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** AlterShareGroupOffsets, version 0: a share group without members begins somewhere else. */
public final class AlterShareGroupOffsetsHandler
        implements Handler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> {

    /** The second goes beyond a state that a deleted group of this name left behind. */
    private static final int ATTEMPTS = 2;

    private final Broker broker;

    public AlterShareGroupOffsetsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.ALTER_SHARE_GROUP_OFFSETS;
    }

    @Override
    public AlterShareGroupOffsetsRequest read(Reader in) {
        return AlterShareGroupOffsetsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterShareGroupOffsetsRequest request,
            Reply<AlterShareGroupOffsetsResponse> reply) {
        restart(context, request, ATTEMPTS, reply);
    }

    /** Group and states agree on an epoch first, so that what is late of either is refused. */
    private void restart(
            RequestContext context,
            AlterShareGroupOffsetsRequest request,
            int attempts,
            Reply<AlterShareGroupOffsetsResponse> reply) {
        askGroup(
                context,
                request.groupId(),
                reply,
                (groups, promise, now) ->
                        groups.restart(request.groupId(), existing(request), promise, now),
                kept ->
                        begin(
                                context,
                                request,
                                kept.epoch(),
                                (begun, results) ->
                                        begun(context, request, attempts, begun, results, reply)));
    }

    private void begun(
            RequestContext context,
            AlterShareGroupOffsetsRequest request,
            int attempts,
            SharedStates.Begun begun,
            List<Topic> results,
            Reply<AlterShareGroupOffsetsResponse> reply) {
        boolean again = begun.newerEpoch() != SharedStates.Begun.NONE_NEWER && attempts > 1;
        if (!again && begun.partitions().equals(Assignment.NONE)) {
            reply.complete(AlterShareGroupOffsetsResponse.builder().responses(results).build());
            return; // there is nothing to tell the group, which may not even be there
        }
        askGroup(
                context,
                request.groupId(),
                reply,
                (groups, promise, now) -> groups.restarted(request.groupId(), begun, promise),
                kept -> {
                    if (again) {
                        restart(context, request, attempts - 1, reply);
                    } else {
                        reply.complete(
                                AlterShareGroupOffsetsResponse.builder()
                                        .responses(results)
                                        .build());
                    }
                });
    }

    /** What is asked of the group's coordinator. */
    private interface Question {
        Decision<GroupRecord> ask(
                ShareGroups groups, Promise<ShareGroups.KeptPartitions> promise, Moment now);
    }

    /** Asks, and goes on on the connection's loop unless it is refused. */
    private void askGroup(
            RequestContext context,
            String group,
            Reply<AlterShareGroupOffsetsResponse> reply,
            Question question,
            Consumer<ShareGroups.KeptPartitions> next) {
        broker.coordinators()
                .groups()
                .<ShareGroups.KeptPartitions>ask(
                        group,
                        (coordinator, promise, now) ->
                                question.ask(coordinator.part(ShareGroups.class), promise, now),
                        kept -> {
                            if (kept.error() == ErrorCode.NONE) {
                                context.loop().execute(() -> next.accept(kept));
                            } else {
                                refuse(reply, kept.error(), kept.message());
                            }
                        },
                        error -> refuse(reply, error, error.message() + "."));
    }

    private static void refuse(
            Reply<AlterShareGroupOffsetsResponse> reply, ErrorCode error, String message) {
        reply.complete(
                AlterShareGroupOffsetsResponse.builder()
                        .errorCode(error)
                        .errorMessage(message)
                        .build());
    }

    /** Those of the partitions that there are. */
    private Assignment existing(AlterShareGroupOffsetsRequest request) {
        MetadataImage image = broker.image();
        TreeMap<Uuid, SortedSet<Integer>> found = new TreeMap<>();
        for (AlterShareGroupOffsetsRequest.Topic wanted : request.topics()) {
            TopicImage topic = image.topic(wanted.topicName());
            for (AlterShareGroupOffsetsRequest.Partition each : wanted.partitions()) {
                if (topic != null && topic.partition(each.partitionIndex()) != null) {
                    found.computeIfAbsent(topic.id(), id -> new TreeSet<>())
                            .add(each.partitionIndex());
                }
            }
        }
        return new Assignment(found);
    }

    private void begin(
            RequestContext context,
            AlterShareGroupOffsetsRequest request,
            int stateEpoch,
            BiConsumer<SharedStates.Begun, List<Topic>> done) {
        MetadataImage image = broker.image();
        TreeMap<Uuid, SortedSet<Integer>> succeeded = new TreeMap<>();
        int[] newer = {SharedStates.Begun.NONE_NEWER};
        Gathering<Topic> all =
                new Gathering<>(
                        context.loop(),
                        request.topics().size(),
                        results ->
                                done.accept(
                                        new SharedStates.Begun(new Assignment(succeeded), newer[0]),
                                        results));
        for (int i = 0; i < request.topics().size(); i++) {
            int number = i;
            AlterShareGroupOffsetsRequest.Topic wanted = request.topics().get(i);
            TopicImage topic = image.topic(wanted.topicName());
            Topic.Builder result = Topic.builder().topicName(wanted.topicName());
            if (topic != null) {
                result.topicId(topic.id());
            }
            Gathering<Partition> partitions =
                    new Gathering<>(
                            context.loop(),
                            wanted.partitions().size(),
                            each -> all.add(number, result.partitions(each).build()));
            for (int j = 0; j < wanted.partitions().size(); j++) {
                int place = j;
                AlterShareGroupOffsetsRequest.Partition each = wanted.partitions().get(j);
                int index = each.partitionIndex();
                begin(
                        context,
                        request.groupId(),
                        stateEpoch,
                        topic,
                        each,
                        answer -> {
                            newer[0] = Math.max(newer[0], KeptStates.newerEpoch(answer));
                            if (topic != null && answer.error() == ErrorCode.NONE) {
                                succeeded
                                        .computeIfAbsent(topic.id(), id -> new TreeSet<>())
                                        .add(index);
                            }
                            partitions.add(
                                    place, new Partition(index, answer.error(), answer.message()));
                        });
            }
        }
    }

    private void begin(
            RequestContext context,
            String group,
            int stateEpoch,
            @Nullable TopicImage topic,
            AlterShareGroupOffsetsRequest.Partition wanted,
            Consumer<ShareAnswer> done) {
        int index = wanted.partitionIndex();
        if (topic == null || topic.partition(index) == null) {
            done.accept(ShareAnswer.failed(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            return;
        }
        broker.coordinators()
                .shareStates(context.loop())
                .initialize(
                        new SharePartitionKey(group, topic.id(), index),
                        stateEpoch,
                        wanted.startOffset(),
                        done);
    }
}
