package io.leat.log.broker.peer;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.message.ApiMessages;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;

/** One request on its way to another node. Owned by the loop of its channel. */
final class PeerCall<R extends ApiMessage> {

    private final ApiMessage request;
    private final int newest;
    private final long deadlineMs;
    private final PeerCallback<R> callback;
    private int version;
    private int correlationId;

    /**
     * @param newest version in which it may be sent
     */
    PeerCall(ApiMessage request, int newest, long deadlineMs, PeerCallback<R> callback) {
        this.request = request;
        this.newest = newest;
        this.deadlineMs = deadlineMs;
        this.callback = callback;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    ApiKey key() {
        return request.apiKey();
    }

    int newest() {
        return newest;
    }

    ByteBuffer[] encode(int version, int correlationId, String clientId) {
        this.version = version;
        this.correlationId = correlationId;
        return new RequestHeader(key(), (short) version, correlationId, clientId).frame(request);
    }

    /**
     * Hands the response to who asked.
     *
     * @throws MalformedMessageException if it is none; then nobody was told
     */
    @SuppressWarnings("unchecked") // the response of a key has one class
    void answer(Frame frame) {
        ByteBuffer bytes = frame.bytes().duplicate();
        ResponseHeader header = ResponseHeader.read(bytes, key(), version);
        if (header.correlationId() != correlationId) {
            throw new MalformedMessageException(
                    "a response to request " + header.correlationId() + ", not " + correlationId);
        }
        Reader in = new Reader(bytes, version, key().flexible(version));
        callback.answered((R) ApiMessages.readResponse(key(), in), frame);
    }

    void fail(PeerException cause) {
        callback.failed(cause);
    }
}
