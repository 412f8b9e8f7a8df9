package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;

/**
 * What surrounds one request. Immutable; safe on every loop.
 *
 * @param client the connected client
 * @param apiKey what it asks for
 * @param apiVersion the version of request and response
 * @param clientId what the client calls itself; empty if it does not
 * @param principal who it is
 * @param frame the bytes of the request, held until the reply is complete; Produce retains it
 */
public record RequestContext(
        Client client,
        ApiKey apiKey,
        int apiVersion,
        String clientId,
        Principal principal,
        Frame frame) {

    /** The name of the listener the request came in on. */
    public String listener() {
        return client.listener();
    }

    /** The address the client reached. */
    public Endpoint local() {
        return client.local();
    }

    public Endpoint remote() {
        return client.remote();
    }

    public long connectionId() {
        return client.connectionId();
    }

    /** The loop of the connection. */
    public EventLoop loop() {
        return client.loop();
    }
}
