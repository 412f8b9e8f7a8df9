package io.leat.log.broker.share;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.ShareFetchResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ShareFetch, versions 1 to 2: records for a member of a share group, and what it says about those
 * it had before. Each request is a {@link ShareFetchPass}.
 */
public final class ShareFetchHandler implements Handler<ShareFetchRequest, ShareFetchResponse> {

    private static final int MEMBER_ID_MAX = 36;

    private final Broker broker;

    public ShareFetchHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.SHARE_FETCH;
    }

    @Override
    public ShareFetchRequest read(Reader in) {
        return ShareFetchRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, ShareFetchRequest request, Reply<ShareFetchResponse> reply) {
        ShareSession.Key key = key(request.groupId(), request.memberId());
        if (key == null) {
            refuse(reply, ErrorCode.INVALID_REQUEST, "The group or the member has no valid id.");
            return;
        }
        if (request.isRenewAck() && asksForRecords(request)) {
            refuse(
                    reply,
                    ErrorCode.INVALID_REQUEST,
                    "With isRenewAck all of maxBytes, minBytes, maxRecords and maxWaitMs are 0.");
            return;
        }
        ShareAcknowledgements said = said(key, request);
        ShareSessions.Result found = session(context, request, key, said);
        ShareSession session = found.session();
        if (session != null) {
            new ShareFetchPass(broker, context, request, session, said, reply).start();
        } else if (found.error() == ErrorCode.SHARE_SESSION_LIMIT_REACHED) {
            context.loop()
                    .schedule(
                            Math.max(0, request.maxWaitMs()),
                            () -> refuse(reply, found.error(), found.error().message() + "."));
        } else {
            refuse(reply, found.error(), found.error().message() + ".");
        }
    }

    /** Whose request it is; null if an id is missing or too long. */
    static ShareSession.@Nullable Key key(@Nullable String group, @Nullable String member) {
        if (group == null
                || member == null
                || member.isEmpty()
                || member.length() > MEMBER_ID_MAX) {
            return null;
        }
        return new ShareSession.Key(group, member);
    }

    private static boolean asksForRecords(ShareFetchRequest request) {
        return request.maxBytes() != 0
                || request.minBytes() != 0
                || request.maxRecords() != 0
                || request.maxWaitMs() != 0;
    }

    private static ShareAcknowledgements said(ShareSession.Key key, ShareFetchRequest request) {
        ShareAcknowledgements said = new ShareAcknowledgements(key, request.isRenewAck());
        for (ShareFetchRequest.FetchTopic topic : request.topics()) {
            for (ShareFetchRequest.FetchPartition each : topic.partitions()) {
                said.add(
                        new SharePart(topic.topicId(), each.partitionIndex()),
                        each.acknowledgementBatches().stream()
                                .map(
                                        batch ->
                                                new Acknowledgement(
                                                        batch.firstOffset(),
                                                        batch.lastOffset(),
                                                        batch.acknowledgeTypes()))
                                .toList());
            }
        }
        return said;
    }

    private ShareSessions.Result session(
            RequestContext context,
            ShareFetchRequest request,
            ShareSession.Key key,
            ShareAcknowledgements said) {
        List<SharePart> parts = new ArrayList<>();
        request.topics()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                each ->
                                                        parts.add(
                                                                new SharePart(
                                                                        topic.topicId(),
                                                                        each.partitionIndex()))));
        ShareSessions sessions = broker.shares().sessions();
        if (request.shareSessionEpoch() == ShareSession.OPENS) {
            return said.isEmpty()
                    ? sessions.open(key, parts, context.client())
                    : new ShareSessions.Result(ErrorCode.INVALID_REQUEST, null);
        }
        List<SharePart> forgotten = new ArrayList<>();
        request.forgottenTopicsData()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                each ->
                                                        forgotten.add(
                                                                new SharePart(
                                                                        topic.topicId(), each))));
        return sessions.next(key, request.shareSessionEpoch(), parts, forgotten);
    }

    private static void refuse(Reply<ShareFetchResponse> reply, ErrorCode error, String message) {
        reply.complete(ShareFetchResponse.builder().errorCode(error).errorMessage(message).build());
    }
}
