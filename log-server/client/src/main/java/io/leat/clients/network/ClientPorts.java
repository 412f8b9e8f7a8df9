package io.leat.clients.network;

import io.leat.log.runtime.Ports;
import io.leat.log.transport.RealPorts;

/** The real ports of one client, with one loop. Closing it ends its threads. */
public final class ClientPorts implements AutoCloseable {

    private final RealPorts real;

    private ClientPorts(RealPorts real) {
        this.real = real;
    }

    /** Ports of a client called {@code name}. */
    public static ClientPorts open(String name) {
        return new ClientPorts(RealPorts.create(name, 1));
    }

    public Ports ports() {
        return real.ports();
    }

    @Override
    public void close() {
        real.close();
    }
}
