/** A topology of a user crashed at every commit point, in simulation and inside a JUnit test. */
@NullMarked
package io.leat.streams.crash;

import org.jspecify.annotations.NullMarked;
