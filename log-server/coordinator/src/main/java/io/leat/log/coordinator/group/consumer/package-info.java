/**
 * Consumer groups: members heartbeat, the coordinator assigns and hands partitions over one by one
 * (KIP-848). {@link io.leat.log.coordinator.group.consumer.ConsumerGroups} is the way in.
 */
@NullMarked
package io.leat.log.coordinator.group.consumer;

import org.jspecify.annotations.NullMarked;
