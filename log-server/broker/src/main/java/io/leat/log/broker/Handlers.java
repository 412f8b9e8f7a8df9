package io.leat.log.broker;

import io.leat.log.broker.cluster.ApiVersionsHandler;
import io.leat.log.broker.cluster.DescribeClusterHandler;
import io.leat.log.broker.cluster.DescribeTopicPartitionsHandler;
import io.leat.log.broker.cluster.MetadataHandler;
import io.leat.log.broker.settings.DescribeConfigsHandler;
import io.leat.log.broker.settings.IncrementalAlterConfigsHandler;
import io.leat.log.broker.topic.CreatePartitionsHandler;
import io.leat.log.broker.topic.CreateTopicsHandler;
import io.leat.log.broker.topic.DeleteTopicsHandler;
import io.leat.log.protocol.ApiKey;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The support table: which API keys are answered, in which versions, by whom. Immutable;
 * ApiVersions is computed from it, so that only what works is advertised.
 */
public final class Handlers {

    /** What a broker answers, in the order of the keys; ApiVersions comes on top. */
    public static final List<Function<Broker, Handler<?, ?>>> ALL =
            List.of(
                    MetadataHandler::new,
                    CreateTopicsHandler::new,
                    DeleteTopicsHandler::new,
                    DescribeConfigsHandler::new,
                    CreatePartitionsHandler::new,
                    IncrementalAlterConfigsHandler::new,
                    DescribeClusterHandler::new,
                    DescribeTopicPartitionsHandler::new);

    private final Map<ApiKey, Handler<?, ?>> byKey = new EnumMap<>(ApiKey.class);

    /** The handlers of {@link #ALL} for {@code broker}. */
    public static Handlers of(Broker broker) {
        Handlers handlers = new Handlers();
        for (Function<Broker, Handler<?, ?>> factory : ALL) {
            handlers.add(factory.apply(broker));
        }
        handlers.add(new ApiVersionsHandler(broker, handlers));
        return handlers;
    }

    Handlers() {}

    /** Before the first request. */
    void add(Handler<?, ?> handler) {
        if (byKey.put(handler.key(), handler) != null) {
            throw new IllegalArgumentException("two handlers for " + handler.key());
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
