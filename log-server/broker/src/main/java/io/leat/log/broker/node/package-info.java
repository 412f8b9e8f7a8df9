/** One node, put together: data directory, quorum, controller, broker, listeners. */
@NullMarked
package io.leat.log.broker.node;

import org.jspecify.annotations.NullMarked;
