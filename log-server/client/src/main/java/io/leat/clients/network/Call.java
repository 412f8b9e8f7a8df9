package io.leat.clients.network;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.Reader;
import io.leat.log.runtime.Frame;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One request and how its response is read. Immutable; made on any thread, used on the client's
 * loop.
 *
 * <p>The request is built when the connection is up and its version is known. Unless the call
 * {@link #lends}, the response is read from a copy and its buffers may be kept.
 *
 * @param highest the highest version to use, at most the schema's
 * @param lowest the lowest version that can say what the caller means
 * @param request makes the body for a version
 * @param parse reads the response; the frame is null unless the call lends
 * @param timeoutMs how long the response may take; 0 means {@code request.timeout.ms}
 * @param released runs once on the loop when the buffers of the request are no longer in use,
 *     whatever became of the call
 */
public record Call<T extends @Nullable Object>(
        ApiKey key,
        short lowest,
        short highest,
        IntFunction<? extends ApiMessage> request,
        BiFunction<Reader, @Nullable Frame, T> parse,
        boolean lends,
        boolean expectsResponse,
        long timeoutMs,
        Runnable released) {

    /** A call in any version that both sides know. */
    public static <T> Call<T> of(
            ApiKey key, IntFunction<? extends ApiMessage> request, Function<Reader, T> parse) {
        return new Call<>(
                key,
                key.baselineVersion(),
                key.maxStableVersion(),
                request,
                (reader, frame) -> parse.apply(reader),
                false,
                true,
                0,
                () -> {});
    }

    /** A call whose request looks the same in every version. */
    public static <T> Call<T> of(ApiMessage request, Function<Reader, T> parse) {
        return of(request.apiKey(), version -> request, parse);
    }

    /**
     * A call whose response refers to the frame it came in: {@code parse} owns one reference and
     * sees that it is released.
     */
    public static <T> Call<T> lending(
            ApiKey key,
            IntFunction<? extends ApiMessage> request,
            BiFunction<Reader, @Nullable Frame, T> parse) {
        return new Call<>(
                key,
                key.baselineVersion(),
                key.maxStableVersion(),
                request,
                parse,
                true,
                true,
                0,
                () -> {});
    }

    public Call<T> versions(int lowestVersion, int highestVersion) {
        return new Call<>(
                key,
                (short) lowestVersion,
                (short) highestVersion,
                request,
                parse,
                lends,
                expectsResponse,
                timeoutMs,
                released);
    }

    public Call<T> timeoutMs(long ms) {
        return new Call<>(
                key, lowest, highest, request, parse, lends, expectsResponse, ms, released);
    }

    public Call<T> released(Runnable action) {
        return new Call<>(
                key, lowest, highest, request, parse, lends, expectsResponse, timeoutMs, action);
    }

    /** A request that the broker does not answer; the call ends when it was written. */
    public Call<T> withoutResponse() {
        return new Call<>(key, lowest, highest, request, parse, lends, false, timeoutMs, released);
    }
}
