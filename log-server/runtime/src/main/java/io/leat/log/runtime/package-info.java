/**
 * The ports through which time, randomness, disk, network and threads reach the rest of Leat.
 *
 * <p>Plain JDK interfaces. {@code transport} binds them to Vert.x, Netty and {@code FileChannel};
 * {@code runtime.sim} binds them to one queue of virtual time under a seed, so that a whole cluster
 * runs in one thread and every run can be repeated.
 */
@NullMarked
package io.leat.log.runtime;

import org.jspecify.annotations.NullMarked;
