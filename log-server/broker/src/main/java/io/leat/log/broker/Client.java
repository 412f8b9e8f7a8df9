package io.leat.log.broker;

import io.leat.log.broker.security.Login;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connected client, as its connection knows it. Owned by the connection's loop; other loops may
 * read what is final.
 */
public final class Client {

    private static final String UNKNOWN = "unknown";

    private final long connectionId;
    private final String listener;
    private final Endpoint local;
    private final Endpoint remote;
    private final EventLoop loop;

    private String softwareName = UNKNOWN;
    private String softwareVersion = UNKNOWN;
    private Principal principal = Principal.ANONYMOUS;
    private @Nullable Login login;
    private volatile boolean closed;
    private @Nullable List<Runnable> onClosed;

    public Client(
            long connectionId, String listener, Endpoint local, Endpoint remote, EventLoop loop) {
        this.connectionId = connectionId;
        this.listener = listener;
        this.local = local;
        this.remote = remote;
        this.loop = loop;
    }

    /** Who asks this client to ask, from {@code host}. */
    Client behalf(String host) {
        Endpoint asking = new Endpoint(host, remote.port());
        return new Client(connectionId, listener, local, asking, loop);
    }

    /** Distinguishes connections of this process; a later connection has a greater number. */
    public long connectionId() {
        return connectionId;
    }

    /** The name of the listener it came in on. */
    public String listener() {
        return listener;
    }

    /** The address the client reached. */
    public Endpoint local() {
        return local;
    }

    public Endpoint remote() {
        return remote;
    }

    /** The loop of the connection. */
    public EventLoop loop() {
        return loop;
    }

    /** The name of the client library, once it told it (KIP-511). */
    public String softwareName() {
        return softwareName;
    }

    public String softwareVersion() {
        return softwareVersion;
    }

    public void software(String name, String version) {
        this.softwareName = name;
        this.softwareVersion = version;
    }

    /** Who it is, as far as it has shown. On the connection's loop. */
    public Principal principal() {
        return principal;
    }

    public void principal(Principal shown) {
        this.principal = shown;
    }

    /** How it logs in; null where nobody has to. On the connection's loop. */
    public @Nullable Login login() {
        return login;
    }

    public void login(Login required) {
        this.login = required;
    }

    /** Whether the connection ended: parked requests of it need no answer. */
    public boolean closed() {
        return closed;
    }

    /** Runs {@code action} on the connection's loop when it ends; at once if it has. */
    public void whenClosed(Runnable action) {
        if (!loop.inLoop()) {
            loop.execute(() -> whenClosed(action));
        } else if (closed) {
            action.run();
        } else {
            if (onClosed == null) {
                onClosed = new ArrayList<>();
            }
            onClosed.add(action);
        }
    }

    /** The connection ended. On its loop. */
    public void markClosed() {
        closed = true;
        if (onClosed != null) {
            onClosed.forEach(Runnable::run);
            onClosed = null;
        }
    }

    @Override
    public String toString() {
        String software =
                softwareName.equals(UNKNOWN) ? UNKNOWN : softwareName + " " + softwareVersion;
        return software + " at " + remote;
    }
}
