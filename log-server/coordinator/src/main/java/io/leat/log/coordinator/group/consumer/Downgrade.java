package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.coordinator.group.GroupSettings;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicProtocol;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.GroupMetadataValue.MemberMetadata;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a classic group of a consumer group once only members of the classic protocol are left
 * (KIP-848, migration). Owned by the shard's loop.
 *
 * <p>They go on with their targets and join again: the first generation of the new group follows.
 */
final class Downgrade {

    private static final Logger log = LoggerFactory.getLogger(Downgrade.class);

    private final ConsumerSettings settings;
    private final GroupSettings classicSettings;
    private final Supplier<TopicCatalog> topics;

    Downgrade(
            ConsumerSettings settings,
            GroupSettings classicSettings,
            Supplier<TopicCatalog> topics) {
        this.settings = settings;
        this.classicSettings = classicSettings;
        this.topics = topics;
    }

    /** Whether {@code group} without {@code leaving} is to become a classic group. */
    boolean isPossibleWithout(ConsumerGroup group, Collection<ConsumerMember> leaving) {
        List<ConsumerMember> staying = staying(group, leaving);
        return settings.migration().downgrades()
                && !staying.isEmpty()
                && staying.stream().allMatch(ConsumerMember::isClassic)
                && staying.size() <= classicSettings.maxSize()
                && !commonProtocol(staying).isEmpty();
    }

    private static List<ConsumerMember> staying(
            ConsumerGroup group, Collection<ConsumerMember> leaving) {
        return group.members().values().stream()
                .filter(member -> leaving.stream().noneMatch(l -> l.id().equals(member.id())))
                .toList();
    }

    private static List<ClassicProtocol> protocols(ConsumerMember member) {
        ClassicMemberMetadata classic = member.classic();
        return classic == null ? List.of() : classic.supportedProtocols();
    }

    /** The first protocol of the first member that all support; empty if there is none. */
    private static String commonProtocol(List<ConsumerMember> members) {
        Set<String> common = new LinkedHashSet<>();
        protocols(members.get(0)).forEach(protocol -> common.add(protocol.name()));
        for (ConsumerMember member : members) {
            common.retainAll(protocols(member).stream().map(ClassicProtocol::name).toList());
        }
        return common.stream().findFirst().orElse("");
    }

    /** Ends the consumer group and saves the classic one in its place. */
    void without(
            ConsumerGroup group, Collection<ConsumerMember> leaving, Decision<GroupRecord> out) {
        List<ConsumerMember> staying = staying(group, leaving);
        String protocol = commonProtocol(staying);
        List<MemberMetadata> members = new ArrayList<>();
        staying.forEach(member -> members.add(member(group, member, protocol)));
        group.remove(out);
        out.append(
                new GroupSaved(
                        group.id(),
                        GroupMetadataValue.builder()
                                .protocolType(ConsumerGroup.PROTOCOL_TYPE)
                                .generation(group.epoch())
                                .protocol(protocol)
                                .leader(staying.get(0).id())
                                .members(members)
                                .build()));
        log.info("Consumer group becomes a classic group group={}", group.id());
    }

    private MemberMetadata member(ConsumerGroup group, ConsumerMember member, String protocol) {
        ConsumerGroupMemberMetadataValue profile = member.profile();
        ByteBuffer metadata =
                protocols(member).stream()
                        .filter(each -> each.name().equals(protocol))
                        .map(ClassicProtocol::metadata)
                        .findFirst()
                        .orElseThrow();
        Assignment target = group.target(member.id());
        return MemberMetadata.builder()
                .memberId(member.id())
                .groupInstanceId(member.instanceId())
                .clientId(profile.clientId())
                .clientHost(profile.clientHost())
                .rebalanceTimeout(profile.rebalanceTimeoutMs())
                .sessionTimeout(Objects.requireNonNull(member.classic()).sessionTimeoutMs())
                .subscription(metadata)
                .assignment(EmbeddedProtocol.bytes(target, metadata, topics.get()))
                .build();
    }
}
