/** Partitions, request dispatch and handlers, one handler per API key. */
@NullMarked
package io.leat.log.broker;

import org.jspecify.annotations.NullMarked;
