/** Streams groups (KIP-1071): their members, and which tasks are handed out to whom. */
@NullMarked
package io.leat.log.coordinator.group.streams;

import org.jspecify.annotations.NullMarked;
