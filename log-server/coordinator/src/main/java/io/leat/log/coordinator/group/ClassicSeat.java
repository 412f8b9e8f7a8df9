package io.leat.log.coordinator.group;

import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicProtocol;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of a classic group, as it is taken into a group of another kind. Immutable.
 *
 * @param metadata what it said under the protocol of the group
 * @param assignment what the leader gave it, empty before it did
 */
public record ClassicSeat(
        String memberId,
        @Nullable String instanceId,
        String clientId,
        String clientHost,
        int rebalanceTimeoutMs,
        int sessionTimeoutMs,
        List<ClassicProtocol> protocols,
        ByteBuffer metadata,
        ByteBuffer assignment) {

    static ClassicSeat of(Member member, String protocol) {
        return new ClassicSeat(
                member.id(),
                member.instanceId(),
                member.client().id(),
                member.client().host(),
                member.timeouts().rebalanceMs(),
                member.timeouts().sessionMs(),
                member.protocols(),
                member.metadata(protocol),
                member.assignment());
    }

    /** What is kept of it beside what members of the other kind say. */
    public ClassicMemberMetadata described() {
        return new ClassicMemberMetadata(sessionTimeoutMs, protocols);
    }
}
