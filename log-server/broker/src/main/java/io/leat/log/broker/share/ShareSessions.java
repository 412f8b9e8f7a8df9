package io.leat.log.broker.share;

import io.leat.log.broker.Client;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The share sessions of this broker. Safe on every loop: a session is immutable, and is replaced.
 */
final class ShareSessions {

    /** What came of a request for a session; without an error there is one. */
    record Result(ErrorCode error, @Nullable ShareSession session) {}

    private final Map<ShareSession.Key, ShareSession> all = new ConcurrentHashMap<>();
    private final int limit;
    private final Consumer<ShareSession> ended;

    /**
     * @param ended gets each session that is over, on some loop
     */
    ShareSessions(int limit, Consumer<ShareSession> ended) {
        this.limit = limit;
        this.ended = ended;
    }

    /** Opens a session anew. It ends with the connection of {@code client}. */
    Result open(ShareSession.Key key, List<SharePart> partitions, Client client) {
        ShareSession session =
                new ShareSession(key, 1, List.copyOf(partitions), client.connectionId());
        if (!all.containsKey(key) && all.size() >= limit) {
            return new Result(ErrorCode.SHARE_SESSION_LIMIT_REACHED, null);
        }
        ShareSession before = all.put(key, session);
        if (before == null || before.connection() != client.connectionId()) {
            client.whenClosed(() -> connectionClosed(key, client.connectionId()));
        }
        return new Result(ErrorCode.NONE, session);
    }

    private void connectionClosed(ShareSession.Key key, long connection) {
        ShareSession open = all.get(key);
        if (open != null && open.connection() == connection && all.remove(key, open)) {
            ended.accept(open);
        }
    }

    /** Takes a session to its next epoch, with partitions more or fewer. */
    Result next(ShareSession.Key key, int epoch, List<SharePart> more, List<SharePart> fewer) {
        ShareSession open = all.get(key);
        if (open == null) {
            return new Result(ErrorCode.SHARE_SESSION_NOT_FOUND, null);
        }
        if (epoch == ShareSession.CLOSES) {
            return new Result(ErrorCode.NONE, open);
        }
        if (open.epoch() != epoch) {
            return new Result(ErrorCode.INVALID_SHARE_SESSION_EPOCH, null);
        }
        ShareSession next = open.next(changed(open.partitions(), more, fewer));
        return all.replace(key, open, next)
                ? new Result(ErrorCode.NONE, next)
                : new Result(ErrorCode.INVALID_SHARE_SESSION_EPOCH, null);
    }

    private static List<SharePart> changed(
            List<SharePart> now, List<SharePart> more, List<SharePart> fewer) {
        if (more.isEmpty() && fewer.isEmpty()) {
            return now;
        }
        Set<SharePart> changed = new LinkedHashSet<>(now);
        changed.addAll(more);
        changed.removeAll(fewer);
        return new ArrayList<>(changed);
    }

    /** Ends a session: all that its member has is taken back. */
    void close(ShareSession.Key key) {
        ShareSession open = all.remove(key);
        if (open != null) {
            ended.accept(open);
        }
    }

    /** Whether a member of the group has a session here. */
    boolean has(String group) {
        return all.keySet().stream().anyMatch(each -> each.group().equals(group));
    }
}
