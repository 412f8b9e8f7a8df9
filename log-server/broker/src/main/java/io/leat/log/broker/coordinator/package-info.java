/** Hosts coordinators on the partitions of internal topics, and tells clients where they are. */
@NullMarked
package io.leat.log.broker.coordinator;

import org.jspecify.annotations.NullMarked;
