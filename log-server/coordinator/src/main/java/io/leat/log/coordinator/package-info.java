/** The replicated-state-machine runtime on which coordinators run. */
@NullMarked
package io.leat.log.coordinator;

import org.jspecify.annotations.NullMarked;
