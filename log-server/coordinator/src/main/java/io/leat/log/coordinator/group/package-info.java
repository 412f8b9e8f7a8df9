/** The group coordinator: classic groups and committed offsets on {@code __consumer_offsets}. */
@NullMarked
package io.leat.log.coordinator.group;

import org.jspecify.annotations.NullMarked;
