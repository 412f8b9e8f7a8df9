package io.leat.streams.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.kstream.Window;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.query.FailureReason;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.MultiVersionedKeyQuery;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.RangeQuery;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.query.VersionedKeyQuery;
import io.leat.streams.query.WindowKeyQuery;
import io.leat.streams.query.WindowRangeQuery;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.VersionedRecord;
import io.leat.streams.state.VersionedRecordIterator;
import io.leat.streams.state.WindowStoreIterator;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the parts of stores that are on this instance. It reads stores, which may block:
 * only for worker threads, for several of them.
 */
final class LocalAnswers {

    private final Queryable target;

    LocalAnswers(Queryable target) {
        this.target = target;
    }

    @SuppressWarnings("unchecked")
    private static Serializer<Object> serializer(Serde<?> serde) {
        return (Serializer<Object>) serde.serializer();
    }

    /** The value of a key, in {@code partition} or, null, wherever it is. */
    Reply value(Ask ask, Object key, @Nullable Integer partition) {
        StateQueryResult<?> result =
                ask.asOf() == null
                        ? ask(ask, KeyQuery.withKey(key), partition)
                        : ask(
                                ask,
                                VersionedKeyQuery.withKey(key).asOf(time(ask.asOf(), 0)),
                                partition);
        if (ask.asOf() == null && isVersioned(result)) {
            result = ask(ask, VersionedKeyQuery.withKey(key), partition);
        }
        return value(ask, key, result);
    }

    /** Versioned stores know other questions for a key. */
    private static boolean isVersioned(StateQueryResult<?> result) {
        return answers(result).stream()
                .anyMatch(
                        part ->
                                part.isFailure()
                                        && part.getFailureReason()
                                                == FailureReason.UNKNOWN_QUERY_TYPE);
    }

    private static Reply value(Ask ask, Object key, StateQueryResult<?> result) {
        Reply failure = failure(result);
        if (failure != null) {
            return failure;
        }
        QueryResult<?> found =
                result.getGlobalResult() != null
                        ? result.getGlobalResult()
                        : result.getOnlyPartitionResult();
        ObjectNode body = Json.object();
        body.set("key", Json.of(key));
        if (found == null || found.getResult() == null) {
            body.put("error", "store " + ask.store() + " has no such key");
            return new Reply(Reply.NOT_FOUND, positioned(body, result));
        }
        if (found.getResult() instanceof VersionedRecord<?> version) {
            put(body, version);
        } else {
            body.set("value", Json.of(found.getResult()));
        }
        return new Reply(Reply.OK, positioned(body, result));
    }

    private static void put(ObjectNode body, VersionedRecord<?> version) {
        body.put("from", version.timestamp());
        version.validTo().ifPresent(to -> body.put("to", to));
        body.set("value", Json.of(version.value()));
    }

    private static Instant time(@Nullable String given, long usual) {
        return Instant.ofEpochMilli(given == null ? usual : Long.parseLong(given));
    }

    /** The versions of a key that were valid from one time to another. */
    Reply versions(Ask ask, Object key, @Nullable Integer partition) {
        MultiVersionedKeyQuery<Object, Object> all = MultiVersionedKeyQuery.withKey(key);
        StateQueryResult<VersionedRecordIterator<Object>> result =
                ask(
                        ask,
                        all.fromTime(time(ask.from(), 0))
                                .toTime(time(ask.to(), Long.MAX_VALUE))
                                .withAscendingTimestamps(),
                        partition);
        Reply failure = failure(result);
        ObjectNode body = Json.object();
        body.set("key", Json.of(key));
        ArrayNode versions = body.putArray("versions");
        for (QueryResult<VersionedRecordIterator<Object>> part : answers(result)) {
            if (part.isFailure() || part.getResult() == null) {
                continue;
            }
            try (VersionedRecordIterator<Object> found = part.getResult()) {
                while (found.hasNext() && versions.size() < ask.limit()) {
                    put(versions.addObject(), found.next());
                }
            }
        }
        return failure != null ? failure : new Reply(Reply.OK, positioned(body, result));
    }

    /** The sessions of a key that have a part between two times. */
    Reply sessions(Ask ask, Object key, @Nullable Integer partition) {
        long from = time(ask.from(), 0).toEpochMilli();
        long to = time(ask.to(), Long.MAX_VALUE).toEpochMilli();
        StateQueryResult<KeyValueIterator<Windowed<Object>, Object>> result =
                ask(ask, WindowRangeQuery.withKey(key), partition);
        Reply failure = failure(result);
        ObjectNode body = Json.object();
        body.set("key", Json.of(key));
        ArrayNode sessions = body.putArray("sessions");
        for (QueryResult<KeyValueIterator<Windowed<Object>, Object>> part : answers(result)) {
            if (part.isFailure() || part.getResult() == null) {
                continue;
            }
            try (KeyValueIterator<Windowed<Object>, Object> found = part.getResult()) {
                while (found.hasNext() && sessions.size() < ask.limit()) {
                    KeyValue<Windowed<Object>, Object> one = found.next();
                    Window session = one.key.window();
                    if (session.end() >= from && session.start() <= to) {
                        sessions.addObject()
                                .put("start", session.start())
                                .put("end", session.end())
                                .set("value", Json.of(one.value));
                    }
                }
            }
        }
        return failure != null ? failure : new Reply(Reply.OK, positioned(body, result));
    }

    /** The windows of a key, from a start to another one. */
    Reply windows(Ask ask, Object key, @Nullable Integer partition) {
        Instant from = time(ask.from(), 0);
        Instant to = time(ask.to(), Long.MAX_VALUE);
        StateQueryResult<WindowStoreIterator<Object>> result =
                ask(ask, WindowKeyQuery.withKeyAndWindowStartRange(key, from, to), partition);
        Reply failure = failure(result);
        ObjectNode body = Json.object();
        body.set("key", Json.of(key));
        ArrayNode windows = body.putArray("windows");
        for (QueryResult<WindowStoreIterator<Object>> part : answers(result)) {
            if (part.isFailure() || part.getResult() == null) {
                continue;
            }
            try (WindowStoreIterator<Object> found = part.getResult()) {
                while (found.hasNext() && windows.size() < ask.limit()) {
                    KeyValue<Long, Object> window = found.next();
                    windows.addObject()
                            .put("start", window.key)
                            .set("value", Json.of(window.value));
                }
            }
        }
        return failure != null ? failure : new Reply(Reply.OK, positioned(body, result));
    }

    /** The first rows of a range that are here, in the order of their serialized keys. */
    Reply range(Ask ask, Serde<?> serde) {
        Object after =
                ask.after() == null
                        ? null
                        : serde.deserializer().deserialize("", Json.base64(ask.after()));
        Object from = ask.from() == null ? null : Json.key(ask.from(), serde);
        Object to = ask.to() == null ? null : Json.key(ask.to(), serde);
        Object lower = after != null ? after : from;
        StateQueryResult<KeyValueIterator<Object, Object>> result =
                ask(ask, RangeQuery.withRange(lower, to), null);
        Reply failure = failure(result);
        TreeMap<Bytes, KeyValue<Object, Object>> rows = new TreeMap<>();
        for (QueryResult<KeyValueIterator<Object, Object>> part : answers(result)) {
            if (part.isSuccess() && part.getResult() != null) {
                try (KeyValueIterator<Object, Object> found = part.getResult()) {
                    take(found, serializer(serde), ask, rows);
                }
            }
        }
        if (failure != null) {
            return failure;
        }
        ObjectNode body = Json.object();
        ArrayNode listed = body.putArray("rows");
        rows.forEach(
                (bytes, row) -> {
                    ObjectNode one = listed.addObject();
                    one.set("key", Json.of(row.key));
                    one.set("value", Json.of(row.value));
                    one.put("id", Json.base64(bytes.get()));
                });
        return new Reply(Reply.OK, positioned(body, result));
    }

    private static void take(
            KeyValueIterator<Object, Object> found,
            Serializer<Object> serializer,
            Ask ask,
            TreeMap<Bytes, KeyValue<Object, Object>> rows) {
        Bytes after = ask.after() == null ? null : Bytes.wrap(Json.base64(ask.after()));
        int taken = 0;
        while (taken <= ask.limit() && found.hasNext()) {
            KeyValue<Object, Object> row = found.next();
            Bytes bytes = Bytes.wrap(serializer.serialize("", row.key));
            if (!bytes.equals(after)) {
                rows.put(bytes, row);
                taken++;
            }
        }
        while (rows.size() > ask.limit() + 1) {
            rows.pollLastEntry();
        }
    }

    private <R> StateQueryResult<R> ask(Ask ask, Query<R> query, @Nullable Integer partition) {
        StateQueryRequest<R> request =
                StateQueryRequest.inStore(ask.store())
                        .withQuery(query)
                        .withPositionBound(
                                ask.position() == null
                                        ? PositionBound.unbounded()
                                        : PositionBound.at(ask.position()));
        if (partition != null) {
            request = request.withPartitions(Set.of(partition));
        }
        // What a store that is being restored has is old; a bound finds that out by itself.
        boolean active = ask.position() == null && !ask.copy();
        return target.query(active ? request.requireActive() : request);
    }

    private static <R> Collection<QueryResult<R>> answers(StateQueryResult<R> result) {
        QueryResult<R> global = result.getGlobalResult();
        Map<Integer, QueryResult<R>> parts = new TreeMap<>(result.getPartitionResults());
        return global != null ? Set.of(global) : parts.values();
    }

    /** What to say when not all parts answered; null when they did. */
    private static @Nullable Reply failure(StateQueryResult<?> result) {
        for (QueryResult<?> part : answers(result)) {
            if (part.isFailure()) {
                return Reply.failure(
                        status(part.getFailureReason()),
                        part.getFailureReason() + ": " + part.getFailureMessage());
            }
        }
        return null;
    }

    private static int status(FailureReason reason) {
        return switch (reason) {
            case UNKNOWN_QUERY_TYPE -> Reply.BAD_REQUEST;
            case DOES_NOT_EXIST -> Reply.NOT_FOUND;
            case STORE_EXCEPTION -> Reply.FAILED;
            default -> Reply.NOT_NOW;
        };
    }

    private static ObjectNode positioned(ObjectNode body, StateQueryResult<?> result) {
        return body.put("position", PositionToken.encode(result.getPosition()));
    }
}
