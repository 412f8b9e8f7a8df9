/** Share groups (KIP-932): their members, and which partitions are handed out to whom. */
@NullMarked
package io.leat.log.coordinator.group.share;

import org.jspecify.annotations.NullMarked;
