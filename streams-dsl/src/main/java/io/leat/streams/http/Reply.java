package io.leat.streams.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer on its way out: a status of HTTP and JSON. */
record Reply(int status, ObjectNode body) {

    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int NOT_FOUND = 404;
    static final int FAILED = 500;
    static final int UNREACHABLE = 502;
    static final int NOT_NOW = 503;

    static Reply failure(int status, String why) {
        return new Reply(status, Json.object().put("error", why));
    }
}
