package io.leat.clients.network;

import io.leat.common.KafkaException;
import io.leat.log.runtime.Ports;
import java.util.ServiceLoader;

/** The real ports of one client: sockets, clocks and threads. Closing it ends its threads. */
public interface ClientPorts extends AutoCloseable {

    Ports ports();

    @Override
    void close();

    /** Makes ports; the transport module has one. */
    interface Provider {

        /** Ports of a client called {@code name}, with one loop. */
        ClientPorts open(String name);
    }

    /** Ports of the first provider there is. */
    static ClientPorts open(String name) {
        return ServiceLoader.load(Provider.class)
                .findFirst()
                .orElseThrow(
                        () ->
                                new KafkaException(
                                        "No transport on the class path: add leat-transport"))
                .open(name);
    }
}
