package io.leat.log.broker.data;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of the connections on one loop, which owns it. A client that comes back on
 * another loop does not find its session and opens a new one; the old one grows idle.
 */
final class FetchSessions {

    private static final long IDLE_MS = 120_000;

    private final int countMax;
    private final Entropy entropy;
    private final EventLoop loop;

    /** By id, the one that was not used for the longest time first. */
    private final Map<Integer, FetchSession> sessions = new LinkedHashMap<>();

    FetchSessions(int countMax, Entropy entropy, EventLoop loop) {
        this.countMax = countMax;
        this.entropy = entropy;
        this.loop = loop;
    }

    private long nowMs() {
        return loop.clock().nanos() / 1_000_000;
    }

    /** A new session, or null if there are too many that are in use. */
    @Nullable FetchSession open(boolean byId) {
        if (sessions.size() >= countMax && !evictIdle()) {
            return null;
        }
        int id = 0;
        while (id == 0 || sessions.containsKey(id)) {
            id = entropy.nextInt(Integer.MAX_VALUE);
        }
        FetchSession session = new FetchSession(id, byId, loop, nowMs());
        sessions.put(id, session);
        return session;
    }

    private boolean evictIdle() {
        if (sessions.isEmpty()) {
            return false;
        }
        FetchSession oldest = sessions.values().iterator().next();
        if (nowMs() - oldest.lastUsedMs() < IDLE_MS) {
            return false;
        }
        close(oldest.id());
        return true;
    }

    @Nullable FetchSession find(int id) {
        return sessions.get(id);
    }

    /** A request of {@code session} came. */
    void use(FetchSession session) {
        session.use(nowMs());
        sessions.remove(session.id());
        sessions.put(session.id(), session);
    }

    void close(int id) {
        FetchSession session = sessions.remove(id);
        if (session != null) {
            session.end();
        }
    }
}
