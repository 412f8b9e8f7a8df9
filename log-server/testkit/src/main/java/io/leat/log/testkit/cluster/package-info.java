/** Clusters in virtual time: faults of their own, and what has to hold after every event. */
@NullMarked
package io.leat.log.testkit.cluster;

import org.jspecify.annotations.NullMarked;
