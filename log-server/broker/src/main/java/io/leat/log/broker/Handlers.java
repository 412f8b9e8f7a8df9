package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The support table: which API keys are answered, in which versions, by whom. Immutable;
 * ApiVersions is computed from it, so that only what works is advertised.
 */
public final class Handlers {

    private final Map<ApiKey, Handler<?, ?>> byKey = new EnumMap<>(ApiKey.class);

    public Handlers(List<Handler<?, ?>> handlers) {
        for (Handler<?, ?> handler : handlers) {
            if (byKey.put(handler.key(), handler) != null) {
                throw new IllegalArgumentException("two handlers for " + handler.key());
            }
        }
    }

    /** Who answers {@code key}, or null if nobody does. */
    public @Nullable Handler<?, ?> get(ApiKey key) {
        return byKey.get(key);
    }

    /** All handlers, in the order of their keys. */
    public Collection<Handler<?, ?>> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** The versions of {@code handler} that can really be read and answered. */
    static VersionRange served(Handler<?, ?> handler) {
        return handler.versions().and(VersionRange.of(handler.key()));
    }
}
