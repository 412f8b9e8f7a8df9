package io.leat.log.protocol;

/** The body of a request or response. Immutable; safe on every loop. */
public interface ApiMessage extends Message {

    ApiKey apiKey();

    /** This response with the time its client should wait; itself if it has no place for that. */
    default ApiMessage throttled(int timeMs) {
        return this;
    }
}
