/**
 * Groups of all kinds and their offsets: {@link io.leat.log.coordinator.group.GroupCoordinator} and
 * its classic protocol. Other kinds are a {@link io.leat.log.coordinator.group.Group} type and a
 * {@link io.leat.log.coordinator.group.GroupPart} that keeps them in the one {@link
 * io.leat.log.coordinator.group.GroupTable}, each in a package of its own.
 */
@NullMarked
package io.leat.log.coordinator.group;

import org.jspecify.annotations.NullMarked;
