/** Partitions this broker hosts: which shard owns them, how others reach them, their life. */
@NullMarked
package io.leat.log.broker.partition;

import org.jspecify.annotations.NullMarked;
