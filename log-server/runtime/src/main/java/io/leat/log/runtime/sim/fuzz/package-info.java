/** Hostile bytes in masses: drawn from seeds, and counted by what they cost the process. */
@NullMarked
package io.leat.log.runtime.sim.fuzz;

import org.jspecify.annotations.NullMarked;
