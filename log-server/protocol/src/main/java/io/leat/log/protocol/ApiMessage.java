package io.leat.log.protocol;

/** The body of a request or response. Immutable; safe on every loop. */
public interface ApiMessage extends Message {

    ApiKey apiKey();
}
