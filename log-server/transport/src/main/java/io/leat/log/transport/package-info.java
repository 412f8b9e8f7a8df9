/** The runtime ports on Vert.x, Netty and FileChannel. */
@NullMarked
package io.leat.log.transport;

import org.jspecify.annotations.NullMarked;
