package io.leat.log.protocol;

import java.nio.ByteBuffer;

/**
 * What precedes the body of every response. Immutable; safe on every loop.
 *
 * <p>Header version 0, or 1 with tagged fields where the body is flexible. A response to
 * API_VERSIONS always has version 0: its reader does not know yet what the server speaks (KIP-511).
 */
public record ResponseHeader(int correlationId) {

    /** Reads the header of a response to {@code key} and moves {@code frame} to the body. */
    public static ResponseHeader read(ByteBuffer frame, ApiKey key, int version) {
        Reader in = new Reader(frame, version, hasTags(key, version));
        int correlationId = in.int32();
        in.skipTags();
        return new ResponseHeader(correlationId);
    }

    /** The whole response, ready to be sent: header and body, without the length prefix. */
    public ByteBuffer[] frame(ApiMessage body, int version) {
        Writer out = body.apiKey().versions().writer(version);
        out.int32(correlationId);
        if (hasTags(body.apiKey(), version)) {
            out.tags();
        }
        body.write(out);
        return out.finish();
    }

    private static boolean hasTags(ApiKey key, int version) {
        return key.flexible(version) && key != ApiKey.API_VERSIONS;
    }
}
