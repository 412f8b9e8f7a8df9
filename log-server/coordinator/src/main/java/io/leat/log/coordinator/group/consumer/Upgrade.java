package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.group.ClassicGroup;
import io.leat.log.coordinator.group.ClassicSeat;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.coordinator.group.assignment.SubscriptionHash;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerProtocolAssignment;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a consumer group of a classic one whose members stay (KIP-848, migration). Owned by the
 * shard's loop.
 *
 * <p>The generation becomes the epoch, and what each member was assigned its target.
 */
final class Upgrade {

    private static final Logger log = LoggerFactory.getLogger(Upgrade.class);

    private final ConsumerSettings settings;
    private final Supplier<TopicCatalog> topics;

    Upgrade(ConsumerSettings settings, Supplier<TopicCatalog> topics) {
        this.settings = settings;
        this.topics = topics;
    }

    GroupAccess.Found of(ClassicGroup classic, Decision<GroupRecord> out) {
        if (!settings.migration().upgrades()) {
            return refused(classic, "online upgrade is disabled");
        }
        if (!classic.protocolType().equals(ConsumerGroup.PROTOCOL_TYPE)) {
            return refused(classic, "the group does not use the consumer embedded protocol");
        }
        if (classic.seats().size() > settings.maxSize()) {
            return refused(classic, "the group size exceeds the consumer group maximum size");
        }
        TreeMap<String, ConsumerMember> members = new TreeMap<>();
        try {
            for (ClassicSeat seat : classic.seats()) {
                if (hasUserData(seat.assignment())) {
                    return refused(
                            classic,
                            "an unsupported custom assignor is in use. Please refer to the"
                                    + " documentation or switch to a default assignor before"
                                    + " re-attempting the upgrade");
                }
                members.put(seat.memberId(), member(seat, classic.generation()));
            }
        } catch (MalformedMessageException e) {
            return refused(classic, "the embedded consumer protocol is malformed");
        }
        log.info("Classic group becomes a consumer group group={}", classic.id());
        return GroupAccess.Found.of(convert(classic, members, out));
    }

    private static GroupAccess.Found refused(ClassicGroup classic, String reason) {
        String message =
                "Cannot upgrade classic group "
                        + classic.id()
                        + " to consumer group because "
                        + reason
                        + ".";
        log.info("{}", message);
        return GroupAccess.Found.refused(new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, message));
    }

    private static boolean hasUserData(ByteBuffer assignment) {
        if (!assignment.hasRemaining()) {
            return false;
        }
        ConsumerProtocolAssignment read = EmbeddedProtocol.assignment(assignment);
        ByteBuffer userData = read.userData();
        return userData != null && userData.hasRemaining();
    }

    private ConsumerMember member(ClassicSeat seat, int generation) {
        ConsumerProtocolSubscription subscription = EmbeddedProtocol.subscription(seat.metadata());
        Assignment assigned =
                seat.assignment().hasRemaining()
                        ? EmbeddedProtocol.assigned(
                                EmbeddedProtocol.assignment(seat.assignment()), topics.get())
                        : Assignment.NONE;
        ConsumerGroupMemberMetadataValue profile =
                ConsumerGroupMemberMetadataValue.builder()
                        .instanceId(seat.instanceId())
                        .rackId(subscription.rackId())
                        .serverAssignor(null)
                        .clientId(seat.clientId())
                        .clientHost(seat.clientHost())
                        .rebalanceTimeoutMs(seat.rebalanceTimeoutMs())
                        .subscribedTopicNames(List.copyOf(new TreeSet<>(subscription.topics())))
                        .subscribedTopicRegex("")
                        .classicMemberMetadata(seat.described())
                        .build();
        return new ConsumerMember(
                seat.memberId(),
                profile,
                new Progress(
                        generation,
                        generation,
                        MemberState.STABLE,
                        Held.of(assigned, generation),
                        Held.NONE));
    }

    private Draft convert(
            ClassicGroup classic,
            TreeMap<String, ConsumerMember> members,
            Decision<GroupRecord> out) {
        String id = classic.id();
        classic.refuseWaiting(ErrorCode.REBALANCE_IN_PROGRESS, out);
        classic.remove(out);
        Draft draft = Draft.ofNew(id, out);
        members.forEach(
                (m, member) -> draft.append(ConsumerRecords.profile(id, m, member.profile())));
        long hash = SubscriptionHash.of(draft.group().subscribedTopics(), topics.get());
        draft.append(ConsumerRecords.epoch(id, classic.generation(), hash));
        members.forEach(
                (m, member) ->
                        draft.append(
                                ConsumerRecords.target(
                                        id, m, member.progress().assigned().assignment())));
        draft.append(ConsumerRecords.assignment(id, classic.generation(), 0));
        members.forEach(
                (m, member) -> draft.append(ConsumerRecords.progress(id, m, member.progress())));
        return draft;
    }
}
