/** Handlers of classic groups and committed offsets. */
@NullMarked
package io.leat.log.broker.group;

import org.jspecify.annotations.NullMarked;
