package io.leat.clients.network;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigException;
import io.leat.log.runtime.Endpoint;
import io.leat.log.security.ClientSecurity;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of {@link ClientIo}, checked. Immutable.
 *
 * @param bootstrap addresses of brokers, or of controllers
 * @param controllers whether they are controllers, so that brokers are never asked (KIP-919)
 * @param security how connections are secured
 */
public record ClientSettings(
        String clientId,
        List<Endpoint> bootstrap,
        long requestTimeoutMs,
        Backoff reconnect,
        Backoff retry,
        long connectTimeoutMs,
        long metadataMaxAgeMs,
        int maxInFlight,
        boolean autoCreateTopics,
        long idleMs,
        Recovery recovery,
        boolean controllers,
        ClientSecurity security) {

    /**
     * What to do when the known brokers are gone (KIP-899, KIP-1102).
     *
     * @param rebootstrap whether to start again from the bootstrap addresses
     * @param afterMs after so long without metadata, even if known brokers can be reached
     */
    public record Recovery(boolean rebootstrap, long afterMs) {}

    /** Reads the settings that producer, consumer and admin have in common. */
    public static ClientSettings of(
            AbstractConfig config, String clientId, int maxInFlight, boolean autoCreateTopics) {
        List<Endpoint> bootstrap =
                bootstrap("bootstrap.servers", config.getList("bootstrap.servers"));
        return of(config, clientId, maxInFlight, autoCreateTopics, bootstrap, false);
    }

    /** As above, for a client of the controllers in {@code bootstrap.controllers}. */
    public static ClientSettings ofControllers(
            AbstractConfig config, String clientId, int maxInFlight) {
        List<Endpoint> bootstrap =
                bootstrap("bootstrap.controllers", config.getList("bootstrap.controllers"));
        return of(config, clientId, maxInFlight, false, bootstrap, true);
    }

    private static ClientSettings of(
            AbstractConfig config,
            String clientId,
            int maxInFlight,
            boolean autoCreateTopics,
            List<Endpoint> bootstrap,
            boolean controllers) {
        return new ClientSettings(
                clientId,
                bootstrap,
                config.getInt("request.timeout.ms"),
                new Backoff(
                        config.getLong("reconnect.backoff.ms"),
                        config.getLong("reconnect.backoff.max.ms")),
                new Backoff(
                        config.getLong("retry.backoff.ms"), config.getLong("retry.backoff.max.ms")),
                config.getLong("socket.connection.setup.timeout.ms"),
                config.getLong("metadata.max.age.ms"),
                maxInFlight,
                autoCreateTopics,
                config.getLong("connections.max.idle.ms"),
                new Recovery(
                        config.getString("metadata.recovery.strategy")
                                .equalsIgnoreCase("rebootstrap"),
                        config.getLong("metadata.recovery.rebootstrap.trigger.ms")),
                controllers,
                SecuritySettings.of(config));
    }

    static List<Endpoint> bootstrap(String key, List<String> servers) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String server : servers) {
            String text = server.trim();
            int scheme = text.indexOf("://");
            if (text.isEmpty()) {
                continue;
            }
            try {
                Endpoint endpoint = Endpoint.parse(scheme < 0 ? text : text.substring(scheme + 3));
                if (endpoint.host().isEmpty() || endpoint.port() == 0) {
                    throw new IllegalArgumentException("'" + text + "' is not host:port");
                }
                endpoints.add(endpoint);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, server, "write host:port, separated by commas");
            }
        }
        if (endpoints.isEmpty()) {
            throw new ConfigException(key, servers, "name at least one broker as host:port");
        }
        return List.copyOf(endpoints);
    }
}
