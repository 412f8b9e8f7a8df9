package io.leat.clients.admin;

import java.util.Objects;

/** An address on which a voter listens. Immutable. */
public class RaftVoterEndpoint {

    private final String listener;
    private final String host;
    private final int port;

    /**
     * @param listener the name of the listener, in capital letters
     */
    public RaftVoterEndpoint(String listener, String host, int port) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
    }

    public String listener() {
        return listener;
    }

    /** The same as {@link #listener}, under its older name. */
    public String name() {
        return listener;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof RaftVoterEndpoint that
                        && port == that.port
                        && listener.equals(that.listener)
                        && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return Objects.hash(listener, host, port);
    }

    /** As settings write it: {@code LISTENER://host:port}. */
    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return listener + "://" + shown + ":" + port;
    }
}
