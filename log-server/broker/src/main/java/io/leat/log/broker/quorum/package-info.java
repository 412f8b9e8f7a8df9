/**
 * The metadata quorum on the wire: requests of this node's replica to others, and the handlers that
 * take theirs in.
 */
@NullMarked
package io.leat.log.broker.quorum;

import org.jspecify.annotations.NullMarked;
