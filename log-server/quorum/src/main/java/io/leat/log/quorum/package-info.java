/** Raft for the metadata log, and the controller on top of it. */
@NullMarked
package io.leat.log.quorum;

import org.jspecify.annotations.NullMarked;
