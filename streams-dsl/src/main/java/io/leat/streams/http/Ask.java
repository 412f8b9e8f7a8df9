package io.leat.streams.http;

import io.leat.streams.query.Position;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question as it came over HTTP. Immutable.
 *
 * @param path its parts, decoded
 * @param asOf the time of the version that is asked for; null for the latest
 * @param position what the answer must have seen at least; null for nothing
 * @param waitMs how long to wait for that
 * @param local whether to answer from this instance alone
 * @param forwarded whether an instance that does not have the store asks in the name of another
 * @param copy whether a copy may answer that is behind
 */
record Ask(
        String uri,
        List<String> path,
        @Nullable String from,
        @Nullable String to,
        @Nullable String after,
        int limit,
        @Nullable String asOf,
        @Nullable Position position,
        long waitMs,
        boolean local,
        boolean forwarded,
        boolean copy) {

    static final int MOST = 1_000;
    private static final int USUAL = 100;
    private static final long LONGEST_WAIT_MS = 30_000;

    static Ask of(HttpServerRequest request) {
        String token = request.getParam("position");
        return new Ask(
                request.uri(),
                path(request.path()),
                request.getParam("from"),
                request.getParam("to"),
                request.getParam("after"),
                (int) number(request, "limit", USUAL, 1, MOST),
                request.getParam("asOf"),
                token == null ? null : PositionToken.decode(token),
                number(request, "wait", 0, 0, LONGEST_WAIT_MS),
                request.getParam("local") != null,
                request.getParam("forwarded") != null,
                false);
    }

    private static List<String> path(@Nullable String raw) {
        List<String> parts = new ArrayList<>();
        for (String part : (raw == null ? "" : raw).split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return List.copyOf(parts);
    }

    private static long number(
            HttpServerRequest request, String name, long usual, long least, long most) {
        String given = request.getParam(name);
        if (given == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + " must be from " + least + " to " + most + ", not " + given);
    }

    String store() {
        return path.get(1);
    }

    /** Whether an old answer will do: the instance that has the key does not answer. */
    Ask ofCopy() {
        return new Ask(
                uri, path, from, to, after, limit, asOf, position, waitMs, local, forwarded, true);
    }

    /** The same question to one instance alone. */
    String localUri() {
        return with("local");
    }

    /** The same question to an instance that knows more, and passes it on to nobody like this. */
    String forwardedUri() {
        return with("forwarded");
    }

    private String with(String parameter) {
        return uri + (uri.contains("?") ? "&" : "?") + parameter;
    }
}
