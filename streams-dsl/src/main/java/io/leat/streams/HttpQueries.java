package io.leat.streams;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.http.Listen;
import io.leat.streams.http.QueryServer;
import io.leat.streams.http.Queryable;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.runtime.Runtime;
import io.leat.streams.state.HostInfo;
import io.leat.streams.state.spi.KeyedStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP queries of an application that asks for them. Safe for several threads. */
final class HttpQueries implements AutoCloseable {

    private final QueryServer server;
    private final StreamsConfig config;

    private HttpQueries(QueryServer server, StreamsConfig config) {
        this.server = server;
        this.config = config;
    }

    /** Starts to listen; null unless {@code config} names a port. */
    static @Nullable HttpQueries open(
            LeatStreams streams,
            Topology topology,
            Supplier<Runtime> runtime,
            StreamsConfig config) {
        int port = config.getInt(StreamsConfig.QUERIES_HTTP_PORT_CONFIG);
        if (port < 0) {
            return null;
        }
        String host = config.getString(StreamsConfig.QUERIES_HTTP_HOST_CONFIG);
        Listen listen =
                new Listen(
                        host,
                        port,
                        config.getString(StreamsConfig.QUERIES_HTTP_TOKEN_FILE_CONFIG),
                        config.getBoolean(StreamsConfig.QUERIES_HTTP_INSECURE_CONFIG));
        QueryServer server = QueryServer.start(new Asked(streams, topology, runtime), listen);
        String address = config.getString(StreamsConfig.APPLICATION_SERVER_CONFIG);
        StreamsConfig announced = config;
        if (address.isEmpty()) {
            address = host + ":" + server.port();
            Map<String, Object> all = new HashMap<>(config.originals());
            all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
            announced = new StreamsConfig(all);
        }
        HostInfo own = HostInfo.buildFromEndpoint(address);
        if (own != null) {
            server.own(own);
        }
        return new HttpQueries(server, announced);
    }

    /** The settings, with the address that others are told. */
    StreamsConfig config() {
        return config;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    /**
     * An application, as questions see it.
     *
     * @param runtime gives what runs, or says why nothing does
     */
    private record Asked(LeatStreams streams, Topology topology, Supplier<Runtime> runtime)
            implements Queryable {

        private boolean isGlobal(String store) {
            return topology.graph().globalStores().stream()
                    .anyMatch(global -> global.name().equals(store));
        }

        @Override
        public @Nullable Serde<?> keys(String store) {
            try {
                return runtime.get().stores(store, null, true).stream()
                        .filter(KeyedStore.class::isInstance)
                        .map(part -> ((KeyedStore) part).keys())
                        .findFirst()
                        .orElse(null);
            } catch (InvalidStateStoreException e) {
                return null;
            }
        }

        @Override
        public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
            // Copies of what others have are asked for by their partition only.
            return request.isAllPartitions() && !isGlobal(request.getStoreName())
                    ? streams.query(
                            request.withPartitions(
                                    runtime.get().ownPartitions(request.getStoreName())))
                    : streams.query(request);
        }

        @Override
        public <K> KeyQueryMetadata where(String store, K key, Serializer<K> serializer) {
            return isGlobal(store)
                    ? KeyQueryMetadata.NOT_AVAILABLE
                    : streams.queryMetadataForKey(store, key, serializer);
        }

        @Override
        public Collection<StreamsMetadata> instances() {
            return streams.metadataForAllStreamsClients();
        }
    }
}
