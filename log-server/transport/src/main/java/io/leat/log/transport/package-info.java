/**
 * The real binding of the runtime ports: Netty and Vert.x event loops, sockets, files and threads.
 *
 * <p>{@link io.leat.log.transport.RealPorts} is the only way in.
 */
@NullMarked
package io.leat.log.transport;

import org.jspecify.annotations.NullMarked;
