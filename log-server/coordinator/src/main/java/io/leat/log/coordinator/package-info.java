/**
 * The replicated-state-machine runtime on which coordinators run: decide, append, apply. {@link
 * io.leat.log.coordinator.CoordinatorLog} is what the broker implements, {@link
 * io.leat.log.coordinator.CoordinatorShard} what a coordinator implements.
 */
@NullMarked
package io.leat.log.coordinator;

import org.jspecify.annotations.NullMarked;
