package io.leat.log.coordinator.group.assignment;

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
 *
 * @param <Q> its requests
 * @param <R> the answers
 */
public final class Repeats<Q, R> {

    private record Key(String groupId, String memberId) {}

    private record Exchange<Q, R>(Q request, R response) {}

    private final Map<Key, Exchange<Q, R>> last = new HashMap<>();

    /** The answer {@code request} got already; null if it is not the last one of the member. */
    public @Nullable R answer(String groupId, String memberId, Q request) {
        Exchange<Q, R> exchange = last.get(new Key(groupId, memberId));
        return exchange != null && exchange.request.equals(request) ? exchange.response : null;
    }

    public void answered(String groupId, String memberId, Q request, R response) {
        last.put(new Key(groupId, memberId), new Exchange<>(request, response));
    }

    public void forget(String groupId, String memberId) {
        last.remove(new Key(groupId, memberId));
    }
}
