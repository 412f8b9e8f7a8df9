package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.runtime.EventLoop;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetch: batches below the high watermark, or below the last stable offset. Each request is a
 * {@link FetchPass}; what it holds are the sessions of each loop, which belong to that loop.
 */
public final class FetchHandler implements Handler<FetchRequest, FetchResponse> {

    private static final int FIRST_TOPIC_ID_VERSION = 13;
    private static final int OPEN_EPOCH = 0;
    private static final int CLOSE_EPOCH = -1;

    private final Broker broker;
    private final Map<EventLoop, FetchSessions> sessions = new IdentityHashMap<>();

    public FetchHandler(Broker broker) {
        this.broker = broker;
        List<EventLoop> loops = broker.ports().loops();
        int each = broker.config().get(BrokerKeys.FETCH_SESSIONS_MAX) / loops.size();
        for (EventLoop loop : loops) {
            String name = "fetch-sessions-" + sessions.size();
            sessions.put(loop, new FetchSessions(each, broker.ports().entropy().fork(name), loop));
        }
    }

    @Override
    public ApiKey key() {
        return ApiKey.FETCH;
    }

    @Override
    public FetchRequest read(Reader in) {
        return FetchRequest.read(in);
    }

    private static FetchResponse refused(ErrorCode error) {
        return FetchResponse.builder().errorCode(error).build();
    }

    @Override
    public void handle(RequestContext context, FetchRequest request, Reply<FetchResponse> reply) {
        FetchSessions mine = sessions.get(context.loop());
        boolean full =
                request.sessionEpoch() == OPEN_EPOCH || request.sessionEpoch() == CLOSE_EPOCH;
        FetchSession session = null;
        if (mine != null && full) {
            session = reopen(mine, context, request);
        } else if (!full) {
            session = mine == null ? null : mine.find(request.sessionId());
            ErrorCode refusal = check(session, context, request);
            if (refusal != ErrorCode.NONE) {
                reply.complete(refused(refusal));
                return;
            }
        }
        if (session != null) {
            session.update(request, context.client());
        }
        if (session != null && mine != null && !full) {
            mine.use(session);
            if (session.isEmpty()) {
                mine.close(session.id());
                session = null;
            }
        }
        new FetchPass(broker, context, request, session, !full, reply).start();
    }

    /** Ends the session the request names, and opens the one it wants. */
    private static @Nullable FetchSession reopen(
            FetchSessions mine, RequestContext context, FetchRequest request) {
        if (request.sessionId() != 0) {
            mine.close(request.sessionId());
        }
        boolean wanted = request.sessionEpoch() == OPEN_EPOCH && !request.topics().isEmpty();
        return wanted ? mine.open(isByTopicId(context)) : null;
    }

    private static ErrorCode check(
            @Nullable FetchSession session, RequestContext context, FetchRequest request) {
        if (session == null) {
            return ErrorCode.FETCH_SESSION_ID_NOT_FOUND;
        }
        if (session.nextEpoch() != request.sessionEpoch()) {
            return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
        }
        return session.isByTopicId() == isByTopicId(context)
                ? ErrorCode.NONE
                : ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
    }

    private static boolean isByTopicId(RequestContext context) {
        return context.apiVersion() >= FIRST_TOPIC_ID_VERSION;
    }
}
