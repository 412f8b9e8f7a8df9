/**
 * Groups whose coordinator hands out the partitions (KIP-848 and what builds on it): {@link
 * io.leat.log.coordinator.group.assignment.AssignedGroup} keeps members with their epochs and the
 * target assignment, {@link io.leat.log.coordinator.group.assignment.Assignor} makes the target,
 * {@link io.leat.log.coordinator.group.assignment.SubscriptionHash} notices that topics changed,
 * {@link io.leat.log.coordinator.group.assignment.MemberTimers} that members fell silent.
 */
@NullMarked
package io.leat.log.coordinator.group.assignment;

import org.jspecify.annotations.NullMarked;
