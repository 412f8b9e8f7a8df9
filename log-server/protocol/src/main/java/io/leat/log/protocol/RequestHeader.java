package io.leat.log.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What precedes the body of every request. Immutable; safe on every loop.
 *
 * <p>Header version 1, or 2 with tagged fields where the body is flexible. The version may be one
 * that nobody knows: the header can still be read, so that the request can be answered.
 */
public record RequestHeader(
        ApiKey apiKey, short apiVersion, int correlationId, @Nullable String clientId) {

    /**
     * Elements that the lists of a request may have. An element of a byte or two costs some fifty
     * bytes of memory: without a bound, one frame of 100 MiB would fill the heap.
     */
    public static final int ELEMENTS_MAX = 1 << 20;

    /**
     * Reads the header and moves {@code frame} to the body.
     *
     * @throws MalformedMessageException also if the API key is unknown
     */
    public static RequestHeader read(ByteBuffer frame) {
        Reader in = new Reader(frame, 0, false);
        short id = in.int16();
        short version = in.int16();
        int correlationId = in.int32();
        ApiKey key = ApiKey.forId(id);
        if (key == null) {
            throw new MalformedMessageException("There is no API key " + id);
        }
        String clientId = in.legacyString();
        if (key.flexible(version)) {
            new Reader(frame, version, true).skipTags();
        }
        return new RequestHeader(key, version, correlationId, clientId);
    }

    /** A reader of the body that follows in {@code frame}. */
    public Reader body(ByteBuffer frame) {
        return body(frame, apiVersion);
    }

    /**
     * As {@link #body(ByteBuffer)}, looking for the fields of {@code version}, in the encoding the
     * version of this header has: what can be done with a version whose schema nobody knows.
     */
    public Reader body(ByteBuffer frame, int version) {
        return new Reader(frame, version, apiKey.flexible(apiVersion), ELEMENTS_MAX);
    }

    /** The whole request, ready to be sent: header and body, without the length prefix. */
    public ByteBuffer[] frame(ApiMessage body) {
        Writer out = apiKey.versions().writer(apiVersion);
        write(out);
        body.write(out);
        return out.finish();
    }

    private void write(Writer out) {
        out.int16(apiKey.id());
        out.int16(apiVersion);
        out.int32(correlationId);
        out.legacyString(clientId); // an int16 length even in header version 2
        out.tags();
    }
}
