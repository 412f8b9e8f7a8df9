package io.leat.log.coordinator.group.consumer;

import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each member's last request and its answer. Owned by the shard's loop; volatile; one
 * entry for each member.
 *
 * <p>If an answer with a new epoch is lost, the client repeats a request that bears the old one. It
 * says nothing of what the member owns, so without this memory the member would be fenced
 * (KAFKA-19222).
 */
final class Repeats {

    private record Key(String groupId, String memberId) {}

    private record Exchange(
            ConsumerGroupHeartbeatRequest request, ConsumerGroupHeartbeatResponse response) {}

    private final Map<Key, Exchange> last = new HashMap<>();

    /** The answer {@code request} got already, if it is behind the member and came before. */
    @Nullable ConsumerGroupHeartbeatResponse answer(
            ConsumerGroup group, ConsumerGroupHeartbeatRequest request) {
        ConsumerMember member = group.member(request.memberId());
        Exchange exchange = last.get(new Key(request.groupId(), request.memberId()));
        boolean behind =
                member != null
                        && request.memberEpoch() > 0
                        && request.memberEpoch() < member.epoch()
                        && request.memberEpoch() == member.progress().previousEpoch();
        return behind && exchange != null && exchange.request.equals(request)
                ? exchange.response
                : null;
    }

    void answered(ConsumerGroupHeartbeatRequest request, ConsumerGroupHeartbeatResponse response) {
        String memberId = response.memberId();
        if (memberId != null) {
            last.put(new Key(request.groupId(), memberId), new Exchange(request, response));
        }
    }

    void forget(String groupId, String memberId) {
        last.remove(new Key(groupId, memberId));
    }
}
