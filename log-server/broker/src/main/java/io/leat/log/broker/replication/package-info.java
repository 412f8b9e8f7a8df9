/** Following leaders: fetchers of the partitions this broker does not lead, and ISR changes. */
@NullMarked
package io.leat.log.broker.replication;

import org.jspecify.annotations.NullMarked;
