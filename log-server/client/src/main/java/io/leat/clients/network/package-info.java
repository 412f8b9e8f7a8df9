/**
 * What all clients share: connections to brokers, version negotiation, metadata and coordinators.
 * Not a public API; producer, consumer and admin are built on {@link
 * io.leat.clients.network.ClientIo}.
 */
@NullMarked
package io.leat.clients.network;

import org.jspecify.annotations.NullMarked;
