package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a session store one after the other. Safe for several threads. */
@SuppressWarnings("unchecked")
final class SessionParts<K, A> implements ReadOnlySessionStore<K, A> {

    private final Supplier<List<StateStore>> parts;
    private final Function<Object, Object> unwrap;

    SessionParts(Supplier<List<StateStore>> parts, Function<Object, Object> unwrap) {
        this.parts = parts;
        this.unwrap = unwrap;
    }

    private List<ReadOnlySessionStore<K, A>> views() {
        return parts.get().stream()
                .map(store -> (ReadOnlySessionStore<K, A>) QueryableStoreTypes.committed(store))
                .toList();
    }

    private KeyValueIterator<Windowed<K>, A> each(
            Function<ReadOnlySessionStore<K, A>, KeyValueIterator<Windowed<K>, A>> range) {
        return new Chained<>(
                views().stream()
                        .map(
                                view ->
                                        (KeyValueIterator<Windowed<K>, Object>)
                                                (KeyValueIterator<?, ?>) range.apply(view))
                        .toList(),
                unwrap);
    }

    private @Nullable A first(Function<ReadOnlySessionStore<K, A>, @Nullable A> read) {
        for (ReadOnlySessionStore<K, A> view : views()) {
            A found = read.apply(view);
            if (found != null) {
                return (A) unwrap.apply(found);
            }
        }
        return null;
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return each(view -> view.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return each(view -> view.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestSessionEndTime,
            long latestSessionStartTime) {
        return each(
                view ->
                        view.findSessions(
                                keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return each(
                view ->
                        view.findSessions(
                                keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return each(
                view ->
                        view.backwardFindSessions(
                                key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return each(
                view ->
                        view.backwardFindSessions(
                                key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestSessionEndTime,
            long latestSessionStartTime) {
        return each(
                view ->
                        view.backwardFindSessions(
                                keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return each(
                view ->
                        view.backwardFindSessions(
                                keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public @Nullable A fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        return first(view -> view.fetchSession(key, sessionStartTime, sessionEndTime));
    }

    @Override
    public @Nullable A fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return first(view -> view.fetchSession(key, sessionStartTime, sessionEndTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> fetch(K key) {
        return each(view -> view.fetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return each(view -> view.fetch(keyFrom, keyTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFetch(K key) {
        return each(view -> view.backwardFetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return each(view -> view.backwardFetch(keyFrom, keyTo));
    }
}
