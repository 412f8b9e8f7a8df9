package io.leat.log.broker.access;

import io.leat.log.broker.Refusals;
import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the guards of the API keys. Filled once, then read on every loop. */
final class GuardTable {

    private final Map<ApiKey, Guard<?, ?>> guards = new EnumMap<>(ApiKey.class);

    @Nullable Guard<?, ?> get(ApiKey key) {
        return guards.get(key);
    }

    <Q extends ApiMessage, R extends ApiMessage> void put(ApiKey key, Guard<Q, R> guard) {
        if (guards.put(key, guard) != null) {
            throw new IllegalArgumentException("two guards for " + key);
        }
    }

    /** Everybody may ask. */
    void open(ApiKey... keys) {
        for (ApiKey key : keys) {
            put(key, (access, request, reply, next) -> next.handle(request, reply));
        }
    }

    /** The whole request needs one right on the cluster. */
    void cluster(Operation operation, ApiKey... keys) {
        for (ApiKey key : keys) {
            whole(
                    key,
                    ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                    (access, request) -> access.cluster(operation));
        }
    }

    /** The whole request passes or gets {@code error}. */
    <Q extends ApiMessage, R extends ApiMessage> void whole(
            ApiKey key, ErrorCode error, BiPredicate<Access, Q> allowed) {
        this.<Q, R>put(
                key,
                (access, request, reply, next) -> {
                    if (allowed.test(access, request)) {
                        next.handle(request, reply);
                    } else {
                        refuse(access, request, reply, error);
                    }
                });
    }

    /** Each element passes or gets {@code error}. */
    <Q extends ApiMessage, R extends ApiMessage, T> void each(
            ApiKey key,
            ErrorCode error,
            Elements<Q, T> elements,
            BiPredicate<Access, T> allowed,
            BinaryOperator<R> merged) {
        put(key, elements(error, elements, allowed, merged));
    }

    /**
     * The elements of a request.
     *
     * @param of null if the request is not about single ones
     * @param with the request with others instead
     */
    record Elements<Q, T>(Function<Q, @Nullable List<T>> of, BiFunction<Q, List<T>, Q> with) {}

    static <Q extends ApiMessage, R extends ApiMessage, T> Guard<Q, R> elements(
            ErrorCode error,
            Elements<Q, T> elements,
            BiPredicate<Access, T> allowed,
            BinaryOperator<R> merged) {
        return (access, request, reply, next) -> {
            List<T> all = elements.of.apply(request);
            List<T> passed = new ArrayList<>();
            List<T> denied = new ArrayList<>();
            for (T element : all == null ? List.<T>of() : all) {
                (allowed.test(access, element) ? passed : denied).add(element);
            }
            if (denied.isEmpty()) {
                next.handle(request, reply);
                return;
            }
            Q refused = elements.with.apply(request, denied);
            R refusal = refusal(access, refused, error);
            if (refusal == null) {
                reply.close("it has no right to " + request.apiKey());
            } else if (passed.isEmpty()) {
                reply.complete(refusal);
            } else {
                next.handle(
                        elements.with.apply(request, passed),
                        new ChangedReply<>(reply, response -> merged.apply(response, refusal)));
            }
        };
    }

    /** What passes the first guard has to pass the others. */
    @SafeVarargs
    static <Q extends ApiMessage, R extends ApiMessage> Guard<Q, R> all(
            Guard<Q, R> first, Guard<Q, R>... others) {
        Guard<Q, R> all = first;
        for (Guard<Q, R> other : others) {
            Guard<Q, R> before = all;
            all =
                    (access, request, reply, next) ->
                            before.check(
                                    access,
                                    request,
                                    reply,
                                    (passed, answer) -> other.check(access, passed, answer, next));
        }
        return all;
    }

    /** Refuses a whole request. */
    static <R extends ApiMessage> void refuse(
            Access access, ApiMessage request, Reply<R> reply, ErrorCode error) {
        R refusal = refusal(access, request, error);
        if (refusal == null) {
            reply.close("it has no right to " + request.apiKey());
        } else {
            reply.complete(refusal);
        }
    }

    @SuppressWarnings("unchecked") // the refusal of a request is a response to it
    private static <R extends ApiMessage> @Nullable R refusal(
            Access access, ApiMessage request, ErrorCode error) {
        return (R) Refusals.of(request, access.context().apiVersion(), error);
    }

    /** Both lists, one after the other. */
    static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
