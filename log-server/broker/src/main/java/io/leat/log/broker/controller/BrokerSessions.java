package io.leat.log.broker.controller;

import io.leat.log.broker.Client;
import io.leat.log.broker.SessionTimes;
import io.leat.log.quorum.Leadership;
import io.leat.log.quorum.controller.Activity;
import io.leat.log.quorum.controller.BrokerLife;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of the brokers is alive, as long as this node is the active controller: what was heard of
 * them, and the end of those that were not heard of. Owned by the controller's loop.
 *
 * <pre>
 *   heartbeat --> heard --------------------- silent for the session timeout --> fenced
 *                   +-- its connection broke --> probed --nobody listens-------> fenced
 *                                                  +-- connected, no answer --> heard
 * </pre>
 *
 * A new active controller has heard of nobody: each broker gets a whole session, and is probed at
 * once. It gets a little more, because the controller before may have answered it for a while
 * without knowing; the node of that one gets less, because it was silent already. The session of
 * this node's own broker never ends: it lives as long as this controller does.
 */
public final class BrokerSessions implements Activity, BrokerLife.Progress {

    private static final Logger log = LoggerFactory.getLogger(BrokerSessions.class);

    private static final class Session {
        final long epoch;
        long heardMs;
        long followedTo;
        long stoppingSince = Long.MAX_VALUE;
        long connectionId = -1;
        boolean silent = true;

        Session(long epoch, long heardMs) {
            this.epoch = epoch;
            this.heardMs = heardMs;
        }
    }

    private final EventLoop loop;
    private final Controller controller;
    private final Supplier<MetadataImage> images;
    private final BrokerLife life;
    private final LivenessProbe probe;
    private final int nodeId;
    private final SessionTimes times;
    private final Leadership leadership;
    private final Map<Integer, Session> sessions = new HashMap<>();

    private boolean active;
    private @Nullable Timer timer;
    private @Nullable Timer firstWord;

    /**
     * @param images the newest committed image
     * @param nodeId of this node
     */
    public BrokerSessions(
            EventLoop loop,
            Controller controller,
            Supplier<MetadataImage> images,
            BrokerLife life,
            LivenessProbe probe,
            int nodeId,
            SessionTimes times,
            Leadership leadership) {
        this.loop = loop;
        this.controller = controller;
        this.images = images;
        this.life = life;
        this.probe = probe;
        this.nodeId = nodeId;
        this.times = times;
        this.leadership = leadership;
    }

    @Override
    public void started() {
        loop.checkInLoop();
        active = true;
        sessions.clear();
        long now = loop.clock().millis();
        int deposed = leadership.predecessor();
        for (BrokerImage broker : images.get().brokers()) {
            if (!broker.fenced()) {
                long heardMs =
                        broker.id() == deposed
                                ? now + times.deposedMs() - times.sessionMs()
                                : now + times.doubtMs();
                sessions.put(broker.id(), new Session(broker.epoch(), heardMs));
            }
        }
        firstWord = loop.schedule(0, this::probeSilent);
        watch();
    }

    @Override
    public void ended() {
        loop.checkInLoop();
        active = false;
        sessions.clear();
        if (firstWord != null) {
            firstWord.cancel();
            firstWord = null;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void probeSilent() {
        for (Map.Entry<Integer, Session> each : List.copyOf(sessions.entrySet())) {
            if (each.getValue().silent) {
                probe(each.getKey(), each.getValue());
            }
        }
    }

    /**
     * Whether another node may be the active controller by now, unknown to this one: who asks here
     * had better ask again.
     */
    boolean doubted() {
        return loop.clock().millis() - leadership.ledAtMs() > times.doubtMs();
    }

    /** A broker with an epoch that holds sent a heartbeat, or registered, on {@code client}. */
    public void heard(int id, long epoch, long followedTo, Client client) {
        loop.checkInLoop();
        if (!active) {
            return;
        }
        Session session = sessions.get(id);
        if (session == null || session.epoch < epoch) {
            session = new Session(epoch, loop.clock().millis());
            sessions.put(id, session);
        } else if (session.epoch > epoch) {
            return; // a late word of the process before
        }
        session.silent = false;
        session.heardMs = loop.clock().millis();
        session.followedTo = Math.max(session.followedTo, followedTo);
        if (session.connectionId != client.connectionId()) {
            session.connectionId = client.connectionId();
            long connectionId = client.connectionId();
            client.whenClosed(() -> loop.execute(() -> connectionBroke(id, connectionId)));
        }
        if (timer == null) {
            watch();
        }
    }

    /** A broker said that it wants to stop, and the image of {@code offset} says so. */
    public void stopping(int id, long offset) {
        loop.checkInLoop();
        Session session = sessions.get(id);
        if (session != null && session.stoppingSince == Long.MAX_VALUE) {
            session.stoppingSince = offset;
        }
    }

    private void connectionBroke(int id, long connectionId) {
        Session session = sessions.get(id);
        // If it has another connection by now, it is alive, and the old one no longer matters.
        if (active && session != null && session.connectionId == connectionId) {
            session.connectionId = -1;
            probe(id, session);
        }
    }

    /** Looks whether the process under an id that another process asks for is still there. */
    public void doubt(int id) {
        loop.checkInLoop();
        Session session = sessions.get(id);
        if (session != null) {
            probe(id, session);
        }
    }

    private void probe(int id, Session session) {
        BrokerImage broker = images.get().broker(id);
        if (id != nodeId && broker != null && broker.epoch() == session.epoch && !broker.fenced()) {
            long heardMs = session.heardMs;
            probe.probe(
                    broker,
                    () -> {
                        // A word since then comes from a process that is there after all.
                        if (sessions.get(id) == session && session.heardMs == heardMs) {
                            fence(id, session, "nobody listens at its address any more");
                        }
                    });
        }
    }

    private void watch() {
        timer = null;
        if (!active) {
            return;
        }
        long now = loop.clock().millis();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Integer, Session> each : new ArrayList<>(sessions.entrySet())) {
            long endMs = each.getValue().heardMs + times.sessionMs();
            if (each.getKey() == nodeId) {
                continue;
            }
            if (endMs <= now) {
                fence(each.getKey(), each.getValue(), "nothing was heard of it for a session");
            } else {
                next = Math.min(next, endMs);
            }
        }
        if (next != Long.MAX_VALUE) {
            timer = loop.schedule(Math.max(1, next - now), this::watch);
        }
    }

    private void fence(int id, Session session, String why) {
        sessions.remove(id, session);
        controller.submit(
                image -> life.sessionEnded(image, id, session.epoch),
                fenced -> {
                    if (fenced) {
                        log.info("Broker {} is fenced: {}", id, why);
                    }
                },
                error -> log.info("Broker {} was not fenced: {}", id, error));
    }

    /** Whether the process registered under an id was heard of lately. */
    public boolean alive(int id) {
        loop.checkInLoop();
        Session session = sessions.get(id);
        if (session == null) {
            return false;
        }
        return id == nodeId
                ? !session.silent // else it is the registration of this node's process before
                : loop.clock().millis() - session.heardMs < times.sessionMs();
    }

    @Override
    public boolean othersKnowStopping(int id) {
        loop.checkInLoop();
        MetadataImage image = images.get();
        Session stopping = sessions.get(id);
        if (stopping == null) {
            return false;
        }
        if (stopping.stoppingSince == Long.MAX_VALUE) {
            stopping.stoppingSince = image.offset(); // a controller before this one let it stop
        }
        long since = stopping.stoppingSince;
        for (BrokerImage other : image.brokers()) {
            if (other.id() != id && !other.fenced()) {
                Session session = sessions.get(other.id());
                if (session == null || session.followedTo < since) {
                    return false;
                }
            }
        }
        return image.offset() >= since;
    }
}
