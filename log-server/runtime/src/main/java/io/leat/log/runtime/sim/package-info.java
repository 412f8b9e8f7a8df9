/**
 * The deterministic binding of the runtime ports: virtual time, one queue of events, one seed.
 *
 * <p>{@link io.leat.log.runtime.sim.Simulation} owns everything; a {@link
 * io.leat.log.runtime.sim.SimNode} hands out the ports of one node. Nothing here reads a real clock
 * or a real random source, and nothing iterates in an order that depends on identity, so that a
 * seed gives the same run every time.
 */
@NullMarked
package io.leat.log.runtime.sim;

import org.jspecify.annotations.NullMarked;
