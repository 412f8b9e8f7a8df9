/** Requests of this node to other nodes: one connection for each purpose and node. */
@NullMarked
package io.leat.log.broker.peer;

import org.jspecify.annotations.NullMarked;
